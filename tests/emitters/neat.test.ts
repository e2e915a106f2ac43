import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import { neat, type NeatOptions } from "../../src/emitters/neat.ts";
import { neatGenome, neatKind, neatOf } from "../../src/genome/kinds/neat.ts";
import type { NetworkShape } from "../../src/genome/kinds/network/shape.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { memberOf } from "../../src/testing/members.ts";
import { gaussian } from "../../src/variation/operators/vector.ts";
import { neatCrossover, neatMating, neatMutation, randomNeat } from "../../src/variation/operators/neat.ts";
import { worldContext } from "../variation/worlds.ts";

const network: NetworkShape = {
  inputs: 3,
  outputs: 2,
  hidden: [],
  activation: "tanh",
  outputActivation: "sigmoid",
  recurrent: false,
};
const options: NeatOptions = {
  kind: "neat",
  operators: [
    { operator: neatMutation, weight: 1 },
    { operator: neatCrossover, weight: 1 },
    { operator: neatMating, weight: 2 },
  ],
  islands: 1,
  context: { ...worldContext, sizeMax: 100, network },
  seeds: [],
  generate: randomNeat,
};
const genomes = Array.from({ length: 30 }, (_, i) => randomNeat.vary([], options.context, randomFromSeed(i))!);

/** Members in species of these sizes, whose members all have these fitnesses. */
function population(...groups: readonly { readonly size: number; readonly fitness: number }[]): Member[] {
  const niches = groups.flatMap(({ size, fitness }, niche) => Array.from({ length: size }, () => ({ niche, fitness })));
  return niches.map(({ niche, fitness }, id) => memberOf(id, { niche, fitness, genome: genomes[id]! }));
}

/** How many births each species gets, by the niche of the first parent. */
function births(members: readonly Member[], count: number, told: Partial<NeatOptions> = {}): number[] {
  const proposals = [...neat({ ...options, interspecies: 0, ...told }).ask(members, count, randomFromSeed(1))];
  const niches = Math.max(...members.map(({ niche }) => niche)) + 1;
  return Array.from(
    { length: niches },
    (_, niche) => proposals.filter(({ parents: [first] }) => members[first!]!.niche === niche).length,
  );
}

describe("the neat emitter", () => {
  test("keeps the laws of an emitter", async () => {
    await checkEmitter(neat(options), { genomes });
    await checkEmitter(neat({ ...options, islands: 3 }), { genomes, islands: 3 });
  });

  test("begins with its seeds, then with different random networks", () => {
    const seed = neatGenome({ ...neatOf(genomes[0]!), connections: [] });
    const proposals = [...neat({ ...options, seeds: [seed] }).ask([], 20, randomFromSeed(1))];
    expect(proposals[0]).toMatchObject({ genome: seed, operator: "seed", parents: [] });
    expect(new Set(proposals.map(({ genome }) => genome.hash)).size).toBe(20);
  });

  test("founds islands where nobody lives", () => {
    const members = population({ size: 4, fitness: 1 }).map((member) => ({ ...member, island: 1 }));
    const proposals = [...neat({ ...options, islands: 2 }).ask(members, 8, randomFromSeed(1))];
    for (const { island, operator, parents } of proposals) {
      expect(operator === "random-neat").toBe(island === 0);
      expect(parents.length === 0).toBe(island === 0);
    }
    expect(new Set(proposals.map(({ genome }) => genome.hash)).size).toBe(8);
  });

  test("shares births out by the mean fitness of species, exactly and whatever their size", () => {
    const worst = { size: 1, fitness: 0 };
    expect(births(population({ size: 4, fitness: 3 }, { size: 12, fitness: 1 }, worst), 100)).toEqual([75, 25, 0]);
    expect(births(population({ size: 4, fitness: 3 }, { size: 12, fitness: 1 }, worst), 7)).toEqual([5, 2, 0]);
    expect(births(population({ size: 4, fitness: 5 }, { size: 12, fitness: 5 }), 10)).toEqual([5, 5]);
  });

  test("gives no parent a place that is not among the best of its species", () => {
    const members = Array.from({ length: 30 }, (_, id) => memberOf(id, { fitness: 30 - id, genome: genomes[id]! }));
    const proposals = [...neat(options).ask(members, 200, randomFromSeed(1))];
    expect(new Set(proposals.flatMap(({ parents }) => parents))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    const wide = [...neat({ ...options, breeders: 1 }).ask(members, 400, randomFromSeed(1))];
    expect(new Set(wide.flatMap(({ parents }) => parents)).size).toBe(30);
  });

  test("has two parents for three children in four, the fitter one first, of one species but once in a while", () => {
    const members = population({ size: 10, fitness: 2 }, { size: 10, fitness: 1 }, { size: 1, fitness: 0 });
    const proposals = [...neat({ ...options, interspecies: 0.3 }).ask(members, 2000, randomFromSeed(1))];
    const pairs = proposals.filter(({ parents }) => parents.length === 2);
    expect(pairs.length / proposals.length).toBeCloseTo(0.75, 1);
    for (const { parents } of pairs)
      expect(members[parents[0]!]!.fitness).toBeGreaterThanOrEqual(members[parents[1]!]!.fitness);
    const mixed = pairs.filter(({ parents: [a, b] }) => members[a!]!.niche !== members[b!]!.niche);
    expect(mixed.length / pairs.length).toBeCloseTo(0.2, 1);
    const operators = new Set(proposals.map(({ operator }) => operator));
    expect(operators).toEqual(new Set(["neat-mutation", "neat-crossover", "neat-mating"]));
  });

  test("never crosses a member with itself where it has a choice", () => {
    const proposals = [
      ...neat({ ...options, interspecies: 0 }).ask(population({ size: 10, fitness: 1 }), 300, randomFromSeed(1)),
    ];
    const pairs = proposals.filter(({ parents }) => parents.length === 2);
    expect(pairs.length).toBeGreaterThan(100);
    for (const { parents } of pairs) expect(new Set(parents).size).toBe(2);
  });

  test("never has two parents where no crossover has a weight", () => {
    const operators = [
      { operator: neatMutation, weight: 1 },
      { operator: neatCrossover, weight: 0 },
    ];
    const proposals = [
      ...neat({ ...options, operators }).ask(population({ size: 9, fitness: 2 }), 50, randomFromSeed(1)),
    ];
    for (const { operator, parents } of proposals) expect([operator, parents.length]).toEqual(["neat-mutation", 1]);
  });

  test("makes valid networks that are no copies of their parents, generation after generation", () => {
    let members = population({ size: 10, fitness: 2 }, { size: 10, fitness: 1 });
    for (let generation = 0; generation < 20; generation++) {
      const proposals = [...neat(options).ask(members, 20, randomFromSeed(generation))];
      members = proposals.map(({ genome, parents }, id) => {
        expect(neatKind.parse(genome.bytes).bytes).toBe(genome.bytes);
        for (const parent of parents) expect(members[parent]!.genome.hash).not.toBe(genome.hash);
        return memberOf(id, { genome, fitness: id % 7, niche: id % 3 });
      });
    }
  });

  test.each<[string, Partial<NeatOptions>]>([
    ["a share above 1", { crossover: 1.5 }],
    ["a negative share", { breeders: -0.1 }],
    ["an operator of another kind", { operators: [{ operator: gaussian, weight: 1 }] }],
    ["no mutation", { operators: [{ operator: neatCrossover, weight: 1 }] }],
    ["a generator with parents", { generate: neatMutation }],
  ])("refuses %s", (_, told) => {
    expect(() => neat({ ...options, ...told })).toThrow(UserError);
  });
});
