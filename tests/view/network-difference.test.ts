import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { neatGenome, neatOf } from "../../src/genome/kinds/neat.ts";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import type { NetworkShape } from "../../src/genome/kinds/network/shape.ts";
import { weightsOf } from "../../src/genome/kinds/network/shape.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import type { VariationContext } from "../../src/variation/operator.ts";
import { neatOperators } from "../../src/variation/operators.ts";
import { changeLines } from "../../src/view/gene-change.ts";
import { networkDifference } from "../../src/view/network-difference.ts";
import { walking } from "../scenario/worlds.ts";

const scenario: Scenario = {
  ...walking(),
  tensors: {
    inputs: 3,
    outputs: 2,
    names: { inputs: ["x", "speed", "angle"], outputs: ["left", "right"] },
    encode() {},
    decode: () => 0,
  },
};

const shape: NetworkShape = {
  inputs: 3,
  hidden: [4, 3],
  outputs: 2,
  activation: "tanh",
  outputActivation: "tanh",
  recurrent: true,
};

const dense = (weights: readonly number[]): Genome => networkGenome({ shape, weights: Float32Array.from(weights) });
const differenceOf = (a: Genome, b: Genome, most = 1000) => networkDifference(a, b, scenario, most)!;

const size = weightsOf(shape);
const weights = fc.array(
  fc.float({ min: -8, max: 8, noNaN: true }).map((value) => value + 0),
  {
    minLength: size,
    maxLength: size,
  },
);

describe("the difference of two networks of one shape", () => {
  test("is of the weights that are others, the largest change first, each named once", () => {
    fc.assert(
      fc.property(weights, weights, fc.integer({ min: 0, max: size }), (a, b, most) => {
        const { changes, total } = differenceOf(dense(a), dense(b), most);
        const apart = a.map((value, i) => Math.abs(Math.fround(b[i]! - value))).filter((value) => value > 0);
        expect(total).toBe(apart.length);
        const largest = apart.toSorted((x, y) => y - x).slice(0, most);
        const told = changes.map(({ before, after }) => Math.abs(Math.fround(after! - before!)));
        expect(told).toEqual(largest);
        expect(new Set(changes.map(({ gene }) => gene)).size).toBe(changes.length);
      }),
    );
  });

  test("calls weights by what they lead from and to", () => {
    const zeros = Array.from({ length: size }, () => 0);
    // The first unit sees three inputs and four units of its own layer, and has a bias.
    const named = [0, 1, 3, 7, size - 1, size - 2].map((place) => {
      return differenceOf(dense(zeros), dense(zeros.with(place, 1.5))).changes[0]!.gene;
    });
    expect(named).toEqual([
      "x -> h1.0",
      "speed -> h1.0",
      "h1.0 before -> h1.0",
      "bias of h1.0",
      "bias of right",
      "h2.2 -> right",
    ]);
  });

  test("says how many weights of each layer changed, and by how much", () => {
    const zeros = Array.from({ length: size }, () => 0);
    const { summary } = differenceOf(dense(zeros), dense(zeros.with(0, 3).with(1, 4)));
    expect(summary).toEqual([
      `network 3-4-3-2: 2 of ${size} weights changed, by 3.5355 (root mean square) and 4 at most`,
      "hidden 1: 2 of 32 weights changed, by 3.5355 (root mean square) and 4 at most",
      "hidden 2: none of 24 weights changed",
      "outputs: none of 8 weights changed",
    ]);
  });
});

describe("the difference of two networks that grew", () => {
  const context: VariationContext = {
    signature: scenario.agent,
    primitives: { statements: false } as VariationContext["primitives"],
    sizeMax: 200,
    network: { ...shape, hidden: [], recurrent: true },
  };
  const mutate = neatOperators.find(({ name }) => name === "neat-mutation")!;
  const create = neatOperators.find(({ arity }) => arity === 0)!;

  const grown = (seed: number, times: number): readonly Genome[] => {
    const random = randomFromSeed(seed);
    const line = [create.vary([], context, random.fork("create"))!];
    for (let i = 0; i < times; i++) line.push(mutate.vary([line.at(-1)!], context, random.fork(i)) ?? line.at(-1)!);
    return line;
  };

  test("has each gene that came or went, and the same the other way round", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 40 }), (seed, times) => {
        const line = grown(seed, times);
        const [a, b] = [line[0]!, line.at(-1)!];
        const there = differenceOf(a, b);
        const back = differenceOf(b, a);
        const countOf = (what: typeof there, change: string): number =>
          what.changes.filter((one) => one.change === change).length;
        expect(there.total).toBe(back.total);
        expect(countOf(there, "added")).toBe(countOf(back, "removed"));
        expect(countOf(there, "disabled")).toBe(countOf(back, "enabled"));
        const [one, other] = [neatOf(a), neatOf(b)];
        const marks = new Set(one.connections.map(({ innovation }) => innovation));
        const came = other.connections.filter(({ innovation }) => !marks.has(innovation)).length;
        const units = other.nodes.filter(({ id }) => one.nodes.every((node) => node.id !== id)).length;
        expect(countOf(there, "added")).toBe(came + units);
        expect(there.total === 0).toBe(a.hash === b.hash);
      }),
      { numRuns: 60 },
    );
  });

  test("tells structure before values, in lines of gene and value", () => {
    const before = neatOf(grown(4, 0)[0]!);
    const { connections, nodes } = before;
    const [first] = connections;
    const hidden = { id: 1_000_000, activation: "relu", bias: 0.5 } as const;
    const link = { ...first!, from: 0, to: hidden.id, weight: 2, enabled: true, delayed: false, innovation: 0 };
    const after = neatGenome({
      ...before,
      nodes: [...nodes, hidden],
      connections: [
        ...connections.map((one, i) => (i === 0 ? { ...one, enabled: false } : { ...one, weight: one.weight + 1 })),
        link,
        { ...link, from: hidden.id, to: 3, weight: -1 },
      ],
    });
    const { summary, changes } = differenceOf(neatGenome(before), after);
    expect(summary[0]).toBe("1 unit added, 2 connections added, 1 connection disabled");
    const lines = changeLines(changes);
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/^\+ unit h0 \(relu\) +0\.5$/),
      expect.stringMatching(/^\+ x -> h0 +2$/),
      expect.stringMatching(/^\+ h0 -> left +-1$/),
    ]);
    expect(lines[3]).toMatch(/^~ .* -> .* disabled$/);
    expect(lines[4]).toMatch(/^~ .* -> .* \+1$/);
  });
});

test("programs, and networks of different shapes, have no such difference", () => {
  const program = genomeOf("program", "export default function f() { return 1; }");
  const small: NetworkShape = { ...shape, hidden: [] };
  const other = networkGenome({ shape: small, weights: new Float32Array(weightsOf(small)) });
  const one = dense(Array.from({ length: size }, () => 0));
  expect(networkDifference(program, program, scenario, 10)).toBeUndefined();
  expect(networkDifference(one, other, scenario, 10)).toBeUndefined();
  expect(networkDifference(one, program, scenario, 10)).toBeUndefined();
});
