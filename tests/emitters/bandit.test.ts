import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandit, type BanditMemory, type BanditOptions, type Trial } from "../../src/emitters/bandit.ts";
import { UserError } from "../../src/std/errors.ts";
import { mean } from "../../src/std/statistics.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { playScript, type Script, shareOf } from "./scripted-arms.ts";

const options: BanditOptions = { exploration: 1, epsilon: 0.2, decay: 0.95, thrift: 0.1, usdPerSecond: 0.001 };
const seeds = Array.from({ length: 30 }, (_, i) => 1001 + i);
const change = 400;

/** Of so many arms two are paid; one arm is better than the others, and another one later. */
function script(arms: number, winners: readonly [string, string]): Omit<Script, "seed" | "births"> {
  return {
    proposals: 660,
    operators: arms - 2,
    models: { useful: 0.004, useless: 0.02 },
    chance: (arm, at) => (arm.endsWith("useless") ? 0 : arm === winners[at < change ? 0 : 1] ? 0.5 : 0.1),
    bandit: options,
  };
}

/** The mean share of an arm over all seeds, by the first and last proposal. */
function sharesIn(played: Omit<Script, "seed">): (arm: string, from: number, to: number) => number {
  const runs = seeds.map((seed) => playScript({ ...played, seed }).arms);
  return (arm, from, to) => mean(runs.map((arms) => shareOf(arm, arms, from, to)));
}

describe("the bandit, on a script of 30 seeds", () => {
  test.each([1, 8, 20, 100])(
    "gives the better of 5 arms over 60 % within 200 proposals, in generations of %d, and a useless paid arm under 10 %",
    (births) => {
      const share = sharesIn({ ...script(5, ["operator-0", "operator-1"]), births });
      expect(share("operator-0", 150, 200)).toBeGreaterThan(0.6);
      expect(share("llm-edit useless", 100, 400)).toBeLessThan(0.1);
      // Of a hundred births at a time the first hundred after the change are still for the arm that was better.
      const learnt = births === 100 ? change + 200 : change + 150;
      expect(share("operator-1", learnt, learnt + 50)).toBeGreaterThan(0.6);
      expect(share("operator-0", learnt, learnt + 50)).toBeLessThan(0.2);
    },
  );

  test.each([1, 8, 20])(
    "gives a paid arm over 60 % within 200 proposals where it is worth its price, in generations of %d",
    (births) => {
      const share = sharesIn({ ...script(5, ["llm-edit useful", "operator-1"]), births });
      expect(share("llm-edit useful", 150, 200)).toBeGreaterThan(0.6);
      expect(share("operator-1", 550, 600)).toBeGreaterThan(0.6);
      expect(share("llm-edit useful", 550, 600)).toBeLessThan(0.1);
    },
  );

  test.each([8, 20, 100])("gives the better of 15 arms over half of 400 proposals, in generations of %d", (births) => {
    const share = sharesIn({ ...script(15, ["operator-0", "operator-1"]), births });
    expect(share("operator-0", 200, 400)).toBeGreaterThan(0.5);
    expect(share("llm-edit useless", 100, 400)).toBeLessThan(0.1);
  });

  test("prefers the cheaper of two models that bring the same", () => {
    const share = sharesIn({
      births: 8,
      proposals: 400,
      operators: 3,
      models: { cheap: 0.004, dear: 0.1 },
      chance: (arm) => (arm.startsWith("llm") ? 0.5 : 0.1),
      bandit: options,
    });
    expect(share("llm-edit cheap", 200, 400)).toBeGreaterThan(2 * share("llm-edit dear", 200, 400));
  });

  test("gives each arm its weight where nobody gains", () => {
    const share = sharesIn({ births: 20, proposals: 400, operators: 4, chance: () => 0, bandit: options });
    for (const arm of [0, 1, 2, 3]) expect(share(`operator-${arm}`, 0, 400)).toBeCloseTo(0.25, 1);
  });
});

const arms = [
  { weight: 1, cost: 0 },
  { weight: 2, cost: 0 },
  { weight: 1, cost: 0.01 },
];
const all = (): boolean => true;

const trials = fc.array(
  fc.record<Trial>({
    arm: fc.nat(2),
    gain: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true })),
    cost: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 30 },
);

function after(generations: readonly (readonly Trial[])[]): BanditMemory {
  const { start, after: next } = bandit(arms, options);
  return generations.reduce((memory, told) => next(memory, told), start);
}

function picks(memory: BanditMemory, count: number, isOpen = all as (arm: number) => boolean): readonly number[] {
  const pick = bandit(arms, options).picker(memory);
  const random = randomFromSeed(1);
  return Array.from({ length: count }, () => pick(random, isOpen));
}

describe("a bandit", () => {
  test("chooses the same whatever the scale of fitness", () => {
    fc.assert(
      fc.property(fc.array(trials, { maxLength: 5 }), fc.integer({ min: -40, max: 40 }), (generations, exponent) => {
        // A power of two, so that nothing is rounded but the logarithms.
        const scaled = generations.map((told) => told.map((one) => ({ ...one, gain: one.gain * 2 ** exponent })));
        const known = after(generations);
        const other = after(scaled);
        known.arms.forEach(({ reward }, arm) => expect(other.arms[arm]!.reward).toBeCloseTo(reward, 6));
      }),
    );
  });

  test("remembers finite numbers, of gains of any size, and chooses by them", () => {
    const gains = fc.constantFrom(0, Number.MIN_VALUE, 1, Number.MAX_VALUE);
    const extreme = fc.array(fc.record<Trial>({ arm: fc.nat(2), gain: gains, cost: fc.constantFrom(0, 1e9) }));
    fc.assert(
      fc.property(fc.array(extreme, { maxLength: 5 }), (generations) => {
        const memory = after(generations);
        for (const { trials: count, reward, cost } of memory.arms) {
          expect([count, reward, cost].every(Number.isFinite)).toBe(true);
          expect(reward).toBeLessThanOrEqual(count);
        }
        expect(picks(memory, 10)).toHaveLength(10);
      }),
    );
  });

  test("chooses only arms that are open", () => {
    fc.assert(
      fc.property(fc.array(trials, { maxLength: 3 }), fc.subarray([0, 1, 2], { minLength: 1 }), (generations, open) => {
        for (const arm of picks(after(generations), 12, (one) => open.includes(one))) expect(open).toContain(arm);
      }),
    );
  });

  test("tries each arm before any twice, and then spreads a generation by weight while nothing is known", () => {
    const none: BanditOptions = { ...options, epsilon: 0, thrift: 0 };
    const pick = bandit(arms, none).picker(bandit(arms, none).start);
    const random = randomFromSeed(1);
    const chosen = Array.from({ length: 40 }, () => pick(random, all));
    expect(new Set(chosen.slice(0, 3)).size).toBe(3);
    expect([0, 1, 2].map((arm) => chosen.filter((one) => one === arm).length)).toEqual([10, 20, 10]);
  });

  test("forgets: what an arm has shown counts less with each trial of its own, and with time", () => {
    const { trials: own } = after([
      [{ arm: 0, gain: 1, cost: 0 }],
      ...Array.from({ length: 500 }, () => [{ arm: 0, gain: 0, cost: 0 }]),
    ]).arms[0]!;
    expect(own).toBeCloseTo(1 / (1 - options.decay), 3);
    const idle = Array.from({ length: 20 }, () => ({ arm: 1, gain: 0, cost: 0 }));
    expect(after([[{ arm: 0, gain: 1, cost: 0 }], idle]).arms[0]!.trials).toBeCloseTo(options.decay, 6);
  });

  test.each<[keyof BanditOptions, number]>([
    ["exploration", -1],
    ["epsilon", 1.1],
    ["decay", 0],
    ["thrift", -0.1],
    ["usdPerSecond", Number.NaN],
  ])("refuses the setting %s=%d by its name", (name, value) => {
    const make = (): unknown => bandit(arms, { ...options, [name]: value });
    expect(make).toThrow(UserError);
    expect(make).toThrow(`\`bandit.${name}\``);
  });
});
