import type { Behaviours } from "./behaviours.ts";
import { type Bits, hasBit, noBits, setBit } from "./bits.ts";
import { gapMax, lengthMax as lengthLimit, type Pattern } from "./pattern.ts";
import { grow } from "./rows.ts";

/** Which patterns are looked for. */
export interface PatternSearch {
  readonly behaviours: Behaviours;
  /** By behaviour, how many variants count for the support. */
  readonly weights: ArrayLike<number>;
  /** The least support, from 1. */
  readonly supportMin: number;
  /** The most tokens of a pattern; 8 unless told. */
  readonly lengthMax?: number;
}

/** The most patterns of three tokens and more, by their gap. With gaps, chance makes many more, and they tell less. */
const patternsMax: Readonly<Record<number, number>> = { 0: 8000, [gapMax]: 2000 };

/** The patterns that were found. */
export interface FrequentPatterns {
  readonly patterns: readonly FrequentPattern[];
  /** The least support of patterns of three tokens and more: more than was asked for where there were too many. */
  readonly supportMin: number;
}

/** A pattern, and the behaviours that show it: those where at least half of the traces contain it. */
export interface FrequentPattern {
  readonly pattern: Pattern;
  readonly behaviours: Bits;
}

/** Patterns so short are never too many: no alphabet is large. */
const shortMax = 2;

const none = new Int32Array();

/** So many words of 32 places are looked at in one search at most; about a second. */
const wordsMax = 1e8;

/**
 * The closed sequential patterns that enough variants show, unbroken ones and those with gaps. Of patterns of three
 * tokens and more that the same behaviours show, only the longest count (closed patterns: Yan, Han and Afshar, SDM 2003),
 * and unbroken ones only where gaps bring more behaviours. Where there are too many of them, the least support is doubled
 * until there are few enough.
 */
export function frequentPatterns(search: PatternSearch): FrequentPatterns {
  const unbroken = bounded(search, 0);
  const loose = bounded(search, gapMax);
  const looseCounts = new Map(loose.found.map(({ tokens, count }) => [tokens.join(), count]));
  const patterns = [
    ...closed(loose.found).map(({ tokens, behaviours }) => ({ pattern: { tokens }, behaviours })),
    ...closed(unbroken.found)
      .filter(({ tokens, count }) => tokens.length > 1 && looseCounts.get(tokens.join()) !== count)
      .map(({ tokens, behaviours }) => ({ pattern: { tokens, gap: 0 }, behaviours })),
  ];
  return { patterns, supportMin: Math.max(unbroken.supportMin, loose.supportMin) };
}

interface Found {
  readonly tokens: readonly number[];
  readonly behaviours: Bits;
  /** How many behaviours. */
  readonly count: number;
}

interface Bounded {
  readonly found: readonly Found[];
  readonly supportMin: number;
}

/** All patterns, closed or not, with the least support at which they are not too many. */
function bounded(search: PatternSearch, gap: number): Bounded {
  for (let { supportMin } = search; ; supportMin *= 2) {
    const found = allPatterns(search, gap, supportMin);
    if (found !== undefined) return { found, supportMin };
  }
}

/** All patterns; undefined where the long ones are too many. */
function allPatterns(search: PatternSearch, gap: number, supportMin: number): readonly Found[] | undefined {
  const { behaviours, lengthMax = lengthLimit } = search;
  const tally = createTally(behaviours);
  const found: Found[] = [];
  let long = 0;
  let words = 0;
  const isTooMuch = (): boolean => long > patternsMax[gap]! || words > wordsMax;
  grow<readonly number[]>({
    rows: behaviours.rows,
    gap,
    lengthMax,
    root: [],
    next: (tokens, token) => (isTooMuch() ? undefined : [...tokens, token]),
    visit(tokens, rows) {
      const isShort = tokens.length <= shortMax;
      const { shown, count, support } = tally.of(rows, search.weights);
      if (!isShort) for (const row of rows) words += behaviours.rows.starts[row + 1]! - behaviours.rows.starts[row]!;
      if (support < (isShort ? search.supportMin : supportMin)) return none;
      if (!isShort) long++;
      found.push({ tokens, behaviours: shown.slice(), count });
      return support < supportMin ? none : tally.usedBy(shown, rows);
    },
  });
  return isTooMuch() ? undefined : found;
}

/** Works out which behaviours show a pattern. */
interface Tally {
  /** The behaviours of which half of the cases have a trace among these; valid until the next call. */
  of(rows: Int32Array, weights: ArrayLike<number>): Shown;
  /** Those of the rows that are part of such behaviours. */
  usedBy(shown: Bits, rows: Int32Array): Int32Array;
}

interface Shown {
  readonly shown: Bits;
  readonly count: number;
  readonly support: number;
}

function createTally({ count: total, cases, users }: Behaviours): Tally {
  const times = new Int32Array(total);
  const shown = noBits(total);
  return {
    of(rows, weights) {
      times.fill(0);
      shown.fill(0);
      let count = 0;
      let support = 0;
      for (const row of rows) for (const behaviour of users[row]!) times[behaviour]!++;
      for (let behaviour = 0; behaviour < total; behaviour++) {
        if (times[behaviour] === 0 || times[behaviour]! * 2 < cases[behaviour]!.length) continue;
        setBit(shown, behaviour);
        count++;
        support += weights[behaviour]!;
      }
      return { shown, count, support };
    },
    usedBy: (bits, rows) => rows.filter((row) => users[row]!.some((behaviour) => hasBit(bits, behaviour))),
  };
}

/** Without long patterns that the same behaviours show with one token more in front or behind. */
function closed(found: readonly Found[]): readonly Found[] {
  const largest = new Map<string, number>();
  for (const { tokens, count } of found) {
    for (const part of [tokens.slice(1), tokens.slice(0, -1)]) {
      const name = part.join();
      largest.set(name, Math.max(largest.get(name) ?? 0, count));
    }
  }
  return found.filter(({ tokens, count }) => tokens.length <= shortMax || largest.get(tokens.join()) !== count);
}
