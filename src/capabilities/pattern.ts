/**
 * What agents do, as tokens of their traces: a row of tokens, in order, with few others between two of them; or a
 * response, an act in answer to what comes right before it.
 */
export interface Pattern {
  /** Indexes into the scenario's alphabet; from 1 to 8 of them. Those of a response are its context, 1 to 3, and its act. */
  readonly tokens: readonly number[];
  /** The most others between two of them, from 0 to `gapMax`, which it is where absent. None are between those of a response. */
  readonly gap?: number;
  /** Where it is a response: the tokens that are the agent's own acts, of which its last is one. */
  readonly acts?: readonly number[];
}

/** The most tokens of others between two tokens of a pattern. */
export const gapMax = 2;

/** The most tokens of a pattern. */
export const lengthMax = 8;

/** The most tokens that an act answers. */
export const contextMax = 3;

/** The same for equal patterns, and only for them. */
export function patternKey({ tokens, gap = gapMax, acts }: Pattern): string {
  return JSON.stringify([tokens, gap, acts]);
}
