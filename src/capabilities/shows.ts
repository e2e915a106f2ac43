import { gapMax, type Pattern } from "./pattern.ts";
import type { Trace } from "./trace.ts";

/** A pattern is gone where at most this share of the traces contains it. */
export const goneShareMax = 0.1;

/** Whether an agent with these traces shows a pattern: at least half of them contain it. */
export function shows(pattern: Pattern, traces: readonly Trace[]): boolean {
  return shownShare(pattern, traces) >= 0.5;
}

/** The share of the traces that contain a pattern, from 0 to 1; 0 where there is none. */
export function shownShare(pattern: Pattern, traces: readonly Trace[]): number {
  let shown = 0;
  for (const { tokens } of traces) if (contains(pattern, tokens)) shown++;
  return traces.length === 0 ? 0 : shown / traces.length;
}

/** Whether a pattern occurs in a row of tokens: in order, with at most its gap of others between two of its own. */
export function contains({ tokens: wanted, gap = gapMax }: Pattern, tokens: Uint16Array): boolean {
  // Where the first so many tokens of the pattern last ended: whatever follows has the best chance from there.
  const ends = wanted.map(() => -Infinity);
  for (let at = 0; at < tokens.length; at++) {
    for (let i = wanted.length - 1; i >= 0; i--) {
      if (tokens[at] === wanted[i] && (i === 0 || at - ends[i - 1]! <= gap + 1)) ends[i] = at;
    }
    if (ends[wanted.length - 1] === at) return true;
  }
  return false;
}
