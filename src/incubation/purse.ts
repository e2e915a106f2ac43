import { assert } from "../std/errors.ts";

/** The evaluations that an incubation may use: a genome on the cases of a draw is one. */
export interface Purse {
  left(): number;
  used(): number;
  /** Takes so many, which must be there. */
  spend(evaluations: number): void;
}

/** A purse with so many evaluations. */
export function createPurse(budget: number): Purse {
  let used = 0;
  return {
    left: () => budget - used,
    used: () => used,
    spend(evaluations) {
      assert(evaluations <= budget - used, `${evaluations} evaluations are left, there are ${budget - used}`);
      used += evaluations;
    },
  };
}
