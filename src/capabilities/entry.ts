import { sha256 } from "../std/hash.ts";
import type { Candidate } from "./candidate.ts";
import type { Capability, CapabilityStatus } from "./capability.ts";
import { exampleOf } from "./example.ts";
import type { Specimen } from "./specimen.ts";

/** What came of putting a candidate to the test. */
export type Proof = Pick<Capability, "name" | "class" | "status" | "replay" | "ablation" | "transplant" | "exploit">;

/** Where capabilities are found. */
export interface Origin {
  readonly run: string;
  readonly seed: number;
  readonly scenario: Capability["scenario"];
  /** The names of the scenario's tokens. */
  readonly alphabet: readonly string[];
  readonly found: Capability["found"];
}

/** A candidate with what became known of it. */
export interface Discovery {
  readonly candidate: Candidate;
  readonly proof: Proof;
  /** Who shows it, the best first: the tests are about that one. */
  readonly carriers: readonly [Specimen, ...Specimen[]];
  /** Who showed it first, with the line of first parents from the founder to it. */
  readonly first: Specimen;
  readonly lineage: readonly number[];
  /** Programs that are no relatives, of the tests. */
  readonly strangers: readonly Specimen[];
}

const carriersMax = 50;

/** The entry of a discovery, without prerequisites: these are known when all discoveries of a run are. */
export function entryOf(
  { candidate, proof, carriers, first, lineage, strangers }: Discovery,
  origin: Origin,
): Capability {
  const { pattern, lineages, early, late, evidence } = candidate;
  const [best] = carriers;
  const { run, scenario, alphabet, found, seed } = origin;
  const names = pattern.tokens.map((token) => alphabet[token]!);
  const id = capabilityId({ scenario, pattern: names, ablation: proof.ablation });
  return {
    schema: "lamarck/capability@1",
    id,
    name: proof.name,
    class: proof.class,
    status: proof.status,
    scenario,
    pattern: names,
    firstSeen: { run, generation: first.generation, variant: first.id, genome: first.genome.hash, lineage },
    carriers: unique(carriers.map(({ genome }) => genome.hash)),
    program: best.genome.bytes,
    support: { lineages, early, late },
    evidence,
    replay: proof.replay,
    ablation: proof.ablation,
    transplant: proof.transplant,
    exploit: proof.exploit,
    example: exampleOf(pattern, best.traces, alphabet),
    trial: { seed, strangers: strangers.map(({ genome }) => genome.bytes) },
    prerequisites: [],
    command: `lamarck capabilities verify ${id}`,
    found,
  };
}

/** The id of what is described: scenario with hash and options, pattern and minimal part. */
export function capabilityId(of: {
  readonly scenario: Capability["scenario"];
  readonly pattern: readonly string[];
  readonly ablation: { readonly part: string };
}): string {
  const { path, hash, options } = of.scenario;
  const sorted = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([path, hash, sorted, of.pattern, of.ablation.part])).slice(0, 16);
}

/** How far a capability has come, beginning with the least; what is retracted is replaced by nothing. */
const stages: readonly CapabilityStatus[] = [
  "correlated",
  "candidate",
  "validated",
  "cultivated",
  "graduated",
  "retracted",
];

/** Two entries of one id as one: of the evidence that goes further, the earlier on a tie, with the carriers of both. */
export function mergedCapability(before: Capability, now: Capability): Capability {
  const further = stages.indexOf(now.status) > stages.indexOf(before.status);
  const [kept, other] = further ? [now, before] : [before, now];
  return { ...kept, carriers: unique([...kept.carriers, ...other.carriers]) };
}

function unique(hashes: readonly string[]): readonly string[] {
  return [...new Set(hashes)].slice(0, carriersMax);
}
