import type { Case } from "../scenario/scenario.ts";
import type { Outcome } from "./evaluation.ts";

/** What one agent did on some cases, number by number: for people who want to see it again. It never enters the log. */
export interface Recording {
  readonly outcome: Outcome;
  /** In the order in which they were played. */
  readonly cases: readonly RecordedCase[];
}

/** One case as it was played. */
export interface RecordedCase {
  readonly case: Case;
  /** The key of its randomness. */
  readonly key: readonly [number, number];
  /** The numbers of the answer, for worlds in steps all seats' actions step by step; absent where the agent failed. */
  readonly answer?: readonly number[];
}

/** The numbers of an answer as scenarios see it: a list of one number is that number. */
export function asAnswer(numbers: readonly number[]): never {
  return (numbers.length === 1 ? numbers[0] : numbers) as never;
}

/**
 * The answers that a sandbox gave to so many cases in one list of numbers: for each case how many there are, then
 * these. Undefined where the counts do not add up.
 */
export function answersOf(numbers: ArrayLike<number>, cases: number): readonly (readonly number[])[] | undefined {
  const answers: (readonly number[])[] = [];
  let at = 0;
  for (let one = 0; one < cases; one++) {
    const count = numbers[at];
    if (count === undefined || !Number.isInteger(count) || count < 0 || at + count >= numbers.length) return undefined;
    const start = at + 1;
    answers.push(Array.from({ length: count }, (_, i) => numbers[start + i]!));
    at += 1 + count;
  }
  return at === numbers.length ? answers : undefined;
}
