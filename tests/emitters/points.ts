import type { Emitter, Told } from "../../src/emitters/emitter.ts";
import type { Points } from "../../src/emitters/points.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { numbersOf, vectorOf } from "../../src/genome/kinds/vector.ts";
import { randomFromSeed } from "../../src/std/random.ts";

/** A function of numbers: less is better. */
export type Cost = (x: readonly number[]) => number;

export const sphere: Cost = (x) => x.reduce((sum, value) => sum + value * value, 0);

export const rosenbrock: Cost = (x) =>
  x.slice(1).reduce((sum, value, i) => sum + 100 * (value - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0);

/** An ellipsoid along the axes, of this condition. */
export function ellipsoid(condition: number): Cost {
  return (x) => x.reduce((sum, value, i) => sum + condition ** (i / (x.length - 1)) * value * value, 0);
}

/** Vectors from a start. */
export function vectorPoints(start: readonly number[]): Points {
  return { start: Float64Array.from(start), genomeOf: (point) => vectorOf([...point]) };
}

export interface Climb {
  readonly births: number;
  /** No more evaluations than this. */
  readonly evaluations: number;
  readonly seed?: number;
  /** Where the search may end. */
  readonly target?: number;
}

/** Lets an emitter search for the least cost; `numbers` reads a genome. */
export function climb<Memory>(
  emitter: Emitter<Memory>,
  cost: Cost,
  { births, evaluations: most, seed = 1, target = -Infinity }: Climb,
  numbers: (genome: Genome) => readonly number[] = numbersOf,
) {
  const random = randomFromSeed(seed);
  let memory = emitter.memory!.start;
  let best = Infinity;
  let evaluations = 0;
  for (let generation = 0; evaluations < most && best > target; generation++) {
    const draw = random.fork("ask", generation);
    const outcomes: Told[] = [];
    for (const { genome, island } of emitter.ask([], births, draw, memory)) {
      const value = cost(numbers(genome));
      evaluations++;
      best = Math.min(best, value);
      outcomes.push({ island, fitness: -value });
      if (best <= target) break;
    }
    memory = emitter.memory!.after(memory, outcomes, draw);
  }
  return { best, evaluations, memory };
}

/** The memory after generations of which each was told this fitness; a fitness may be missing. */
export function told<Memory>(
  emitter: Emitter<Memory>,
  generations: readonly (readonly (number | undefined)[])[],
): Memory {
  const random = randomFromSeed("told");
  return generations.reduce((memory, generation, i) => {
    const entries = generation.map((fitness) => ({ island: 0, ...(fitness !== undefined && { fitness }) }));
    return emitter.memory!.after(memory, entries, random.fork("ask", i));
  }, emitter.memory!.start);
}
