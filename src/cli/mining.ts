import { entryOf, type Origin } from "../capabilities/entry.ts";
import type { Candidate } from "../capabilities/candidate.ts";
import type { Capability } from "../capabilities/capability.ts";
import { type Findings, mine } from "../capabilities/mine.ts";
import { prerequisitesOf } from "../capabilities/prerequisites.ts";
import { shows } from "../capabilities/shows.ts";
import type { Specimen } from "../capabilities/specimen.ts";
import { type Subject, tested } from "../capabilities/subject.ts";
import { actsOf } from "../capabilities/trace.ts";
import type { Proving } from "../capabilities/trial.ts";
import { wholeNetwork } from "../genome/kinds/network.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { randomFromSeed } from "../std/random.ts";
import type { Gathered } from "./specimens.ts";

/** What a run is mined with. */
export interface MiningTools {
  readonly proving: Proving;
  readonly scenario: Scenario;
  readonly origin: Origin;
  /** The seed of the campaign. */
  readonly seed: number;
  /** So many candidates are put to the test at most. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Told in words how far it is. */
  readonly say: (text: string) => void;
}

/** What mining a run came to. */
export interface Mined {
  readonly findings: Findings;
  readonly capabilities: readonly Capability[];
}

/** So many genomes of other founders are kept with an entry: parts are put into ten of them, and shams come of all. */
const strangersMax = 20;

/** Looks for candidates among those who were gathered, beside those of a shadow campaign where there is one; puts each to the test, and makes an entry of it, in the order of the candidates. */
export async function mined(
  { specimens, lineageOf }: Gathered,
  shadow: readonly Specimen[] | undefined,
  tools: MiningTools,
): Promise<Mined> {
  const { scenario, origin, seed, limit, signal, say } = tools;
  const random = randomFromSeed(seed).fork("mine");
  const findings = mine(specimens, { random, acts: actsOf(scenario), ...(shadow === undefined ? {} : { shadow }) });
  const candidates = findings.candidates.slice(0, limit);
  const entries: Capability[] = [];
  for (const [i, candidate] of candidates.entries()) {
    if (signal.aborted) break;
    const subject = subjectFor(candidate, specimens, seed);
    const found = await tested(subject, tools);
    const first = specimenOf(specimens, candidate.first);
    const carriers = candidate.carriers.map((id) => specimenOf(specimens, id));
    const lineage = lineageOf(candidate.first);
    entries.push(entryOf({ subject, tested: found, carriers, first, lineage }, origin));
    say(
      `${i + 1} of ${candidates.length}: ${found.proof.name}, ${found.proof.status} (${found.proof.evaluations} evaluations)`,
    );
  }
  return { findings, capabilities: withPrerequisites(entries, candidates, specimens) };
}

/** What is put to the test for a candidate: its best carrier, and some that are no relatives of any and do not show it. */
function subjectFor(candidate: Candidate, specimens: readonly Specimen[], seed: number): Subject {
  const carriers = candidate.carriers.map((id) => specimenOf(specimens, id));
  const { genome: carrier } = carriers[0]!;
  const roots = new Set(carriers.map(({ root }) => root));
  const strangers = new Map(
    specimens
      .filter(
        ({ root, genome, traces }) =>
          genome.kind === carrier.kind && !roots.has(root) && !shows(candidate.pattern, traces),
      )
      .map(({ genome }) => [genome.hash, genome]),
  );
  const random = randomFromSeed(seed).fork("strangers", ...candidate.pattern.tokens);
  return {
    candidate,
    carrier: wholeNetwork(carrier),
    strangers: random
      .shuffle([...strangers.values()])
      .slice(0, strangersMax)
      .map(wholeNetwork),
    seed,
  };
}

function specimenOf(specimens: readonly Specimen[], id: number): Specimen {
  const found = specimens.find((specimen) => specimen.id === id);
  assert(found !== undefined, `variant ${id} is no specimen`);
  return found;
}

/** The entries with those of them before each that are validated and come before it in all lineages. */
function withPrerequisites(
  entries: readonly Capability[],
  candidates: readonly Candidate[],
  specimens: readonly Specimen[],
): readonly Capability[] {
  const patterns = candidates.slice(0, entries.length).map(({ pattern }) => pattern);
  const before = prerequisitesOf(patterns, specimens);
  return entries.map((entry, i) => {
    const validated = before[i]!.map((other) => entries[other]!).filter(({ status }) => status === "validated");
    return { ...entry, prerequisites: validated.map(({ id }) => id) };
  });
}
