import type { Incubation } from "../../src/capabilities/incubation.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { incubate } from "../../src/incubation/incubate.ts";
import type { Arena, Incubator } from "../../src/incubation/incubator.ts";
import { createPurse } from "../../src/incubation/purse.ts";
import type { Terms } from "../../src/incubation/terms.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";

/** A world of which only the scores are there: those of the champion are around 1, those of random programs around 0.3. */
const scenario: PlayedScenario = {
  name: "simulated",
  brief: "Score.",
  agent: {
    name: "f",
    about: "Anything.",
    parameters: [{ name: "x", type: "number", about: "Anything." }],
    returns: "number",
  },
  objectives: [{ name: "score", direction: "maximize", about: "The score." }],
  cases: () => [{ id: "0", instance: 0 }],
  play: () => 0,
  judge: () => ({ scores: [0] }),
};

/** Who is said to be better, and than whom. */
export const innovation = programKind.parse(
  "export default function f(x) { return Math.sin(Math.sin(x * x * x)) + x / 7; }",
);
export const champion = programKind.parse(
  "export default function f(x) { return Math.sin(Math.sin(x * x * x)) - x / 7; }",
);

/** How an innovation does beside the champion. */
export interface Simulated {
  readonly seed: number;
  /** The true gain by arena. */
  readonly gain: Readonly<Record<Arena, number>>;
  /** What comes to it in a draw; of mean 0. */
  readonly noise: (random: Random) => number;
  /** What else is otherwise than with an honest one. */
  readonly port?: Partial<Incubator>;
  /** How many evaluations there are. */
  readonly budget?: number;
  /** So much better than usual random programs are. */
  readonly lift?: number;
  /** So many different draws there are; then they come again. */
  readonly draws?: number;
}

/** An `Incubator` that makes scores up, by what is true of an innovation. */
export function simulatedIncubator({ seed, gain, noise, draws = Infinity, lift = 0, port = {} }: Simulated): Incubator {
  const random = randomFromSeed(seed).fork("simulated");
  const scored = (score: number): Outcome => ({ status: "scored", scores: [[score]], measures: [] });
  const scoreOf = (genome: Genome, arena: Arena, number: number): number => {
    const stream = random.fork(arena, number % draws);
    const base = 1 + 0.1 * stream.fork("base").normal();
    if (genome.hash === champion.hash) return base;
    if (genome.hash === innovation.hash) return base + gain[arena] + noise(stream.fork("noise"));
    return base - 0.7 + lift + 0.1 * random.fork("random", genome.hash).normal();
  };
  return {
    play: async (genomes) => genomes.map(() => ({ outcome: scored(1), traces: [] })),
    draw: async (genomes, { arena, number }) => ({
      cases: `${arena} ${number % draws}`,
      outcomes: genomes.map((genome) => scored(scoreOf(genome, arena, number))),
    }),
    times: async (genomes) => genomes.map(() => 5),
    alone: async () => scored(1),
    edgeFaults: async (genomes) => genomes.map(() => 0),
    restores: async () => true,
    ...port,
  };
}

/** Terms in which the least gain that is worth it is 0.075, half of what is claimed. */
function simulatedTerms(simulated: Simulated): Terms {
  return {
    innovation,
    champion,
    scenario,
    incubator: simulatedIncubator(simulated),
    purse: createPurse(simulated.budget ?? 2000),
    random: randomFromSeed(simulated.seed).fork("incubation"),
    least: 0.075,
    priorScale: 0.1,
    isScaled: true,
    slowdown: 4,
  };
}

/** What became of a simulated innovation. */
export async function simulatedVerdict(
  simulated: Simulated,
): Promise<Pick<Incubation, "phases" | "graduated" | "next_steps"> & { readonly used: number }> {
  const terms = simulatedTerms(simulated);
  const verdict = await incubate(terms, () => undefined);
  return { ...verdict, used: terms.purse.used() };
}

/** The same gain everywhere. */
export function everywhere(gain: number): Simulated["gain"] {
  return { training: gain, "held-out": gain, scaled: gain };
}

/** Noise of mean 0 in many shapes, mostly of a standard deviation of 1. */
export const noises: Readonly<Record<string, (random: Random) => number>> = {
  normal: (random) => random.normal(),
  uniform: (random) => Math.sqrt(12) * (random.next() - 0.5),
  "two points": (random) => (random.chance(0.5) ? 1 : -1),
  "heavy tails": (random) => {
    const squares = random.fork(1).normal() ** 2 + random.fork(2).normal() ** 2 + random.fork(3).normal() ** 2;
    return random.normal() / Math.sqrt(squares);
  },
  "few large gains": (random) => (random.chance(0.9) ? -1 / 3 : 3),
  "few large losses": (random) => (random.chance(0.9) ? 1 / 3 : -3),
  "exponential gains": (random) => -Math.log(1 - random.next()) - 1,
  "exponential losses": (random) => 1 + Math.log(1 - random.next()),
  "mostly nothing": (random) => (random.chance(0.8) ? 0 : Math.sqrt(5) * (random.chance(0.5) ? 1 : -1)),
  "calm and wild draws": (random) => (random.chance(0.5) ? 0.2 : 1.4) * random.normal(),
};
