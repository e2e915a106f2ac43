import type { PromptOperator } from "./operator.ts";

/** First the reason why the better of two programs is better, then a step further in that direction. */
export const llmExplain: PromptOperator = {
  name: "llm-explain",
  shape: "program",
  task: ([better, worse]) => `
Program ${better} scores better than program ${worse}. Say in \`thoughts\` why: which difference between them makes it, and on which cases. Then write a program that goes further in that direction than program ${better} does.
`,
};
