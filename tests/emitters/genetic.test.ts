import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import type { BanditOptions } from "../../src/emitters/bandit.ts";
import { type Drafting, genetic, type GeneticOptions } from "../../src/emitters/genetic.ts";
import { type Genome, genomeOf } from "../../src/genome/genome.ts";
import { lexicase } from "../../src/selection/lexicase.ts";
import { tournament } from "../../src/selection/tournament.ts";
import { uniform } from "../../src/selection/uniform.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { memberOf } from "../../src/testing/members.ts";
import { modelOperators } from "../../src/variation/model-operators.ts";
import type { Operator, VariationContext } from "../../src/variation/operator.ts";

function digits(value: number): Genome {
  return genomeOf("digits", String(value));
}

/** An operator on genomes that are whole numbers. */
function operator(
  name: string,
  arity: 0 | 1 | 2,
  vary: (values: readonly number[], draw: number) => number | undefined,
): Operator {
  return {
    name,
    kind: "digits",
    about: name,
    arity,
    vary(parents, _context, random) {
      const value = vary(
        parents.map(({ bytes }) => Number(bytes)),
        random.int(1_000_000),
      );
      return value === undefined ? undefined : digits(value);
    },
  };
}

const grow = operator("grow", 0, (_, draw) => draw);
const step = operator("step", 1, ([a], draw) => a! + (draw % 3) - 1);
const blend = operator("blend", 2, ([a, b], draw) => a! * 1000 + b! + draw);
const clone = operator("clone", 1, ([a]) => a!);
const never = operator("never", 2, () => undefined);

const context: VariationContext = {
  signature: { name: "f", about: "", parameters: [], returns: "number" },
  primitives: {
    operators: ["+"],
    functions: [],
    constants: { from: 0, to: 1, integers: true },
    conditionals: false,
    statements: false,
  },
  sizeMax: 10,
};

function emitter(told: Partial<GeneticOptions> = {}) {
  return genetic({
    kind: "digits",
    operators: [
      { operator: step, weight: 2 },
      { operator: blend, weight: 1 },
    ],
    selection: tournament({ size: 2 }),
    islands: 1,
    context,
    seeds: [],
    generate: grow,
    ...told,
  });
}

const bandit: BanditOptions = { exploration: 1, epsilon: 0.2, decay: 0.95, thrift: 0.5, usdPerSecond: 0.001 };

const drafting: Drafting = {
  operators: modelOperators.map((one) => ({ operator: one, weight: 1 })),
  models: [
    { name: "small", usd: 0.002, tokensPerSecond: 150 },
    { name: "large", usd: 0.02, tokensPerSecond: 60 },
  ],
  births: 3,
};

function population(count: number, islands = 1): Member[] {
  return Array.from({ length: count }, (_, id) =>
    memberOf(id, { genome: digits(id), fitness: id, island: id % islands }),
  );
}

const genomes = Array.from({ length: 12 }, (_, value) => digits(value));

describe("the genetic emitter", () => {
  test("keeps the laws of an emitter", async () => {
    await checkEmitter(emitter(), { genomes });
    await checkEmitter(emitter({ seeds: genomes.slice(0, 4), islands: 3, selection: lexicase({ downsample: 0.5 }) }), {
      genomes,
      islands: 3,
    });
    await checkEmitter(emitter({ operators: [{ operator: never, weight: 1 }] }), { genomes });
  });

  test("keeps the laws of an emitter with a bandit and drafts", async () => {
    await checkEmitter(emitter({ bandit }), { genomes });
    await checkEmitter(emitter({ drafting }), { genomes, draftsMax: 3 });
    await checkEmitter(emitter({ bandit, drafting, islands: 3 }), { genomes, islands: 3, draftsMax: 3 });
    await checkEmitter(emitter({ bandit, drafting, operators: [{ operator: never, weight: 1 }] }), {
      genomes: genomes.slice(0, 2),
      draftsMax: 3,
    });
  });

  test("starts with the seeds, and generates the rest, in turn over the islands", () => {
    const seeds = [digits(7), digits(8), digits(9)];
    const proposals = [...emitter({ seeds, islands: 2 }).ask([], 5, randomFromSeed(1))];
    expect(proposals.slice(0, 3).map(({ genome }) => genome)).toEqual(seeds);
    expect(proposals.map((proposal) => proposal.operator)).toEqual(["seed", "seed", "seed", "grow", "grow"]);
    expect(proposals.map(({ island }) => island)).toEqual([0, 1, 0, 1, 0]);
    expect(proposals.every(({ parents }) => parents.length === 0)).toBe(true);
    expect(proposals[3]!.genome).not.toEqual(proposals[4]!.genome);
  });

  test("breeds each island from its own members, with as many parents as the operator takes", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 4 }), (seed, islands) => {
        const members = population(12, islands);
        for (const [index, proposal] of [...emitter({ islands }).ask(members, 20, randomFromSeed(seed))].entries()) {
          expect(proposal.island).toBe(index % islands);
          expect(proposal.parents).toHaveLength(proposal.operator === "blend" ? 2 : 1);
          for (const parent of proposal.parents) expect(parent % islands).toBe(proposal.island);
        }
      }),
    );
  });

  test("founds islands where nobody lives, without seeds once there are members anywhere", () => {
    const members = population(8, 4).filter(({ island }) => island === 1 || island === 3);
    const proposals = [...emitter({ islands: 4, seeds: [digits(7)] }).ask(members, 8, randomFromSeed(1))];
    expect(proposals.map(({ island }) => island)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    for (const { island, operator: name } of proposals) expect(name === "grow").toBe(island % 2 === 0);
  });

  test("uses operators as often as their weights say", () => {
    const operators = [
      { operator: step, weight: 0 },
      { operator: blend, weight: 3 },
      { operator: grow, weight: 1 },
    ];
    const used = [...emitter({ operators }).ask(population(5), 4000, randomFromSeed(2))].map(
      (proposal) => proposal.operator,
    );
    expect(used).not.toContain("step");
    expect(Math.abs(used.filter((name) => name === "blend").length / 4000 - 0.75)).toBeLessThan(0.03);
  });

  test("tries again when a child is a copy of its parent", () => {
    const proposals = [
      ...emitter({ operators: [{ operator: step, weight: 1 }] }).ask(population(5), 300, randomFromSeed(3)),
    ];
    const steps = proposals.filter((proposal) => proposal.operator === "step");
    for (const { genome, parents } of steps) expect(Math.abs(Number(genome.bytes) - parents[0]!)).toBe(1);
    // A third of the tries are copies: (1/3)^8 of the proposals are generated.
    expect(steps.length).toBeGreaterThan(295);
  });

  test.each([clone, never])("generates where the operator $name gives no new child", (useless) => {
    const proposals = emitter({ operators: [{ operator: useless, weight: 1 }] }).ask(
      population(5),
      10,
      randomFromSeed(4),
    );
    for (const proposal of proposals) expect(proposal).toMatchObject({ operator: "grow", parents: [] });
  });

  test("tries no more often than it is told", () => {
    let asked = 0;
    const counting = operator("counting", 1, () => void asked++);
    const proposals = emitter({ operators: [{ operator: counting, weight: 1 }], tries: 3 }).ask(
      population(5),
      4,
      randomFromSeed(5),
    );
    expect([...proposals]).toHaveLength(4);
    expect(asked).toBe(12);
  });

  test("asks models for so many children of a generation at most, each with a child by another operator in its place", () => {
    const proposals = [...emitter({ bandit, drafting }).ask(population(12), 30, randomFromSeed(1))];
    const drafts = proposals.flatMap(({ draft }) => draft ?? []);
    expect(drafts).toHaveLength(3);
    expect(drafts.map(({ turn }) => turn)).toEqual([0, 1, 2]);
    for (const proposal of proposals) expect(["step", "blend"]).toContain(proposal.operator);
  });

  test("asks models by the weights of their operators where there is no bandit, each model as often as the other", () => {
    const edit = { operator: modelOperators[0]!, weight: 3 };
    const options = { drafting: { ...drafting, operators: [edit], births: 4000 } };
    const proposals = [...emitter(options).ask(population(12), 4000, randomFromSeed(1))];
    const models = proposals.flatMap(({ draft }) => draft?.model ?? []);
    expect(Math.abs(models.length / 4000 - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(models.filter((name) => name === "small").length / models.length - 0.5)).toBeLessThan(0.04);
  });

  test("asks no model about parents that are not there, nor to repair before anybody has failed", () => {
    const options = { drafting: { ...drafting, births: 200 } };
    const asked = (members: readonly Member[], failed: boolean): ReadonlySet<string> =>
      new Set(
        [...emitter(options).ask(members, 200, randomFromSeed(1), { failed })].flatMap(
          ({ draft }) => draft?.operator ?? [],
        ),
      );
    const all = modelOperators.map(({ name }) => name);
    expect(asked([], true)).toEqual(new Set());
    expect(asked(population(1), false)).toEqual(new Set(["llm-edit", "llm-rewrite", "llm-simplify"]));
    expect(asked(population(2), false)).toEqual(new Set(all.filter((name) => name !== "llm-repair")));
    expect(asked(population(2), true)).toEqual(new Set(all));
  });

  test("remembers that somebody has failed", () => {
    const { start, after } = emitter({ drafting }).memory!;
    const random = randomFromSeed(1);
    const fine = after(start, [{ island: 0, fitness: 1 }], random);
    expect([start.failed, fine.failed]).toEqual([false, false]);
    expect(after(after(fine, [{ island: 0 }], random), [{ island: 0, fitness: 1 }], random).failed).toBe(true);
  });

  test("has nothing to remember without models and a bandit", () => {
    expect(emitter().memory).toBeUndefined();
  });

  test("lets the selection look at each island once", () => {
    const seen: number[][] = [];
    const watching = {
      ...uniform(),
      prepare: (members: readonly Member[]) => (seen.push(members.map(({ id }) => id)), () => members[0]!),
    };
    expect([...emitter({ selection: watching, islands: 2 }).ask(population(4, 2), 20, randomFromSeed(6))]).toHaveLength(
      20,
    );
    expect(seen).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  test("says what to do when nothing can be generated", () => {
    const failing = operator("failing", 0, () => undefined);
    const asked = (): unknown => [...emitter({ generate: failing }).ask([], 1, randomFromSeed(1))];
    expect(asked).toThrow(UserError);
    expect(asked).toThrow("`failing` made no genome of at most 10 in 8 tries");
  });

  test.each<Partial<GeneticOptions>>([
    { operators: [] },
    { operators: [{ operator: step, weight: 0 }] },
    { operators: [{ operator: step, weight: -1 }] },
    { kind: "program" },
    { islands: 0 },
    { tries: 0 },
    { generate: step },
  ])("refuses the settings %#", (told) => {
    expect(() => emitter(told)).toThrow(UserError);
  });
});
