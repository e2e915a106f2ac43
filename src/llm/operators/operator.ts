import type { ReplyShape } from "../schemas.ts";

/** How a model operator asks. */
export interface PromptOperator {
  /** As in the list of model operators. */
  readonly name: string;
  readonly shape: Exclude<ReplyShape, "lessons">;
  /** Whether the program that it works on is one that failed, in place of parents. */
  readonly mends?: boolean;
  /** What is to be done, with the ids of the programs in their order: the better first. */
  task(ids: readonly number[]): string;
}
