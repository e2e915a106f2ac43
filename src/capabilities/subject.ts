import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import type { Candidate } from "./candidate.ts";
import type { Capability, Example } from "./capability.ts";
import { type Contingency, contingencyOf, isResponse } from "./contingency.ts";
import { exampleOf } from "./example.ts";
import type { Pattern } from "./pattern.ts";
import { type Proof, prove } from "./prove.ts";
import type { Specimen } from "./specimen.ts";
import { actsOf, alphabetOf } from "./trace.ts";
import type { Proving } from "./trial.ts";
import { carrierOf, genomeIn } from "./written.ts";

/** All that the tests of a capability depend on, beside the world: with the same they come to the same. */
export interface Subject {
  readonly candidate: Candidate;
  /** The genome that shows it, which says all by itself. */
  readonly carrier: Genome;
  /** Genomes of its kind, of other founders, that do not show it. */
  readonly strangers: readonly Genome[];
  /** The seed of the campaign. */
  readonly seed: number;
}

/** What the tests came to, and the carrier at it. */
export interface Tested {
  readonly proof: Proof;
  readonly example: Example;
  readonly contingency?: Contingency;
}

/** Puts a subject to the test, from its genomes alone: what else was known of them when they were found plays no part. */
export async function tested(
  { candidate, carrier, strangers, seed }: Subject,
  { proving, scenario }: { readonly proving: Proving; readonly scenario: Scenario },
): Promise<Tested> {
  const genomes = [carrier, ...strangers];
  const played = await proving.play(genomes, "train");
  const [first, ...others] = genomes.map((genome, id): Specimen => {
    const { traces } = played[id]!;
    return { id, generation: 0, island: 0, operator: "", parents: [], root: id, genome, fitness: 0, cases: [], traces };
  });
  const alphabet = alphabetOf(scenario);
  const names = candidate.pattern.tokens.map((token) => alphabet[token]!);
  const random = randomFromSeed(seed).fork("prove", ...names, carrier.hash);
  const proof = await prove(candidate, [first!], others, { proving, scenario, random });
  const { traces } = first!;
  return {
    proof,
    example: exampleOf(candidate.pattern, traces, alphabet),
    ...(isResponse(candidate.pattern) ? { contingency: contingencyOf(candidate.pattern, traces) } : {}),
  };
}

/** The subject that an entry of the catalogue is about. */
export function subjectOf(capability: Capability, scenario: Scenario): Subject {
  const { support, evidence, firstSeen, trial } = capability;
  return {
    candidate: {
      pattern: patternOf(capability, scenario),
      first: firstSeen.variant,
      carriers: [firstSeen.variant],
      ...support,
      evidence,
    },
    carrier: carrierOf(capability),
    strangers: trial.strangers.map(genomeIn),
    seed: trial.seed,
  };
}

/** The pattern of an entry, as the indexes of its scenario's tokens. */
export function patternOf(
  { pattern, response, gap }: Pick<Capability, "pattern" | "response" | "gap">,
  scenario: Scenario,
): Pattern {
  const alphabet = alphabetOf(scenario);
  const tokens = pattern.map((name) => alphabet.indexOf(name));
  return { tokens, gap, ...(response ? { acts: actsOf(scenario) } : {}) };
}

/** What the tests say of an entry: the part of it that is done again when it is verified. */
export function verdictOf({
  proof,
  ...seen
}: Tested): Pick<
  Capability,
  "name" | "class" | "status" | "replay" | "ablation" | "transplant" | "exploit" | "example" | "contingency"
> {
  const { name, status, replay, ablation, transplant, exploit } = proof;
  return { name, class: proof.class, status, replay, ablation, transplant, exploit, ...seen };
}
