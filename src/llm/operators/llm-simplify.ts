import type { PromptOperator } from "./operator.ts";

/** The same is said with less. */
export const llmSimplify: PromptOperator = {
  name: "llm-simplify",
  shape: "program",
  task: ([id]) => `
Write program ${id} with fewer nodes, so that it scores the same or better. Take out what never matters, join what belongs together, replace odd constants by what they stand for: a shorter program that says what it means generalizes better, and leaves room for new ideas.
`,
};
