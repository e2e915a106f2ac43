import { type BehaviourMap, behaviourMapOf, standingOf } from "../capabilities/behaviour-map.ts";
import { entryOf, isProven, type Origin } from "../capabilities/entry.ts";
import type { Candidate } from "../capabilities/candidate.ts";
import type { Capability } from "../capabilities/capability.ts";
import { type Findings, mine } from "../capabilities/mine.ts";
import { prerequisitesOf } from "../capabilities/prerequisites.ts";
import { shows } from "../capabilities/shows.ts";
import type { Specimen } from "../capabilities/specimen.ts";
import { patternOf, type Subject, tested } from "../capabilities/subject.ts";
import { actsOf } from "../capabilities/trace.ts";
import type { Proving } from "../capabilities/trial.ts";
import { wholeNetwork } from "../genome/kinds/network.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { randomFromSeed } from "../std/random.ts";
import type { Gathered } from "./specimens.ts";

/** What a part of a log is mined with. */
export interface MiningTools {
  readonly proving: Proving;
  readonly scenario: Scenario;
  readonly origin: Origin;
  /** The seed of the campaign. */
  readonly seed: number;
}

/** So many genomes of other founders are kept with an entry: parts are put into ten of them, and shams come of all. */
const strangersMax = 20;

/** Looks for candidates among those who were gathered, beside those of a shadow campaign where there is one. */
export function findingsOf(
  { specimens, selection }: Gathered,
  shadow: readonly Specimen[] | undefined,
  { seed, origin, scenario }: MiningTools,
): Findings {
  const { look } = origin.mined;
  const random = randomFromSeed(seed).fork("mine");
  return mine(specimens, {
    random,
    acts: actsOf(scenario),
    ...(shadow === undefined ? {} : { shadow }),
    ...(selection === undefined ? {} : { selection }),
    ...(look === undefined ? {} : { look }),
  });
}

/** Puts a candidate to the test in its best carrier, and makes an entry of it, still without what comes before it. */
export async function proved(candidate: Candidate, gathered: Gathered, tools: MiningTools): Promise<Capability> {
  const { specimens, lineageOf } = gathered;
  const subject = subjectFor(candidate, specimens, tools.seed);
  const found = await tested(subject, tools);
  const first = specimenOf(specimens, candidate.first);
  const carriers = candidate.carriers.map((id) => specimenOf(specimens, id));
  const lineage = lineageOf(candidate.first);
  return entryOf({ subject, tested: found, carriers, first, lineage }, tools.origin);
}

/** The genome that a candidate is proved in. */
export function carrierOf({ carriers }: Candidate, { specimens }: Gathered): string {
  return specimenOf(specimens, carriers[0]!).genome.hash;
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

/** Entries with those of all that are validated and come before each in all lineages; `others` were found earlier. */
export function withPrerequisites(
  entries: readonly Capability[],
  others: readonly Capability[],
  { specimens }: Gathered,
  scenario: Scenario,
): readonly Capability[] {
  const all = [...entries, ...others.filter(({ id }) => entries.every((entry) => entry.id !== id))];
  const before = prerequisitesOf(
    all.map((one) => patternOf(one, scenario)),
    specimens,
  );
  return entries.map((entry, i) => {
    const validated = before[i]!.map((other) => all[other]!).filter(isProven);
    return { ...entry, prerequisites: validated.map(({ id }) => id) };
  });
}

/** Entries with where each stands among all that those who were gathered did, and the map of that. */
export function withStanding(
  entries: readonly Capability[],
  { specimens }: Gathered,
  { seed, scenario }: MiningTools,
): { readonly entries: readonly Capability[]; readonly map: BehaviourMap } {
  const map = behaviourMapOf(specimens, randomFromSeed(seed).fork("behaviours"));
  const shown: Record<string, readonly number[]> = {};
  const standing = entries.map((entry) => {
    const pattern = patternOf(entry, scenario);
    const carriers = specimens.filter(({ traces }) => shows(pattern, traces)).map(({ id }) => id);
    shown[entry.id] = carriers;
    return { ...entry, behaviour: standingOf(map, { first: entry.firstSeen.variant, carriers: new Set(carriers) }) };
  });
  return { entries: standing, map: { ...map, shown } };
}
