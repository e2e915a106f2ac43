import type { PromptOperator } from "./operator.ts";

/** The whole program is written anew. */
export const llmRewrite: PromptOperator = {
  name: "llm-rewrite",
  shape: "program",
  task: ([id]) => `
Write a program that scores better than program ${id}. Take from it what has proved right, but do not hold to its form: look for another way to solve the problem, such as a better quantity to decide by, and write it from the start.
`,
};
