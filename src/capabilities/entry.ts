import type { Genome } from "../genome/genome.ts";
import { sha256 } from "../std/hash.ts";
import type { Capability, CapabilityStatus, Cultivation } from "./capability.ts";
import { isResponse } from "./contingency.ts";
import { gapMax } from "./pattern.ts";
import type { Specimen } from "./specimen.ts";
import { type Subject, type Tested, verdictOf } from "./subject.ts";
import { writtenOf } from "./written.ts";

/** Where capabilities are found. */
export interface Origin {
  readonly run: string;
  readonly scenario: Capability["scenario"];
  /** Those who sat in the rivals' seats. */
  readonly rivals: readonly Genome[];
  /** The names of the scenario's tokens. */
  readonly alphabet: readonly string[];
  readonly mined: Capability["mined"];
  readonly found: Capability["found"];
}

/** A candidate with what became known of it. */
export interface Discovery {
  readonly subject: Subject;
  readonly tested: Tested;
  /** Who shows it, the best first: the tests are about that one. */
  readonly carriers: readonly Specimen[];
  /** Who showed it first, with the line of first parents from the founder to it. */
  readonly first: Specimen;
  readonly lineage: readonly number[];
}

const carriersMax = 50;

/** The entry of a discovery, without prerequisites: these are known when all discoveries of a run are. */
export function entryOf({ subject, tested, carriers, first, lineage }: Discovery, origin: Origin): Capability {
  const { kind, bytes } = subject.carrier;
  const { pattern, lineages, early, late, evidence } = subject.candidate;
  const { run, scenario, alphabet, rivals, mined, found } = origin;
  const { gap = gapMax } = pattern;
  const names = pattern.tokens.map((token) => alphabet[token]!);
  const verdict = verdictOf(tested);
  const what = { pattern: names, ...(isResponse(pattern) ? { response: true as const } : {}), gap };
  const id = capabilityId({ scenario, ...what, ablation: verdict.ablation });
  return {
    schema: "lamarck/capability@1",
    id,
    ...verdict,
    scenario,
    ...what,
    firstSeen: { run, generation: first.generation, variant: first.id, genome: first.genome.hash, lineage },
    carriers: unique([subject.carrier.hash, ...carriers.map(({ genome }) => genome.hash)]),
    program: bytes,
    ...(kind === "program" ? {} : { kind }),
    support: { lineages, early, late },
    evidence,
    trial: { seed: subject.seed, rivals: rivals.map(writtenOf), strangers: subject.strangers.map(writtenOf) },
    mined,
    prerequisites: [],
    command: `lamarck capabilities verify ${id}`,
    found,
  };
}

/** The id of what is described: scenario with hash and options, pattern and minimal part. */
export function capabilityId(of: {
  readonly scenario: Capability["scenario"];
  readonly pattern: readonly string[];
  readonly response?: true;
  readonly gap: number;
  readonly ablation: { readonly part: string };
}): string {
  const { path, hash, options } = of.scenario;
  const sorted = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const what = [path, hash, sorted, of.pattern, of.gap, of.ablation.part, ...(of.response ? ["response"] : [])];
  return sha256(JSON.stringify(what)).slice(0, 16);
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

/** Whether a capability has passed its tests, whatever came of it after. */
export function isProven({ status }: Pick<Capability, "status">): boolean {
  return status === "validated" || status === "cultivated" || status === "graduated";
}

/**
 * Two entries of one id as one: of the evidence that goes further, the earlier on a tie, with the carriers of both. Where
 * both are of the same part of the same log, what comes before it is as it was found last; where both are of one run, so is
 * where it stands there.
 */
export function mergedCapability(before: Capability, now: Capability): Capability {
  const further = stages.indexOf(now.status) > stages.indexOf(before.status);
  const [kept, other] = further ? [now, before] : [before, now];
  const { prerequisites } = isSameFind(before, now) ? now : kept;
  const isOneRun = before.firstSeen.run === now.firstSeen.run;
  const behaviour = isOneRun ? (now.behaviour ?? before.behaviour) : kept.behaviour;
  const standing = behaviour === undefined ? {} : { behaviour };
  return { ...kept, ...standing, prerequisites, carriers: unique([...kept.carriers, ...other.carriers]) };
}

function isSameFind(a: Capability, b: Capability): boolean {
  return a.firstSeen.run === b.firstSeen.run && JSON.stringify(a.mined) === JSON.stringify(b.mined);
}

/**
 * A capability with what came of cultivating it. One that has passed stays cultivated, whatever comes of it in other
 * places, and all tries are counted.
 */
export function cultivatedCapability(entry: Capability, now: Omit<Cultivation, "tries">): Capability {
  const before = entry.cultivation;
  const kept = before?.passed === true && !now.passed ? before : now;
  const status = now.passed && entry.status === "validated" ? "cultivated" : entry.status;
  return { ...entry, status, cultivation: { ...kept, tries: (before?.tries ?? 0) + 1 } };
}

function unique(hashes: readonly string[]): readonly string[] {
  return [...new Set(hashes)].slice(0, carriersMax);
}
