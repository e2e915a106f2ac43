/** A row of tokens that occurs in traces, in order, with few others between two of them. */
export interface Pattern {
  /** Indexes into the scenario's alphabet; from 1 to 8 of them. */
  readonly tokens: readonly number[];
  /** The most others between two of them, from 0 to `gapMax`, which it is where absent. */
  readonly gap?: number;
}

/** The most tokens of others between two tokens of a pattern. */
export const gapMax = 2;

/** The most tokens of a pattern. */
export const lengthMax = 8;
