import type { Event, VariantBorn } from "../events/event.ts";
import type { State } from "../events/state.ts";
import { createFold } from "../events/state.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { type Genome, genomeOf } from "../genome/genome.ts";
import type { Objective, Scenario } from "../scenario/scenario.ts";
import { UserError, WorldError } from "../std/errors.ts";
import { mean } from "../std/statistics.ts";
import type { RunReader } from "../store/run-directory.ts";
import { requestScenario } from "./scenario-request.ts";

/** An outcome as the log has it. */
type Recorded = Outcome | { readonly status: "reused"; readonly from: number };

/** The scenario that a run is about. Throws `UserError` when its file is gone or no longer loads. */
export async function scenarioOf(run: RunReader): Promise<Scenario> {
  const { path, options } = run.manifest.spec.scenario;
  return (await requestScenario(path, options, "/")).scenario;
}

/** The state that a run's log folds to, with genomes that are named only. */
export function stateOf(run: RunReader, objective: Objective): State {
  const { spec } = run.manifest;
  const fold = createFold(spec, objective, (hash) => ({ kind: spec.kind, hash, bytes: "" }));
  for (const event of run.events()) fold.apply(event);
  return fold.state;
}

/** A variant in a list. */
export interface VariantRow {
  readonly id: number;
  readonly generation: number;
  readonly operator: string;
  readonly parents: readonly number[];
  readonly island: number;
  readonly size: number;
  readonly genome: string;
  readonly status: "scored" | "failed" | "reused";
  /** Mean over the training cases of the first objective, in its own direction. */
  readonly score?: number;
  readonly fault?: string;
  /** Whose outcome was taken. */
  readonly from?: number;
}

/** All evaluated variants of a run in order of birth, read from the log as it goes. */
export function* variantRows(run: RunReader): Generator<VariantRow> {
  let born = new Map<number, VariantBorn>();
  for (const event of run.events()) {
    if (event.type === "generation-finished") born = new Map();
    if (event.type === "variant-born") born.set(event.id, event);
    if (event.type !== "variant-evaluated") continue;
    const birth = born.get(event.id);
    if (birth === undefined) continue;
    const { id, generation, operator, parents, island, size, genome } = birth;
    yield { id, generation, operator, parents, island, size, genome, ...verdictOf(event.outcome as Recorded) };
  }
}

function verdictOf(recorded: Recorded): Pick<VariantRow, "status" | "score" | "fault" | "from"> {
  if (recorded.status === "reused") return { status: "reused", from: recorded.from };
  if (recorded.status === "failed") return { status: "failed", fault: recorded.fault.kind };
  return { status: "scored", score: meanScore(recorded) };
}

/** The mean of the first objective over the cases, in its own direction. */
export function meanScore(outcome: Extract<Outcome, { status: "scored" }>): number {
  return mean(outcome.scores.map((row) => row[0]!));
}

/** All that the log says of one variant. */
export interface VariantRecord {
  readonly born: VariantBorn;
  /** Its outcome in the generation of its birth; absent where the log ends before it. */
  readonly outcome?: Outcome;
  /** The variant whose outcome was taken. */
  readonly from?: number;
  /** Who sat in the rivals' seats. */
  readonly rivals: readonly number[];
  readonly children: number;
}

/** The record of a variant. Throws `UserError` when the log has none of this id. */
export function variantRecord(run: RunReader, id: number): VariantRecord {
  let born: VariantBorn | undefined;
  let recorded: Recorded | undefined;
  let rivals: readonly number[] = [];
  let children = 0;
  for (const event of run.events()) {
    if (event.type === "rivals-chosen" && born === undefined) rivals = event.ids;
    if (event.type === "variant-born" && event.id === id) born = event;
    if (event.type === "variant-born" && event.parents.includes(id)) children++;
    if (event.type === "variant-evaluated" && event.id === id) recorded ??= event.outcome as Recorded;
  }
  if (born === undefined) throw noVariant(run, id);
  const record = { born, rivals, children };
  if (recorded === undefined) return record;
  if (recorded.status !== "reused") return { ...record, outcome: recorded };
  const { outcome } = variantRecord(run, recorded.from);
  return { ...record, from: recorded.from, ...(outcome === undefined ? {} : { outcome }) };
}

function noVariant(run: RunReader, id: number): UserError {
  const births = run.manifest.summary.births;
  return new UserError(
    "variant-not-found",
    `There is no variant ${id} in the run ${run.manifest.id}`,
    births === 0
      ? "Nothing was born yet."
      : `Births count from 0 to about ${births - 1}; \`lamarck top ${run.manifest.id}\` lists the best.`,
  );
}

/** The id that a word names: a number, `champion`, or `best` (of those who live). Throws `UserError`. */
export async function variantId(run: RunReader, word: string): Promise<number> {
  const digits = /^#?(\d{1,12})$/.exec(word)?.[1];
  if (digits !== undefined) return Number(digits);
  if (word !== "champion" && word !== "best") {
    throw new UserError("bad-variant", `\`${word}\` names no variant`, "Give its number, or `champion`, or `best`.");
  }
  const { finished, best } = stateOf(run, (await scenarioOf(run)).objectives[0]);
  const id = word === "champion" ? finished?.champion : best?.id;
  if (id !== undefined) return id;
  throw new UserError(
    "variant-not-found",
    word === "champion"
      ? "The campaign has no champion: it is not finished, or nobody survived"
      : "Nobody lives in this run",
    word === "champion"
      ? "Ask for `best`, or finish it with `lamarck resume`."
      : "Run it longer with `lamarck resume`.",
  );
}

/** The genomes of these hashes, checked against them. Throws `WorldError` when one is missing. */
export function genomesOf(run: RunReader, hashes: readonly string[]): Genome[] {
  const wanted = new Set(hashes);
  const found = new Map<string, Genome>();
  for (const genome of run.genomes()) {
    if (wanted.has(genome.hash)) found.set(genome.hash, genome);
    if (found.size === wanted.size) break;
  }
  return hashes.map((hash) => {
    const genome = found.get(hash);
    if (genome !== undefined && genomeOf(genome.kind, genome.bytes).hash === hash) return genome;
    const what = genome === undefined ? "is missing" : "does not match its hash";
    throw new WorldError(
      "genome-damaged",
      `A genome ${what} in ${run.path}: ${hash}`,
      "Restore `genomes.jsonl` from a copy.",
    );
  });
}

/** What agents did on the cases that the search did not see, as far as the log has come. */
export interface Judgements {
  apply(event: Event): void;
  /** The outcome of each agent on the test cases: the champion first, then the references. */
  readonly test: ReadonlyMap<number | string, Outcome>;
}

/** Gathers judgements from events; a campaign that goes on makes the earlier ones void. */
export function createJudgements(): Judgements {
  const test = new Map<number | string, Outcome>();
  return {
    test,
    apply(event) {
      if (event.type === "generation-finished") test.clear();
      if (event.type === "agent-judged" && event.split === "test") test.set(event.agent, event.outcome as Outcome);
    },
  };
}
