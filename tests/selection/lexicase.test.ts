import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import { lexicase, type LexicaseOptions } from "../../src/selection/lexicase.ts";
import { UserError } from "../../src/std/errors.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { memberOf } from "../../src/testing/members.ts";
import { checkSelection } from "../../src/testing/selection.ts";

/** The textbook form: no classes, no columns, fresh lists everywhere. */
function naive(
  members: readonly Member[],
  cases: readonly number[],
  epsilon: "automatic" | number,
  random: Random,
): Member {
  let pool = members;
  for (const one of random.shuffle(cases)) {
    const slack = epsilon === "automatic" ? deviation(members.map((member) => member.cases[one]!)) : epsilon;
    const best = Math.max(...pool.map((member) => member.cases[one]!));
    pool = pool.filter((member) => member.cases[one]! >= best - slack);
  }
  return random.pick(pool);
}

function deviation(values: readonly number[]): number {
  const middle = centre(values);
  return centre(values.map((value) => Math.abs(value - middle)));
}

function centre(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function counts(members: readonly Member[], rounds: number, choose: (round: number) => Member): number[] {
  const result = members.map(() => 0);
  for (let round = 0; round < rounds; round++) result[choose(round).id]! += 1;
  return result;
}

/** Whether two samples of counts come from one distribution: Pearson's statistic less its mean, in standard deviations. */
function excess(a: readonly number[], b: readonly number[]): number {
  let statistic = 0;
  let freedom = -1;
  a.forEach((count, index) => {
    const both = count + b[index]!;
    if (both < 10) return;
    statistic += (count - b[index]!) ** 2 / both;
    freedom += 1;
  });
  return freedom < 1 ? statistic : (statistic - freedom) / Math.sqrt(2 * freedom);
}

/** Few values and few members' rows, so that ties and duplicates abound. */
function population(random: Random, size: number, cases: number): Member[] {
  const rows = Array.from({ length: Math.ceil(size / 2) }, () => Array.from({ length: cases }, () => random.int(4)));
  return Array.from({ length: size }, (_, id) => memberOf(id, { cases: random.pick(rows) }));
}

describe("lexicase selection", () => {
  test("keeps the laws of a selection", async () => {
    await checkSelection(lexicase());
    await checkSelection(lexicase({ epsilon: 0, downsample: 0.3 }));
  });

  test.each([
    { epsilon: 0, downsample: 1 },
    { epsilon: 1, downsample: 1 },
    { epsilon: "automatic", downsample: 1 },
    { epsilon: "automatic", downsample: 0.5 },
  ] as const)("chooses with the probabilities of the textbook form: %j", ({ epsilon, downsample }) => {
    for (let seed = 0; seed < 4; seed++) {
      const random = randomFromSeed(`lexicase ${seed}`);
      const members = population(random, 12, 6);
      const all = [0, 1, 2, 3, 4, 5];
      const sampled = Math.round(downsample * all.length);
      // Both sides draw a new sample of cases in each round.
      const fast = counts(members, 6000, (round) => {
        const here = random.fork("fast", round);
        return lexicase({ epsilon, downsample }).prepare(members, here.fork("prepare"))(here);
      });
      const plain = counts(members, 6000, (round) => {
        const here = random.fork("plain", round);
        return naive(members, here.fork("cases").shuffle(all).slice(0, sampled), epsilon, here);
      });
      // Four standard deviations.
      expect(excess(fast, plain), `seed ${seed}: ${fast.join()} against ${plain.join()}`).toBeLessThan(4);
    }
  });

  test("would be told from one with other probabilities", () => {
    const random = randomFromSeed("bites");
    const members = population(random, 12, 6);
    const cases = [0, 1, 2, 3, 4, 5];
    const strict = counts(members, 6000, (round) => naive(members, cases, 0, random.fork("strict", round)));
    const loose = counts(members, 6000, (round) => naive(members, cases, 1, random.fork("loose", round)));
    expect(excess(strict, loose)).toBeGreaterThan(4);
  });

  test("never chooses a member that another one beats on every case, without epsilon", () => {
    const rows = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, fc.integer(), (cases, seed) => {
        const members = cases.map((row, id) => memberOf(id, { cases: row }));
        const chosen = lexicase({ epsilon: 0 }).prepare(members, randomFromSeed(0))(randomFromSeed(seed));
        const beaten = members.some((other) => other.cases.every((score, one) => score > chosen.cases[one]!));
        expect(beaten).toBe(false);
      }),
    );
  });

  test("keeps specialists that are best on one case and worst on all others", () => {
    const members = [
      memberOf(0, { cases: [9, 0, 0] }),
      memberOf(1, { cases: [5, 5, 5] }),
      memberOf(2, { cases: [5, 5, 5] }),
    ];
    const choose = lexicase({ epsilon: 0 }).prepare(members, randomFromSeed(1));
    const chosen = counts(members, 3000, (round) => choose(randomFromSeed(round)));
    expect(chosen[0]! / 3000).toBeCloseTo(1 / 3, 1);
    expect(chosen[1]! / 3000).toBeCloseTo(1 / 3, 1);
  });

  test("looks at one sample of cases for the whole generation", () => {
    // Member i is the best on case i alone: with one case out of four, one member takes all.
    const members = [0, 1, 2, 3].map((id) => memberOf(id, { cases: [0, 1, 2, 3].map((one) => (one === id ? 1 : 0)) }));
    const winners = new Set<number>();
    for (let generation = 0; generation < 30; generation++) {
      const choose = lexicase({ epsilon: 0, downsample: 0.25 }).prepare(members, randomFromSeed(generation));
      const chosen = counts(members, 20, (round) => choose(randomFromSeed(round)));
      expect(chosen.filter((count) => count > 0)).toEqual([20]);
      winners.add(chosen.indexOf(20));
    }
    expect(winners.size).toBe(4);
  });

  test("has no preference where there are no cases", () => {
    const members = [0, 1].map((id) => memberOf(id, { cases: [] }));
    const choose = lexicase().prepare(members, randomFromSeed(1));
    const chosen = counts(members, 200, (round) => choose(randomFromSeed(round)));
    expect(Math.min(...chosen)).toBeGreaterThan(60);
  });

  test("refuses members that were evaluated on different numbers of cases", () => {
    const members = [memberOf(0, { cases: [1] }), memberOf(1, { cases: [1, 2] })];
    expect(() => lexicase().prepare(members, randomFromSeed(1))).toThrow("as many cases");
  });

  test.each<LexicaseOptions>([{ epsilon: -1 }, { epsilon: Number.NaN }, { downsample: 0 }, { downsample: 1.5 }])(
    "refuses the settings %j",
    (options) => {
      expect(() => lexicase(options)).toThrow(UserError);
    },
  );
});
