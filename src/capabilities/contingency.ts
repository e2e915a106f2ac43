import type { Pattern } from "./pattern.ts";
import type { Trace } from "./trace.ts";

/** A pattern that is a response. */
export type Response = Pattern & Required<Pick<Pattern, "acts">>;

/** How often an act is done in answer to something, and how often otherwise. */
export interface Contingency {
  /** How many of the acts that come right after it are this one. */
  readonly after: readonly [done: number, of: number];
  /** The same of all other acts. */
  readonly otherwise: readonly [done: number, of: number];
}

/** Shares of fewer acts say little. */
const occasionsMin = 10;

export function isResponse(pattern: Pattern): pattern is Response {
  return pattern.acts !== undefined;
}

/** Counts the acts in some traces, all together. */
export function contingencyOf({ tokens: wanted, acts }: Response, traces: readonly Trace[]): Contingency {
  const own = new Set(acts);
  const act = wanted.at(-1);
  const after: [number, number] = [0, 0];
  const otherwise: [number, number] = [0, 0];
  for (const { tokens } of traces) {
    for (let at = 0; at < tokens.length; at++) {
      if (!own.has(tokens[at]!)) continue;
      const counts = comesAfter(wanted, tokens, at) ? after : otherwise;
      if (tokens[at] === act) counts[0]++;
      counts[1]++;
    }
  }
  return { after, otherwise };
}

/**
 * By how much likelier an act is in answer to something than otherwise, the contingency delta P (L. G. Allan, Bulletin of
 * the Psychonomic Society 15, 1980), from 0 to 1; 0 where it is less likely, or where there are fewer than 10 acts of
 * either sort to go by.
 */
export function deltaP({ after, otherwise }: Contingency): number {
  if (after[1] < occasionsMin || otherwise[1] < occasionsMin) return 0;
  return Math.max(0, after[0] / after[1] - otherwise[0] / otherwise[1]);
}

/** Whether the context of a response is right before a place. */
export function comesAfter(wanted: readonly number[], tokens: Uint16Array, at: number): boolean {
  const start = at - wanted.length + 1;
  if (start < 0) return false;
  for (let i = 0; i + 1 < wanted.length; i++) if (tokens[start + i] !== wanted[i]) return false;
  return true;
}
