import type { PromptOperator } from "./operator.ts";

/** A program that failed is mended. */
export const llmRepair: PromptOperator = {
  name: "llm-repair",
  shape: "program",
  mends: true,
  task: ([id]) => `
Program ${id} failed as told, so it has no score. Find the cause and write the program so that it cannot fail in this way on any input, while it does what it was meant to do; improve it where you see how.
`,
};
