import type { Candidate } from "../../src/capabilities/candidate.ts";
import type { Specimen } from "../../src/capabilities/specimen.ts";
import type { Performance, Proving } from "../../src/capabilities/trial.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { type Case, type PlayedScenario, primitivesOf } from "../../src/scenario/scenario.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { rampedProgram } from "../../src/variation/operators/random-program.ts";

type Bit = (a: boolean, b: boolean, tick: number) => unknown;

/** Functions of two bits by their truth tables: the answers to 00, 01, 10 and 11. */
const tokens = ["other", "AND", "OR", "XOR", "NOT", "SAME"];
const tables = ["", "0001", "0111", "0110", "1100", "0011"];
const ticks = 6;

/** A world in which functions of two bits are performed, one a tick; each case pays some of AND, OR and XOR. */
export const bits: PlayedScenario = {
  name: "bits",
  brief: "Perform functions of two bits.",
  agent: {
    name: "bit",
    about: "The answer.",
    parameters: [
      { name: "a", type: "boolean", about: "The first bit." },
      { name: "b", type: "boolean", about: "The second bit." },
      { name: "tick", type: "number", about: "How late it is." },
    ],
    returns: "boolean",
  },
  objectives: [{ name: "pay", direction: "maximize", about: "What was earned." }],
  trace: tokens,
  primitives: { operators: [], functions: [], statements: false, constants: { from: 0, to: ticks, integers: true } },
  references: [{ name: "and", about: "", source: "export default function bit(a, b, tick) { return a && b; }" }],
  cases: (_, random) =>
    Array.from({ length: 4 }, (_case, i): Case => ({ id: `case ${i}`, instance: {}, expected: 1 + random.int(3) })),
  play: ([agent]) =>
    Array.from({ length: ticks }, (_, tick) =>
      [0, 1, 2, 3].map((pair) => ((agent as Bit)(pair > 1, pair % 2 > 0, tick) === true ? 1 : 0)),
    ).flat(),
  judge: (answer: readonly number[], { expected }) => ({
    scores: [1 + new Set(performed(answer).filter((token) => token > 0 && token < 4 && token !== expected)).size],
  }),
  answerTokens: (answer: readonly number[]) => performed(answer).map((token) => tokens[token]!),
};

function performed(answer: readonly number[]): readonly number[] {
  return Array.from({ length: ticks }, (_, tick) =>
    Math.max(0, tables.indexOf(answer.slice(4 * tick, 4 * tick + 4).join(""))),
  );
}

/** Plays programs of our own making in this process, and keeps count. */
export function trusted(scenario: PlayedScenario): Proving & { readonly played: () => number } {
  let played = 0;
  return {
    async play(genomes, seed) {
      played += genomes.length;
      const cases = scenario.cases("train", randomFromSeed(`cases ${seed}`));
      return genomes.map((genome) => performance(genome, scenario, cases));
    },
    played: () => played,
  };
}

/** The function that a program of our own making gives. */
export function bitAgent(genome: Genome): Bit {
  const program = genome.bytes.replace("export default function", "return function");
  // oxlint-disable-next-line typescript/no-implied-eval -- the programs are of our own making, none is a stranger's
  return new Function(`"use strict"; ${program}`)() as Bit;
}

function performance(genome: Genome, scenario: PlayedScenario, cases: readonly Case[]): Performance {
  try {
    const agent = bitAgent(genome);
    const answers = cases.map(({ instance }) => scenario.play([agent], instance as never, randomFromSeed(0)) as never);
    return {
      outcome: {
        status: "scored",
        scores: cases.map((one, i) => scenario.judge(answers[i]!, one).scores),
        measures: [],
      },
      traces: cases.map((one, i) => ({
        case: one.id,
        tokens: Uint16Array.from(scenario.answerTokens!(answers[i]!, one), (token) => scenario.trace!.indexOf(token)),
      })),
    };
  } catch (thrown) {
    return { outcome: { status: "failed", fault: { kind: "crashed", message: String(thrown) } }, traces: [] };
  }
}

/** The program with this body. */
export function bitProgram(body: string, before = ""): Genome {
  return programKind.parse(`${before}export default function bit(a, b, tick) { ${body} }`);
}

/** A specimen as the miner would have it. */
export async function specimenOf(genome: Genome, id = 0): Promise<Specimen> {
  const [played] = await trusted(bits).play([genome], "train");
  const birth = { generation: 1, island: 0, operator: "subtree-mutation", parents: [] };
  return { id, root: id, genome, fitness: 0, cases: [], traces: played!.traces, ...birth };
}

/** Random programs, each of a founder of its own. */
export async function strangersOf(random: Random): Promise<readonly Specimen[]> {
  const context = { signature: bits.agent, primitives: primitivesOf(bits), sizeMax: 40 };
  const genomes = Array.from({ length: 30 }, (_, i) => rampedProgram.vary([], context, random.fork(i)));
  return Promise.all(genomes.flatMap((genome, i) => (genome === undefined ? [] : [specimenOf(genome, 100 + i)])));
}

/** A candidate with a pattern of these tokens. */
export function candidateOf(...names: readonly string[]): Candidate {
  const pattern = { tokens: names.map((name) => tokens.indexOf(name)) };
  const evidence = { permutation: 0.01, markov: 0.01 };
  return { pattern, first: 0, carriers: [0], lineages: 3, early: 0, late: 0.5, evidence };
}
