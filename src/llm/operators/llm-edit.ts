import type { PromptOperator } from "./operator.ts";

/** A few passages are replaced, the rest stays. */
export const llmEdit: PromptOperator = {
  name: "llm-edit",
  shape: "edits",
  task: ([id]) => `
Improve program ${id} by edits. Find what costs it most on its worst cases and change that: one idea, carried out well, with as few passages as it needs. Leave what works as it is.
`,
};
