import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Random, randomFromKey, randomFromSeed } from "../../src/std/random.ts";

/** What `next` makes of two words of the cipher. */
function packed(word0: number, word1: number): number {
  return ((word0 >>> 5) * 2 ** 26 + (word1 >>> 6)) / 2 ** 53;
}

function draws(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.next());
}

/** Pearson's statistic of counts against equal expectations. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function histogram(bins: number, indexes: readonly number[]): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const index of indexes) counts[index]! += 1;
  return counts;
}

const label = fc.oneof(fc.integer(), fc.string());

describe("the cipher", () => {
  type Words = readonly [number, number];
  test.each<{ readonly key: Words; readonly counter: Words; readonly words: Words }>([
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
  ])("gives the published words of Threefry-2x32-20 for the counter $counter", ({ key, counter, words }) => {
    expect(randomFromKey(...key, ...counter).next()).toBe(packed(...words));
  });

  test("counts its draws, and carries into the upper word", () => {
    const stream = randomFromKey(1, 2, 0xffffffff, 7);
    const [first, second] = draws(stream, 2);
    expect(first).toBe(randomFromKey(1, 2, 0xffffffff, 7).next());
    expect(second).toBe(randomFromKey(1, 2, 0, 8).next());
  });

  test("works when only its source text is taken along", () => {
    const rebuilt = runInNewContext(`(${randomFromKey.toString()})`) as typeof randomFromKey;
    expect(draws(rebuilt(3, 4).fork("a", 1), 5)).toEqual(draws(randomFromKey(3, 4).fork("a", 1), 5));
  });
});

describe("a fork", () => {
  test("depends on its path alone, never on what was drawn before", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(label, { minLength: 1, maxLength: 4 }), fc.nat(20), (seed, path, drawn) => {
        const used = randomFromSeed(seed);
        draws(used, drawn);
        used.fork("another").normal();
        expect(draws(used.fork(...path), 3)).toEqual(draws(randomFromSeed(seed).fork(...path), 3));
      }),
    );
  });

  test("does not disturb the stream that it is taken from", () => {
    const forked = randomFromSeed(5);
    const plain = randomFromSeed(5);
    draws(forked.fork("x"), 3);
    expect(draws(forked, 3)).toEqual(draws(plain, 3));
  });

  test("tells numbers from texts, and labels from their neighbours", () => {
    const root = randomFromSeed(1);
    const paths = [[1], ["1"], [1, 1], [11], ["a", "b"], ["ab"], ["b", "a"], [""], [], [-1], [0], ["", ""]];
    const first = paths.map((path) => root.fork(...path).next());
    expect(new Set(first).size).toBe(paths.length);
  });

  test("has a stream of its own among a hundred thousand neighbours", () => {
    const root = randomFromSeed(9);
    const numbered = Array.from({ length: 100_000 }, (_, index) => root.fork("proposal", index).next());
    expect(new Set(numbered).size).toBe(numbered.length);
    // So many labels that a hash of 32 bits would give some of them the same stream.
    const labels = draws(randomFromSeed("labels"), 200_000).map(String);
    expect(new Set(labels.map((text) => root.fork(text).next())).size).toBe(new Set(labels).size);
  });

  test("is not correlated with its neighbour or its parent", () => {
    const root = randomFromSeed(11);
    const pairs = Array.from({ length: 20_000 }, (_, index): [number, number] => {
      const stream = root.fork(index);
      return [stream.next(), root.fork(index + 1).next()];
    });
    const cells = pairs.map(([a, b]) => Math.floor(a * 8) * 8 + Math.floor(b * 8));
    // The 0.999 quantile of chi-squared with 63 degrees of freedom.
    expect(chiSquared(histogram(64, cells))).toBeLessThan(103.4);
    const children = Array.from({ length: 20_000 }, (_, index) => {
      const parent = randomFromSeed(index);
      return Math.floor(parent.next() * 8) * 8 + Math.floor(parent.fork("child").next() * 8);
    });
    expect(chiSquared(histogram(64, children))).toBeLessThan(103.4);
  });
});

describe("draws", () => {
  test("are uniform in [0, 1)", () => {
    const values = draws(randomFromSeed("uniform"), 100_000);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // The 0.999 quantile of chi-squared with 99 degrees of freedom.
    expect(
      chiSquared(
        histogram(
          100,
          values.map((value) => Math.floor(value * 100)),
        ),
      ),
    ).toBeLessThan(148.3);
  });

  test("of whole numbers are uniform and stay below the limit", () => {
    const random = randomFromSeed("int");
    const values = Array.from({ length: 70_000 }, () => random.int(7));
    // The 0.999 quantile of chi-squared with 6 degrees of freedom.
    expect(chiSquared(histogram(7, values))).toBeLessThan(22.5);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seed, limit) => {
        const value = randomFromSeed(seed).int(limit);
        expect(Number.isInteger(value) && value >= 0 && value < limit).toBe(true);
      }),
    );
  });

  test("of the normal distribution have mean 0 and variance 1", () => {
    const random = randomFromSeed("normal");
    const values = Array.from({ length: 50_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  test("by chance come true as often as they should", () => {
    const random = randomFromSeed("chance");
    const hits = Array.from({ length: 50_000 }, () => random.chance(0.3)).filter(Boolean).length;
    expect(Math.abs(hits / 50_000 - 0.3)).toBeLessThan(0.01);
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1)).toBe(true);
  });

  test("shuffle every order equally often and keep the list as it was", () => {
    const random = randomFromSeed("shuffle");
    const items = ["a", "b", "c", "d"] as const;
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.shuffle(items).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    // The 0.999 quantile of chi-squared with 23 degrees of freedom.
    expect(chiSquared([...orders.values()])).toBeLessThan(49.8);
    expect(items).toEqual(["a", "b", "c", "d"]);
  });

  test("pick from the list, and refuse an empty one", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer(), { minLength: 1 }), (seed, items) => {
        expect(items).toContain(randomFromSeed(seed).pick(items));
      }),
    );
    expect(() => randomFromSeed(1).pick([])).toThrow(RangeError);
  });
});
