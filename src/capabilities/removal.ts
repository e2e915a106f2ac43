import type { Genome } from "../genome/genome.ts";
import { oriented } from "../scenario/scenario.ts";
import { type Cuts, cutting, type Dissection, type Unit } from "../variation/dissection.ts";
import type { Anatomy } from "./anatomy.ts";
import { ddmin } from "./ddmin.ts";
import { type Part, smallestPart } from "./part.ts";
import { playOne, scoreOf, type Trials } from "./proving.ts";
import { goneMax, strengthOf } from "./shows.ts";
import type { Performance } from "./trial.ts";

/** A part shows a pattern as the whole does where it does so in this share of the whole's cases. */
const sameShareMin = 0.9;
/** How many parts, each of which suffices, may be found one after the other. */
const partsMax = 4;
/** How many more genomes are played at most until it is known what to take out. */
const removalMax = 50;
/** How many units of the parts are tried alone. */
const singlesMax = 20;

/** How a pattern is made to disappear. */
export interface Removal {
  /** The parts that show it, each by itself; empty where it is shown whatever the genome is made of. */
  readonly parts: readonly Part[];
  /** What is knocked out. */
  readonly cut: readonly Unit[];
  /** The genome without it; absent where there is no part, or where nothing runs without it. */
  readonly genome: Genome | undefined;
}

/** A genome that is looked at: taken apart, and what is asked of its kind. */
export interface Body extends Dissection {
  readonly anatomy: Anatomy;
}

/**
 * Finds the smallest part that shows a pattern and, as long as the rest of the genome shows it too, that of the rest;
 * then the unit of them whose loss alone makes it disappear at the least cost or, where no single one does, a minimal set.
 */
export async function removal(body: Body, trials: Trials): Promise<Removal> {
  const { parts, cuts } = await sufficientParts(body, trials);
  if (parts.length === 0 || cuts === undefined) return { parts, cut: [], genome: undefined };
  const single = await mildest(body, parts, trials);
  if (single !== undefined) return { parts, ...single };
  const cut = await ddmin([...cuts.keys()], async (lists) => {
    const genomes = lists.map((list) => body.knockedOut(only(cuts, list))!);
    const most = body.anatomy.searchMax + removalMax;
    if (trials.proving.evaluations() + genomes.length > most) return genomes.map(() => false);
    return (await trials.proving.play(genomes, "train")).map((played) => isGone(played, trials));
  });
  return { parts, cut, genome: body.knockedOut(only(cuts, cut)) };
}

interface Sufficient {
  readonly parts: readonly Part[];
  /** All that they are made of; absent where nothing runs without it. */
  readonly cuts: Cuts | undefined;
}

async function sufficientParts(body: Body, trials: Trials): Promise<Sufficient> {
  const { pattern, proving } = trials;
  const { searchMax } = body.anatomy;
  const parts: Part[] = [];
  let cuts: Cuts = new Map();
  let present = strengthOf(pattern, (await playOne(proving, body.knockedOut(cuts)!, "train")).traces);
  while (present > goneMax && parts.length < partsMax) {
    const part = await smallestPart(body, body.anatomy, cuts, async (genomes) => {
      if (proving.evaluations() + genomes.length > searchMax) return genomes.map(() => false);
      const played = await proving.play(genomes, "train");
      return played.map(({ traces }) => strengthOf(pattern, traces) >= sameShareMin * present);
    });
    if (part === undefined) return { parts: [], cuts: undefined };
    parts.push(part);
    const next = await runningCuts(body, cuts, part, trials);
    if (next === undefined) return { parts, cuts: undefined };
    cuts = next.cuts;
    present = strengthOf(pattern, next.played.traces);
  }
  return { parts, cuts };
}

/** Takes a part out: with 0 and false for its expressions or, where that does not run, with 1 and true. */
async function runningCuts(body: Body, cuts: Cuts, { units }: Part, { proving }: Trials) {
  for (const raised of [false, true]) {
    const more = cutting(cuts, units, raised);
    const rest = body.knockedOut(more);
    const played = rest && (await playOne(proving, rest, "train"));
    if (played?.outcome.status === "scored") return { cuts: more, played };
  }
  return undefined;
}

/**
 * The single unit of the parts without which the pattern is gone and the score is best. A loss that has the program do what
 * it never did is another behaviour in the stead of this one, and only counts where there is no plain loss.
 */
async function mildest(
  body: Body,
  parts: readonly Part[],
  trials: Trials,
): Promise<Omit<Removal, "parts"> | undefined> {
  const { proving, scenario } = trials;
  const within = (unit: Unit): readonly Unit[] => [unit, ...unit.inside.flatMap(within)];
  const singles = [...new Set(parts.flatMap(({ units }) => units.flatMap(within)))].slice(0, singlesMax);
  const tries = singles.flatMap((unit) =>
    [false, true].flatMap((raised) => {
      const genome = body.knockedOut(cutting(new Map(), [unit], raised));
      return genome === undefined ? [] : [{ cut: [unit], genome }];
    }),
  );
  const played = await proving.play(
    tries.map((one) => one.genome),
    "train",
  );
  const gone = played.flatMap((performance, i) => (isGone(performance, trials) ? [{ ...tries[i]!, performance }] : []));
  const known = tokensOf(await playOne(proving, body.knockedOut(new Map())!, "train"));
  const plain = gone.filter(({ performance }) => [...tokensOf(performance)].every((token) => known.has(token)));
  const scoreAfter = ({ performance: { outcome } }: (typeof gone)[number]): number =>
    oriented(scenario.objectives[0], scoreOf(outcome)!);
  const [best] = (plain.length > 0 ? plain : gone).toSorted((a, b) => scoreAfter(b) - scoreAfter(a));
  return best === undefined ? undefined : { cut: best.cut, genome: best.genome };
}

/** All that a program does. */
function tokensOf({ traces }: Performance): ReadonlySet<number> {
  return new Set(traces.flatMap(({ tokens }) => [...tokens]));
}

/** Whether a genome runs, and hardly shows the pattern. */
function isGone({ outcome, traces }: Performance, { pattern }: Trials): boolean {
  return outcome.status === "scored" && strengthOf(pattern, traces) <= goneMax;
}

function only(cuts: Cuts, units: readonly Unit[]): Cuts {
  return new Map([...cuts].filter(([unit]) => units.includes(unit)));
}
