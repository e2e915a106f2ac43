import type { Behaviours } from "./behaviours.ts";
import { type Bits, hasBit, noBits, setBit } from "./bits.ts";
import { deltaP } from "./contingency.ts";
import { contextMax } from "./pattern.ts";
import type { FrequentPattern, PatternSearch } from "./patterns.ts";
import { shownMin } from "./shows.ts";

/** Three times as many occasions as are needed, so that there are enough on other draws of the cases, too. */
const occasionsMin = 30;

/** The most responses; where there are more, the least support is doubled. */
const responsesMax = 2000;

/**
 * The responses that enough variants show, by the tokens that are their own acts. One to a longer context only counts
 * where enough of them do not show it to the end of that context, too.
 */
export function frequentResponses(search: PatternSearch, acts: readonly number[]): readonly FrequentPattern[] {
  if (acts.length === 0) return [];
  const { behaviours, weights } = search;
  const codes = codesFor(behaviours);
  const shown = shownBy(behaviours, new Set(acts), codes);
  const supportOf = (bits: Bits): number => {
    let support = 0;
    for (let behaviour = 0; behaviour < behaviours.count; behaviour++) {
      if (hasBit(bits, behaviour)) support += weights[behaviour]!;
    }
    return support;
  };
  const saysMore = (bits: Bits, tokens: readonly number[], supportMin: number): boolean => {
    const shorter = tokens.slice(1, -1).map((_, i) => shown.get(codes.of(tokens.slice(1 + i))));
    return (
      supportOf(bits.map((word, i) => shorter.reduce((left, some) => left & ~(some?.[i] ?? 0), word))) >= supportMin
    );
  };
  const all = [...shown].map(([code, bits]) => ({ tokens: codes.tokensOf(code), bits }));
  for (let { supportMin } = search; ; supportMin *= 2) {
    const found = all.filter(({ tokens, bits }) => saysMore(bits, tokens, supportMin));
    if (found.length > responsesMax) continue;
    return found.map(({ tokens, bits }) => ({ pattern: { tokens, gap: 0, acts }, behaviours: bits }));
  }
}

/** By code, which behaviours show a response. */
function shownBy(behaviours: Behaviours, acts: ReadonlySet<number>, codes: Codes): ReadonlyMap<number, Bits> {
  const counts = behaviours.traces.map((tokens) => actsCounted(tokens, acts, codes));
  const shown = new Map<number, Bits>();
  for (const [behaviour, rows] of behaviours.cases.entries()) {
    const total = added(rows.map((row) => counts[row]!));
    const of = (code: number): number => total.get(code) ?? 0;
    for (const [code, done] of total) {
      const act = codes.lastOf(code);
      if (act === 0 || act === code) continue;
      const after = [done, of(code - act)] as const;
      const otherwise = [of(act) - done, of(0) - after[1]] as const;
      if (Math.min(after[1], otherwise[1]) < occasionsMin || deltaP({ after, otherwise }) < shownMin) continue;
      const bits = shown.get(code) ?? noBits(behaviours.count);
      shown.set(code, bits);
      setBit(bits, behaviour);
    }
  }
  return shown;
}

/** By code, how often each act comes after what is right before it, and after anything; and how many acts of any kind do. */
function actsCounted(tokens: Uint16Array, acts: ReadonlySet<number>, codes: Codes): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const count = (code: number): void => void counts.set(code, (counts.get(code) ?? 0) + 1);
  for (let at = 0; at < tokens.length; at++) {
    if (!acts.has(tokens[at]!)) continue;
    for (let length = 0; length <= Math.min(contextMax, at); length++) {
      const code = codes.of(tokens.subarray(at - length, at + 1));
      count(code);
      count(code - codes.lastOf(code));
    }
  }
  return counts;
}

function added(maps: readonly ReadonlyMap<number, number>[]): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const map of maps) for (const [code, times] of map) sum.set(code, (sum.get(code) ?? 0) + times);
  return sum;
}

/** Rows of up to four tokens as numbers; one with 0 for its last token stands for any act. */
interface Codes {
  of(tokens: ArrayLike<number>): number;
  lastOf(code: number): number;
  tokensOf(code: number): readonly number[];
}

function codesFor({ rows }: Behaviours): Codes {
  // A thousand tokens at most: the numbers are far below 2^53.
  const base = rows.places.length + 1;
  return {
    of(tokens) {
      let code = 0;
      for (let i = 0; i < tokens.length; i++) code = code * base + tokens[i]! + 1;
      return code;
    },
    lastOf: (code) => code % base,
    tokensOf(code) {
      const tokens: number[] = [];
      for (let left = code; left > 0; left = Math.floor(left / base)) tokens.unshift((left % base) - 1);
      return tokens;
    },
  };
}
