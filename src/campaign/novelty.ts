import type { Member } from "../archives/member.ts";
import { type Backend, type Batch, evaluateAll } from "../evaluation/backend.ts";
import type { Genome } from "../genome/genome.ts";
import { isStepped, oriented, type Scenario } from "../scenario/scenario.ts";
import type { Refusal } from "./author.ts";

/** What the gate goes by: all of it as it was when the generation began. */
export interface NoveltyOptions {
  readonly scenario: Scenario;
  readonly members: readonly Member[];
  /** The size of a genome: whoever does the same with less is news. */
  readonly sizeOf: (genome: Genome) => number;
  /** The variant with an equal genome that was evaluated, if any is remembered. */
  readonly known: (hash: string) => number | undefined;
  readonly backend: Backend;
  /** The genomes on the first training cases. */
  readonly batchOf: (genomes: readonly Genome[], first: number) => Batch;
}

/** So many training cases are played to see how a program behaves. */
const probeCases = 3;

/**
 * A gate before evaluation on all cases: refuses genomes that were evaluated before, that fail on the first few cases, or
 * that score there exactly as a member does that is no larger. Scores tell members apart only where most of them differ; where they do
 * not, or where all answers are judged together, equal scores mean nothing.
 */
export function noveltyGate(options: NoveltyOptions): (genome: Genome) => Promise<Refusal | undefined> {
  const { scenario, members, sizeOf, known, backend, batchOf } = options;
  const signatures = signaturesOf(scenario, members);
  return async (genome) => {
    const of = known(genome.hash);
    if (of !== undefined) return { kind: "duplicate", of };
    const [outcome] = await evaluateAll(backend, batchOf([genome], probeCases));
    if (outcome!.status === "failed") return { kind: "failed", fault: outcome!.fault };
    const [objective] = scenario.objectives;
    const as = signatures.get(textOf(outcome!.scores.map((row) => oriented(objective, row[0]!))));
    return as === undefined || sizeOf(genome) < as.size ? undefined : { kind: "same-behaviour", as: as.id };
  };
}

/** The members by how they score on the first cases; none where that tells too little. */
function signaturesOf(
  scenario: Scenario,
  members: readonly Member[],
): ReadonlyMap<string, Pick<Member, "id" | "size">> {
  const signatures = new Map<string, Pick<Member, "id" | "size">>();
  if (!isStepped(scenario) && scenario.judgeTogether !== undefined) return signatures;
  for (const { id, size, cases } of members) {
    const text = textOf(cases.slice(0, probeCases));
    const smallest = signatures.get(text);
    if (smallest === undefined || size < smallest.size) signatures.set(text, { id, size });
  }
  return 2 * signatures.size < members.length ? new Map() : signatures;
}

function textOf(scores: readonly number[]): string {
  return scores.join(" ");
}
