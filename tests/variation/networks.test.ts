import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { neatGenesOf, neatGenome, neatKind, neatOf } from "../../src/genome/kinds/neat.ts";
import { networkGenome, networkKind, networkOf } from "../../src/genome/kinds/network.ts";
import { splitOf } from "../../src/genome/kinds/network/innovation.ts";
import type { Neat, NeatConnection } from "../../src/genome/kinds/network/neat.ts";
import { type NetworkShape, weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkOperator } from "../../src/testing/operator.ts";
import type { Operator, VariationContext } from "../../src/variation/operator.ts";
import { neatOperators, networkOperators } from "../../src/variation/operators.ts";
import {
  addConnection,
  addNode,
  deleteConnection,
  deleteNode,
  neatCrossover,
  randomNeat,
  weightPerturbation,
} from "../../src/variation/operators/neat.ts";
import {
  isoLine,
  isotropic,
  randomNetwork,
  unitCrossover,
  weightReplacement,
} from "../../src/variation/operators/network.ts";
import { anyNeat } from "../genome/neats.ts";
import { worldContext } from "./worlds.ts";

const shape: NetworkShape = {
  inputs: 3,
  outputs: 2,
  hidden: [4, 5],
  activation: "tanh",
  outputActivation: "sigmoid",
  recurrent: false,
};
const context: VariationContext = { ...worldContext, sizeMax: 200, network: shape };
const recurrent: VariationContext = { ...context, network: { ...shape, recurrent: true } };

function generated(generate: Operator, count: number, where: VariationContext = context): readonly Genome[] {
  return Array.from({ length: count }, (_, i) => generate.vary([], where, randomFromSeed(i))!);
}

function named(operators: readonly Operator[]): [string, Operator][] {
  return operators.map((operator) => [operator.name, operator]);
}

describe("on networks of fixed topology", () => {
  const parents = generated(randomNetwork, 20);

  test.each(named(networkOperators))("%s keeps the laws of an operator", async (_, operator) => {
    await checkOperator(operator, { kind: networkKind, context, parents, rounds: 60, seed: 1 });
    const memories = generated(randomNetwork, 5, recurrent);
    await checkOperator(operator, { kind: networkKind, context: recurrent, parents: memories, rounds: 20, seed: 1 });
  });

  test.each(named(networkOperators))("%s makes nothing that is too large", (_, operator) => {
    const some = parents.slice(0, operator.arity);
    const small = { ...context, sizeMax: weightsOf(shape) - 1 };
    expect(operator.vary(some, { ...context, sizeMax: weightsOf(shape) }, randomFromSeed(1))).toBeDefined();
    expect(operator.vary(some, small, randomFromSeed(1))).toBeUndefined();
  });

  test("two networks of different shapes have no child", () => {
    const [other] = generated(randomNetwork, 1, recurrent);
    for (const operator of networkOperators.filter(({ arity }) => arity === 2))
      expect(operator.vary([parents[0]!, other!], context, randomFromSeed(1))).toBeUndefined();
  });

  test("random networks have weights that are narrower the more inputs a unit has", () => {
    const wide = { ...context, sizeMax: 1e6, network: { ...shape, inputs: 399, hidden: [], outputs: 100 } };
    const weights = networkOf(generated(randomNetwork, 1, wide)[0]!).weights;
    const square = weights.reduce((sum, weight) => sum + weight * weight, 0) / weights.length;
    expect((square * 400) / 9).toBeGreaterThan(0.95);
    expect((square * 400) / 9).toBeLessThan(1.05);
  });

  test("the isotropic step moves all weights alike, replacement a few of them", () => {
    const [parent] = parents;
    const [before, after, replaced] = [
      networkOf(parent!).weights,
      networkOf(isotropic.vary([parent!], context, randomFromSeed(3))!).weights,
      networkOf(weightReplacement.vary([parent!], context, randomFromSeed(3))!).weights,
    ];
    expect(after.every((weight, i) => weight !== before[i] && Math.abs(weight - before[i]!) < 8)).toBe(true);
    const changed = replaced.filter((weight, i) => weight !== before[i]).length;
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(before.length / 4);
  });

  test("the line goes through both parents", () => {
    const one = networkGenome({ shape, weights: new Float32Array(weightsOf(shape)) });
    const other = networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(1000) });
    const child = networkOf(isoLine.vary([one, other], context, randomFromSeed(1))!).weights;
    expect(Math.max(...child) - Math.min(...child)).toBeLessThan(5);
    expect(Math.abs(child[0]!)).toBeGreaterThan(10);
  });

  test("unit crossover keeps units whole", () => {
    const one = networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(1) });
    const other = networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(2) });
    const child = networkOf(unitCrossover.vary([one, other], context, randomFromSeed(1))!).weights;
    for (let unit = 0; unit < 4; unit++) expect(new Set(child.slice(4 * unit, 4 * unit + 4)).size).toBe(1);
    expect(new Set(child).size).toBe(2);
  });

  test("weights never become infinite, however far apart the parents are", () => {
    const far = networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(3e38) });
    const low = networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(-3e38) });
    for (let seed = 0; seed < 20; seed++)
      expect(networkOf(isoLine.vary([far, low], context, randomFromSeed(seed))!).weights.every(Number.isFinite)).toBe(
        true,
      );
  });
});

describe("on networks whose topology evolves", () => {
  const parents = [...generated(randomNeat, 10), ...chain(recurrent, 60, 5), ...chain(context, 60, 6)];

  test.each(named(neatOperators))("%s keeps the laws of an operator", async (_, operator) => {
    await checkOperator(operator, { kind: neatKind, context, parents, rounds: 150, seed: 1 });
    await checkOperator(operator, { kind: neatKind, context: recurrent, parents, rounds: 150, seed: 2 });
  });

  test("a thousand children in a row are valid, canonical, not too large, and known as their text says", () => {
    for (const where of [
      { ...context, sizeMax: 60 },
      { ...recurrent, sizeMax: 60 },
    ]) {
      const family = chain(where, 1000, 7);
      expect(family.length).toBeGreaterThan(500);
      for (const genome of family) {
        const read = neatKind.parse(genome.bytes);
        expect(read.bytes).toBe(genome.bytes);
        expect(neatGenesOf(genome)).toEqual(neatGenesOf(read));
        expect(neatKind.size(genome)).toBeLessThanOrEqual(60);
      }
      expect(Math.max(...family.map((genome) => neatOf(genome).nodes.length))).toBeGreaterThan(6);
      const fromNodes = family
        .flatMap((genome) => neatOf(genome).connections)
        .filter(({ from }) => from >= where.network!.inputs);
      expect(fromNodes.length).toBeGreaterThan(100);
      // In recurrent networks signals move on by one connection a step, but what comes from inputs is there at once.
      expect(fromNodes.every((one) => one.delayed === where.network!.recurrent)).toBe(true);
    }
  });

  test("any two networks have a valid child with the structure of the first and genes of both", () => {
    fc.assert(
      fc.property(anyNeat, anyNeat, fc.nat(), (a, b, seed) => {
        const [first, second] = [neatGenome(a), neatGenome(b)];
        const child = neatCrossover.vary([first, second], context, randomFromSeed(seed))!;
        expect(neatKind.parse(child.bytes).bytes).toBe(child.bytes);
        const [one, other, made] = [neatOf(first), neatOf(second), neatOf(child)];
        expect(made.nodes.map(({ id }) => id)).toEqual(one.nodes.map(({ id }) => id));
        expect(made.connections.map(({ innovation }) => innovation)).toEqual(
          one.connections.map(({ innovation }) => innovation),
        );
        made.connections.forEach((mine, i) => {
          const theirs = other.connections.find(({ innovation }) => innovation === mine.innovation);
          expect([one.connections[i]!.weight, theirs?.weight]).toContain(mine.weight);
          const isSure = one.connections[i]!.enabled && theirs?.enabled !== false;
          expect(mine.enabled || !isSure).toBe(true);
        });
      }),
    );
  });

  test("crossover takes about half of the matching genes from each, and disables three in four of those disabled in one", () => {
    const off = (network: Neat): Neat => ({
      ...network,
      nodes: network.nodes.map((one) => ({ ...one, bias: 7 })),
      connections: network.connections.map((one) => ({ ...one, weight: 7, enabled: false })),
    });
    const [first] = generated(randomNeat, 1);
    const second = neatGenome(off(neatOf(first!)));
    const made: NeatConnection[] = [];
    for (let seed = 0; seed < 300; seed++)
      made.push(...neatOf(neatCrossover.vary([first!, second], context, randomFromSeed(seed))!).connections);
    expect(made.filter(({ weight }) => weight === 7).length / made.length).toBeCloseTo(0.5, 1);
    expect(made.filter(({ enabled }) => !enabled).length / made.length).toBeCloseTo(0.75, 1);
  });

  test("the same structural innovation has the same marking, wherever and whenever it happens", () => {
    const split = (genome: Genome, seed: number): Neat =>
      neatOf(addNode.vary([genome], context, randomFromSeed(seed))!);
    const [one, other] = generated(randomNeat, 2);
    const ids = (genome: Genome): Set<number> =>
      new Set(Array.from({ length: 60 }, (_, seed) => split(genome, seed).nodes.find(({ id }) => id >= 5)!.id));
    expect(ids(one!)).toEqual(ids(other!));
    expect(ids(one!).size).toBe(6);
  });

  test("a connection that is split a second time gives another node, and the first one again once that is gone", () => {
    const [start] = generated(randomNeat, 1, { ...context, network: { ...shape, inputs: 1, outputs: 1 } });
    const first = addNode.vary([start!], context, randomFromSeed(1))!;
    const enabledAgain = neatOf(first).connections.map((one) => ({ ...one, enabled: one.from === 0 && one.to === 1 }));
    const second = addNode.vary(
      [neatGenome({ ...neatOf(first), connections: enabledAgain })],
      context,
      randomFromSeed(1),
    )!;
    const marking = neatOf(start!).connections[0]!.innovation;
    const hidden = neatOf(second)
      .nodes.map(({ id }) => id)
      .filter((id) => id > 1);
    expect(new Set(hidden)).toEqual(new Set([splitOf(marking, 0), splitOf(marking, 1)]));
  });

  test("a split changes neither where a signal goes nor the weight behind the new node", () => {
    const [start] = generated(randomNeat, 1, { ...context, network: { ...shape, inputs: 1, outputs: 1 } });
    const { nodes, connections } = neatOf(addNode.vary([start!], context, randomFromSeed(1))!);
    const [old] = neatOf(start!).connections;
    const added = nodes.find(({ id }) => id > 1)!;
    expect(added).toEqual({ id: added.id, activation: "tanh", bias: 0 });
    expect(connections.find(({ from, to }) => from === 0 && to === 1)).toEqual({ ...old, enabled: false });
    expect(connections.find(({ to }) => to === added.id)).toMatchObject({ from: 0, weight: 1, enabled: true });
    expect(connections.find(({ from }) => from === added.id)).toMatchObject({ to: 1, weight: old!.weight });
  });

  test("nothing is added that is there already, and a full network gets no connection", () => {
    const [start] = generated(randomNeat, 1);
    expect(addConnection.vary([start!], context, randomFromSeed(1))).toBeUndefined();
    const grown = addConnection.vary([start!], recurrent, randomFromSeed(1))!;
    expect(neatOf(grown).connections).toHaveLength(7);
  });

  test("what leads nowhere goes with what is deleted", () => {
    const [start] = generated(randomNeat, 1, { ...context, network: { ...shape, inputs: 1, outputs: 1 } });
    const grown = addNode.vary([start!], context, randomFromSeed(1))!;
    expect(neatOf(deleteNode.vary([grown], context, randomFromSeed(1))!).nodes).toHaveLength(1);
    expect(deleteNode.vary([start!], context, randomFromSeed(1))).toBeUndefined();
    const fewer = Array.from({ length: 20 }, (_, seed) =>
      neatOf(deleteConnection.vary([grown], context, randomFromSeed(seed))!),
    );
    for (const { nodes, connections } of fewer)
      for (const { id } of nodes.filter((one) => one.id > 1))
        expect(connections.some(({ from }) => from === id)).toBe(true);
    expect(new Set(fewer.map(({ nodes }) => nodes.length))).toEqual(new Set([1, 2]));
  });

  test("weights stay within 30 of 0 and in single precision", () => {
    let [genome] = generated(randomNeat, 1);
    for (let seed = 0; seed < 3000; seed++) {
      genome = weightPerturbation.vary([genome!], context, randomFromSeed(seed))!;
      for (const { weight } of neatOf(genome).connections) {
        expect(Math.abs(weight)).toBeLessThanOrEqual(30);
        expect(Math.fround(weight)).toBe(weight);
      }
    }
  });

  test("a new network of many inputs begins with as many random connections as may be", () => {
    const wide = { ...context, sizeMax: 50, network: { ...shape, inputs: 5000, outputs: 1000 } };
    const [genome] = generated(randomNeat, 1, wide);
    expect(neatOf(genome!).connections).toHaveLength(50);
    expect(neatKind.parse(genome!.bytes).bytes).toBe(genome!.bytes);
  });

  test("networks with other inputs or outputs have no child together", () => {
    const [one] = generated(randomNeat, 1);
    const [other] = generated(randomNeat, 1, { ...context, network: { ...shape, inputs: 4 } });
    expect(neatCrossover.vary([one!, other!], context, randomFromSeed(1))).toBeUndefined();
  });
});

/** Children of children: every operator in turn, on the last child and one before. */
function chain(where: VariationContext, births: number, seed: number): readonly Genome[] {
  const random = randomFromSeed(seed);
  const family = [...generated(randomNeat, 2, where)];
  for (let birth = 0; birth < births; birth++) {
    const draw = random.fork(birth);
    const operator = draw.pick(neatOperators.filter(({ arity }) => arity > 0));
    const child = operator.vary([family.at(-1)!, draw.pick(family)].slice(0, operator.arity), where, draw);
    if (child !== undefined) family.push(child);
  }
  return family;
}
