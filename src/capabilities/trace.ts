/** What an agent did on one case, as a row of tokens of its scenario's alphabet. */
export interface Trace {
  /** The case's id. */
  readonly case: string;
  /** Indexes into the scenario's `trace`, in the order of what happened; the last ones, where there were more than may be kept. */
  readonly tokens: Uint16Array;
}

/** The most tokens of one trace. */
export const tokensMax = 4096;
