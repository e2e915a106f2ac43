/** Reached when the best member's `mean` (or `worst`) score over the training cases compares so to the value. */
export interface Target {
  readonly over: "mean" | "worst";
  readonly compare: "<=" | ">=";
  /** In the scenario's own direction. */
  readonly value: number;
}
