// A world in which networks see three signals, one of which may be made of two others, and networks with a planted part.
import type { Candidate } from "../../src/capabilities/candidate.ts";
import { tracesOf } from "../../src/capabilities/trace.ts";
import type { Performance, Proving } from "../../src/capabilities/trial.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { neatGenome } from "../../src/genome/kinds/neat.ts";
import type { NeatConnection } from "../../src/genome/kinds/network/neat.ts";
import { brainOf } from "../../src/inference/brains.ts";
import { createPlainEngine } from "../../src/inference/engines/plain.ts";
import type { Case, SteppedScenario, World } from "../../src/scenario/scenario.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { connection, node } from "../genome/neats.ts";

interface State {
  readonly signals: readonly (readonly number[])[];
  step: number;
  score: number;
  told: string;
}

function world(): World {
  return {
    begin: ({ signals }: { signals: readonly (readonly number[])[] }): State => ({
      signals,
      step: 0,
      score: 0,
      told: "",
    }),
    observe: ({ signals, step }: State) => signals[step]!,
    step(state: State, [action]: readonly number[]) {
      const [x, y, z] = state.signals[state.step]! as [number, number, number];
      const both = x === 1 && y === 1;
      const loud = action! > 1;
      state.told = loud ? (both ? "both" : "alarm") : "quiet";
      // Right alarms pay, wrong ones cost, and following z pays a little.
      state.score += (loud ? (both ? 1 : -1) : 0) + (action! * z > 0 ? 0.1 : 0);
      state.step++;
    },
    over: ({ signals, step }: State) => step >= signals.length,
    score: ({ score }: State) => [score],
  };
}

/** Signals of 1 and -1: it pays to be loud where x and y are both 1. */
export const gates: SteppedScenario = {
  name: "gates",
  brief: "Be loud where two signals are up.",
  agent: {
    name: "sound",
    about: "Above 1 is loud.",
    parameters: ["x", "y", "z"].map((name) => ({ name, type: "number", about: `Signal ${name}.` })),
    returns: "number",
  },
  objectives: [{ name: "pay", direction: "maximize", about: "What was earned." }],
  trace: ["quiet", "both", "alarm"],
  cases: (_, random) =>
    Array.from({ length: 4 }, (_case, i): Case => {
      const signals = Array.from({ length: 16 }, () => [0, 1, 2].map(() => (random.chance(0.5) ? 1 : -1)));
      return { id: `case ${i}`, instance: { signals } };
    }),
  world,
  stepTokens: ({ told }: State) => [told],
};

/** Has networks play in this process. */
export const inProcess: Proving = {
  play: (genomes, seed) => Promise.all(genomes.map((genome) => performance(genome, seed))),
};

async function performance(genome: Genome, seed: number | "train"): Promise<Performance> {
  const policy = await createPlainEngine().load([brainOf(genome)], 1);
  const { begin, observe, step, over, score } = gates.world();
  const played = gates.cases("train", randomFromSeed(`gates ${seed}`)).map((one) => {
    const state: unknown = begin(one.instance, randomFromSeed(0));
    const answer: number[] = [];
    policy.reset();
    while (!over(state)) {
      policy.inputs.set(observe(state, 0) as number[]);
      void policy.forward(0);
      answer.push(policy.outputs[0]!);
      step(state, [policy.outputs[0]!]);
    }
    return { recorded: { case: one, key: [1, 2] as const, answer }, scores: score(state, 0) };
  });
  const outcome = { status: "scored", scores: played.map(({ scores }) => scores), measures: [] } as const;
  return { outcome, traces: tracesOf(gates, { outcome, cases: played.map(({ recorded }) => recorded) }) };
}

/** The planted path: loud where both are up, through the hidden node 10. */
const path: readonly NeatConnection[] = [
  connection(0, 10, { weight: 1 }),
  connection(1, 10, { weight: 1 }),
  connection(10, 3, { weight: 2 }),
];
const pathNode = node(10, { activation: "relu", bias: -1 });

/** A network that owes being loud to one hidden path, follows z through others, and has a dead node and a disabled connection. */
export const carrier: Genome = neatGenome({
  inputs: 3,
  outputs: 1,
  nodes: [
    node(3, { activation: "linear" }),
    pathNode,
    node(11),
    node(12),
    node(13, { activation: "relu", bias: 0.1 }),
    node(14),
  ],
  connections: [
    ...path,
    connection(2, 11, { weight: 0.5 }),
    connection(11, 3, { weight: 0.5 }),
    connection(2, 13, { weight: 0.3 }),
    connection(13, 3, { weight: 0.3 }),
    connection(2, 3, { weight: 0.1 }),
    connection(0, 12, { weight: 3 }),
    connection(1, 14, { weight: 3 }),
    connection(14, 3, { weight: 3, enabled: false }),
  ],
});

/** A network that is all path. */
export const pathAlone: Genome = neatGenome({
  inputs: 3,
  outputs: 1,
  nodes: [node(3, { activation: "linear" }), pathNode],
  connections: path,
});

/** Networks that do this and that, not loudly. */
export function quietStrangers(random: Random): readonly Genome[] {
  return Array.from({ length: 12 }, (_, i) => {
    const draw = random.fork("stranger", i);
    const weight = (): { weight: number } => ({ weight: Math.fround(draw.next() - 0.5) });
    return neatGenome({
      inputs: 3,
      outputs: 1,
      nodes: [node(3, { activation: "linear" }), node(20, { activation: "relu" }), node(21)],
      connections: [
        ...[0, 1, 2].map((input) => connection(input, 20, weight())),
        connection(draw.int(3), 21, weight()),
        connection(20, 3, weight()),
        connection(21, 3, weight()),
        connection(2, 3, weight()),
      ],
    });
  });
}

/** The candidate of being loud where both are up. */
export const loudness: Candidate = {
  pattern: { tokens: [1] },
  first: 0,
  carriers: [0],
  lineages: 3,
  early: 0,
  late: 0.5,
  evidence: { permutation: 0.01, markov: 1 },
};
