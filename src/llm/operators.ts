import { assert } from "../std/errors.ts";
import { llmCrossover } from "./operators/llm-crossover.ts";
import { llmEdit } from "./operators/llm-edit.ts";
import { llmExplain } from "./operators/llm-explain.ts";
import { llmRepair } from "./operators/llm-repair.ts";
import { llmRewrite } from "./operators/llm-rewrite.ts";
import { llmSimplify } from "./operators/llm-simplify.ts";
import type { PromptOperator } from "./operators/operator.ts";

/** How each of the model operators asks, in the order of their list. */
export const promptOperators: readonly PromptOperator[] = [
  llmEdit,
  llmRewrite,
  llmCrossover,
  llmRepair,
  llmSimplify,
  llmExplain,
];

/** The one of this name. */
export function promptOperator(name: string): PromptOperator {
  const found = promptOperators.find((operator) => operator.name === name);
  assert(found !== undefined, `${name} is a model operator`);
  return found;
}
