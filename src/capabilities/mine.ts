import type { Random } from "../std/random.ts";
import { median } from "../std/statistics.ts";
import type { Bits } from "./bits.ts";
import type { Candidate, Evidence } from "./candidate.ts";
import { exactChance } from "./exact.ts";
import { isResponse } from "./contingency.ts";
import { type Exchanged, exchanged, stratified } from "./exchange.ts";
import { type Comparison, type Field, fieldOf, showing } from "./field.ts";
import { isLong, markovChances } from "./markov.ts";
import { type FrequentPattern, type FrequentPatterns, frequentPatterns, type PatternSearch } from "./patterns.ts";
import type { Pattern } from "./pattern.ts";
import { withoutRedundant } from "./redundant.ts";
import { frequentResponses } from "./responses.ts";
import { shows, strengthOf } from "./shows.ts";
import type { Specimen } from "./specimen.ts";
import type { WindowShares } from "./windows.ts";
import { witnessesOf } from "./witnesses.ts";

/** How a campaign is mined. */
export interface MineOptions {
  /** All chance comes from it. */
  readonly random: Random;
  /** The tokens that are the agent's own acts: where there are any, acts and responses are looked for, and no rows. */
  readonly acts?: readonly number[];
  /** Specimens of the shadow campaign (`shadowSpec`); without them that test is left out. */
  readonly shadow?: readonly Specimen[];
  /** Which generations are compared: the first sixth and the last third unless told. */
  readonly windows?: WindowShares;
  /** How likely a false discovery may be at most, by each of the tests; 0.05 unless told. */
  readonly alpha?: number;
  /** How likely the better ones would have had so many children without selection; left out where that is not known. */
  readonly selection?: number;
  /** The how manieth look at this campaign while it runs, from 1; left out where it is looked at once. */
  readonly look?: number;
  /** The tests that are demanded; all that there are data for unless told. */
  readonly demanded?: readonly (keyof Evidence)[];
  /** The most candidates; 50 unless told. */
  readonly candidatesMax?: number;
}

/** What was found, and what was looked at. */
export interface Findings {
  /** The best first. */
  readonly candidates: readonly Candidate[];
  /** How many variants are in the early and in the late window. */
  readonly early: number;
  readonly late: number;
  /** How many patterns were looked at. */
  readonly patterns: number;
  /** How many early and late variants show each of those at least that have three tokens and more. */
  readonly supportMin: number;
}

/** Fewer variants can never be told from chance among so many patterns. */
const supportMin = 8;
/** What is learnt is mostly learnt early: the early window is over before that. */
const windowShares: WindowShares = [1 / 6, 1 / 3];
const exchanges = 200;
const surrogates = 100;
const carriersMax = 50;

/**
 * Patterns that became more frequent in the course of a campaign than chance, inheritance and mere change explain. Rows
 * of three tokens and more have to be more than their steps: more frequent than in surrogates of the traces. All have to be
 * more frequent late than with early and late exchanged among relatives; and where there is a shadow campaign, than late
 * there, and by more than patterns drift there. Where the better ones do not have more children, whatever rose has drifted,
 * and nothing counts. Each test is corrected for all patterns that it looks at; which these are
 * does not depend on who is early or late.
 */
export function mine(specimens: readonly Specimen[], options: MineOptions): Findings {
  const { random, acts = [], shadow = [], windows = windowShares, alpha = 0.05, candidatesMax = 50 } = options;
  const field = fieldOf(specimens, shadow, windows);
  const { change, contrast } = field;
  const found = patternsIn({ behaviours: field.behaviours, weights: weightsOf(field), supportMin }, acts);
  const known = new Set<keyof Evidence>(["permutation", "markov"]);
  if (shadow.length > 0) known.add("shadow");
  if (options.selection !== undefined) known.add("selection");
  const tests = (options.demanded ?? [...known]).filter((test) => known.has(test));
  const selection = Math.min(1, (options.selection ?? 1) * lookShare(options.look));
  const isScreened = tests.includes("markov");
  const screened = (
    isScreened ? screenedOf(found.patterns, field, random) : found.patterns.map((one) => ({ ...one, markov: 1 }))
  ).filter(({ pattern, markov }) => !isScreened || !isLong(pattern) || markov <= alpha);
  const rise = compared(screened, { field, comparison: change, random: random.fork("change") });
  const excess = compared(screened, { field, comparison: contrast, random: random.fork("contrast") });
  const drifts = driftsOf(screened, field);
  const riseChance = riseChancesOf(rise, options.look);
  const tested = screened.map((one, i): Tested => {
    const shown = showing(one.behaviours, field, change);
    const permutation = riseChance(rise.z[i]!, () => exactChance(shown, change));
    const beyondShadow = Math.max(excess.chanceOf(excess.z[i]!), rise.chanceOf(rise.z[i]! / drifts[i]!));
    const evidence = { permutation, markov: one.markov, shadow: beyondShadow, selection };
    return { ...one, shown, z: rise.z[i]!, evidence };
  });
  const passed = tested.filter((one) => passes(one, tests, alpha));
  const telling = withoutRedundant(passed, change, (z) => rise.chanceOf(z) <= alpha);
  const late = change.second.filter(Boolean).length;
  return {
    candidates: telling.slice(0, candidatesMax).map((one) => candidateOf(one, { specimens, field, known })),
    early: change.units.length - late,
    late,
    patterns: found.patterns.length,
    supportMin: found.supportMin,
  };
}

/**
 * The patterns that are looked at. Where it is known what acts are, these are acts and responses: what comes of acts is
 * not done, and rows of several tokens are what comes of responses, and harder to read.
 */
function patternsIn(search: PatternSearch, acts: readonly number[]): FrequentPatterns {
  if (acts.length === 0) return frequentPatterns(search);
  const { patterns, supportMin: least } = frequentPatterns({ ...search, lengthMax: 1 });
  const done = patterns.filter(({ pattern }) => acts.includes(pattern.tokens[0]!));
  return { patterns: [...done, ...frequentResponses(search, acts)], supportMin: least };
}

/** A pattern, and how likely it is that traces contain it so often if they are no more than their steps. */
interface Screened extends FrequentPattern {
  readonly markov: number;
}

interface Tested extends FrequentPattern {
  /** Who shows it among early and late variants. */
  readonly shown: Bits;
  readonly z: number;
  readonly evidence: Required<Evidence>;
}

/** Traits that stand out less are not worth an exact test. */
const zMin = 3;

/** Of what may be mistaken in all looks together, the n-th gets 1/n(n+1), which all sum up to 1; one look alone gets it all. */
function lookShare(look: number | undefined): number {
  return look === undefined ? 1 : look * (look + 1);
}

/**
 * How likely a rise is, corrected for all patterns and for all looks. Where exchanges are too few to tell so small a chance, it is the exact one of
 * the pattern alone, times the patterns (Bonferroni).
 */
function riseChancesOf(rise: Exchanged, look: number | undefined): (z: number, exact: () => number) => number {
  if (look === undefined) return rise.chanceOf;
  const share = lookShare(look);
  const isExact = share > (exchanges + 1) / 20;
  return (z, exact) => {
    if (isExact && z < zMin) return 1;
    return Math.min(1, share * (isExact ? rise.z.length * exact() : rise.chanceOf(z)));
  };
}

/** By behaviour, how many early and late variants it is of. */
function weightsOf({ behaviours, change }: Field): Int32Array {
  const weights = new Int32Array(behaviours.count);
  for (const place of change.units) weights[behaviours.of[place]!]!++;
  return weights;
}

function screenedOf(patterns: readonly FrequentPattern[], field: Field, random: Random): readonly Screened[] {
  const chances = markovChances(
    patterns.map(({ pattern }) => pattern),
    witnessesOf(field, random.fork("witnesses")),
    { times: surrogates, random: random.fork("surrogates") },
  );
  return patterns.map((one, i) => ({ ...one, markov: chances[i]! }));
}

interface Comparing {
  readonly field: Field;
  readonly comparison: Comparison;
  readonly random: Random;
}

function compared(patterns: readonly FrequentPattern[], { field, comparison, random }: Comparing): Exchanged {
  const shown = patterns.map(({ behaviours }) => showing(behaviours, field, comparison));
  return exchanged(shown, comparison, { times: exchanges, random });
}

/**
 * How much further each pattern drifts in the shadow than if relatives were independent, from 1: its own statistic there or,
 * where that is larger, the root of the mean square of all (after the genomic control of Devlin and Roeder, Biometrics 55,
 * 1999).
 */
function driftsOf(patterns: readonly FrequentPattern[], field: Field): readonly number[] {
  const drifts = patterns.map(({ behaviours }) => {
    const trait = showing(behaviours, field, field.drift);
    return trait.some((word) => word !== 0) ? Math.abs(stratified(trait, field.drift)) : undefined;
  });
  const squares = drifts.filter((one) => one !== undefined).map((one) => one ** 2);
  const common = Math.sqrt(Math.max(1, squares.reduce((sum, one) => sum + one, 0) / Math.max(1, squares.length)));
  return drifts.map((own = 0) => Math.max(own, common));
}

function passes({ pattern, evidence }: Tested, tests: readonly (keyof Evidence)[], alpha: number): boolean {
  const telling = tests.filter((test) => test !== "markov" || isLong(pattern));
  return telling.length > 0 && telling.every((test) => evidence[test] <= alpha);
}

function candidateOf(
  { pattern, evidence }: Tested,
  { specimens, field, known }: { specimens: readonly Specimen[]; field: Field; known: ReadonlySet<keyof Evidence> },
): Candidate {
  const carriers = specimens.filter(({ traces }) => shows(pattern, traces));
  const { permutation, markov, shadow, selection } = evidence;
  return {
    pattern,
    first: carriers.reduce((least, { id }) => Math.min(least, id), Infinity),
    carriers: bestFirst(pattern, carriers)
      .slice(0, carriersMax)
      .map(({ id }) => id),
    lineages: new Set(carriers.map(({ root }) => root)).size,
    ...sharesOf(new Set(carriers), field),
    evidence: {
      permutation,
      markov,
      ...(known.has("shadow") ? { shadow } : {}),
      ...(known.has("selection") ? { selection } : {}),
    },
  };
}

/** The shares of early and of late variants that carry something. */
function sharesOf(carriers: ReadonlySet<Specimen>, { everyone, change }: Field): Pick<Candidate, "early" | "late"> {
  const shareOf = (isLate: boolean): number => {
    const places = change.units.filter((_, unit) => change.second[unit] === isLate);
    return places.filter((place) => carriers.has(everyone[place]!)).length / places.length;
  };
  return { early: shareOf(false), late: shareOf(true) };
}

/** The best first; those first who show a response as much as most do, since what is barely shown is not on all cases. */
function bestFirst(pattern: Pattern, carriers: readonly Specimen[]): readonly Specimen[] {
  const order = carriers.toSorted((a, b) => b.fitness - a.fitness || a.id - b.id);
  if (!isResponse(pattern) || order.length === 0) return order;
  const strengths = order.map(({ traces }) => strengthOf(pattern, traces));
  const usual = median(strengths);
  return [true, false].flatMap((isClear) => order.filter((_, i) => strengths[i]! >= usual === isClear));
}
