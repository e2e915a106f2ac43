/** A row of tokens that occurs in traces, in order, with at most `gapMax` others between two of them. */
export interface Pattern {
  /** Indexes into the scenario's alphabet; from 1 to 8 of them. */
  readonly tokens: readonly number[];
}

/** The most tokens of others between two tokens of a pattern. */
export const gapMax = 2;

/** Whether a pattern occurs in a row of tokens, so often at least. */
export type Occurs = (pattern: Pattern, tokens: Uint16Array, times?: number) => boolean;
