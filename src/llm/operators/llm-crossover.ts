import type { PromptOperator } from "./operator.ts";

/** The strengths of two or three programs are joined. */
export const llmCrossover: PromptOperator = {
  name: "llm-crossover",
  shape: "program",
  task: (ids) => `
Join the strengths of programs ${ids.slice(0, -1).join(", ")} and ${ids.at(-1)} into one program that is better than each of them. Find what each does well where the others do not, and make one rule of it: a program that is merely one of them, or their sum, will not do.
`,
};
