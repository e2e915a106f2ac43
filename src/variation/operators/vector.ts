import type { Genome } from "../../genome/genome.ts";
import { numbersOf, vectorOf } from "../../genome/kinds/vector.ts";
import type { Operator, VariationContext } from "../operator.ts";

/** Moves every number by a normal step, a fiftieth of the constants' range wide. */
export const gaussian: Operator = {
  name: "gaussian",
  kind: "vector",
  about: "a normal step moves every number",
  arity: 1,
  vary: ([parent], context, random) => {
    const width = 0.02 * range(context);
    return within(
      context,
      numbersOf(parent!).map((number) => number + width * random.normal()),
    );
  },
};

/**
 * Moves the first parent a little in all directions and further along the line to the second (Vassiliades and Mouret,
 * GECCO 2018, "iso+line", with a hundredth of the range and a fifth of the way as widths).
 */
export const line: Operator = {
  name: "line",
  kind: "vector",
  about: "a step towards or away from the second parent",
  arity: 2,
  vary: ([first, second], context, random) => {
    const [a, b] = [numbersOf(first!), numbersOf(second!)];
    if (a.length !== b.length) return undefined;
    const width = 0.01 * range(context);
    const along = 0.2 * random.normal();
    return within(
      context,
      a.map((number, i) => number + width * random.normal() + along * (b[i]! - number)),
    );
  },
};

/** Takes each number from either parent with equal chance (Syswerda 1989). */
export const uniformCrossover: Operator = {
  name: "uniform-crossover",
  kind: "vector",
  about: "each number comes from either parent",
  arity: 2,
  vary: ([first, second], context, random) => {
    const [a, b] = [numbersOf(first!), numbersOf(second!)];
    return a.length === b.length
      ? within(
          context,
          a.map((number, i) => (random.chance(0.5) ? number : b[i]!)),
        )
      : undefined;
  },
};

function range({ primitives: { constants } }: VariationContext): number {
  return constants.to - constants.from;
}

function within({ sizeMax }: VariationContext, numbers: readonly number[]): Genome | undefined {
  return numbers.length <= sizeMax && numbers.every(Number.isFinite) ? vectorOf(numbers) : undefined;
}
