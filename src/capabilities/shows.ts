import { contingencyOf, deltaP, isResponse } from "./contingency.ts";
import { gapMax, type Pattern } from "./pattern.ts";
import type { Trace } from "./trace.ts";

/** From so much on a pattern is shown. */
export const shownMin = 0.5;
/** Up to so much it is gone. */
export const goneMax = 0.1;

/** Whether an agent with these traces shows a pattern. */
export function shows(pattern: Pattern, traces: readonly Trace[]): boolean {
  return strengthOf(pattern, traces) >= shownMin;
}

/**
 * How much an agent with these traces shows a pattern, from 0 to 1: in which share of them a row of tokens is, or by how
 * much likelier the act of a response is after its context than otherwise. 0 where there are no traces.
 */
export function strengthOf(pattern: Pattern, traces: readonly Trace[]): number {
  if (isResponse(pattern)) return deltaP(contingencyOf(pattern, traces));
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
