import type { VariantBorn } from "../events/event.ts";
import type { State } from "../events/state.ts";
import { createFold } from "../events/state.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { type Genome, genomeOf } from "../genome/genome.ts";
import type { Objective, Scenario } from "../scenario/scenario.ts";
import { UserError, WorldError } from "../std/errors.ts";
import type { RunReader } from "../store/run-directory.ts";
import type { RunFacts, RunView } from "../view/model.ts";
import { createRunView } from "../view/run-view.ts";
import { requestScenario } from "./scenario-request.ts";
import { selectorOf } from "./summary.ts";

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
  const fold = createFold(spec, objective, (hash, kind) => ({ kind, hash, bytes: "" }));
  for (const event of run.events()) fold.apply(event);
  return fold.state;
}

/** Which run it is, for views of it. */
export function factsOf(run: RunReader, scenario: Scenario, cwd: string): RunFacts {
  const { id, lamarck: version } = run.manifest;
  return { id, select: selectorOf(run.path, cwd), folder: run.path, version, scenario };
}

/** All that people look at in a run, as its log has it; the variants' programs stay on the disk. */
export async function viewOf(run: RunReader, cwd: string): Promise<RunView> {
  const view = createRunView(factsOf(run, await scenarioOf(run), cwd), run.manifest.spec);
  for (const event of run.events()) view.apply(event);
  return view;
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

/** Says that a run has no such variant. */
export function noVariant(run: RunReader, id: number): UserError {
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
