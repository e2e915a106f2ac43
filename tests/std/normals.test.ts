import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillNormals, keyFrom, type Key } from "../../src/std/normals.ts";
import { randomFromSeed } from "../../src/std/random.ts";

const word = fc.integer();
const stream = fc.nat(2 ** 31 - 1);

function normals(count: number, key: Key, number = 0): Float64Array {
  const target = new Float64Array(count);
  fillNormals(target, key, number);
  return target;
}

/** The mean of the products of two lists. */
function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0) / a.length;
}

const many = 400_000;

describe("normals in bulk", () => {
  test("are the same for the same key and stream, and a longer list begins with the shorter one", () => {
    fc.assert(
      fc.property(word, word, stream, fc.nat(300), fc.nat(300), (key0, key1, number, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        expect(normals(long, [key0, key1], number).subarray(0, short)).toEqual(normals(short, [key0, key1], number));
      }),
    );
  });

  test("of a long list differ from block to block, and begin with those of a shorter one", () => {
    const long = normals(9000, [5, 6]);
    expect(long.subarray(0, 4099)).toEqual(normals(4099, [5, 6]));
    expect(new Set(long).size).toBeGreaterThan(8990);
  });

  test("are the same bits on every machine", () => {
    expect([...normals(4, [1, 2])]).toEqual([
      0.5024957138168298, -0.9366984049852417, -1.6163639750970205, 0.4502589817778537,
    ]);
    expect([...normals(2, [-7, 2 ** 31 - 1], 3)]).toEqual([1.3472470424706986, -0.5474590225579484]);
  });

  test("are the same in single precision, rounded", () => {
    const single = new Float32Array(1000);
    fillNormals(single, [3, 4], 1);
    expect(single).toEqual(Float32Array.from(normals(1000, [3, 4], 1)));
  });

  test("have the moments of a standard normal, within five standard errors", () => {
    const drawn = normals(many, [11, 12]);
    const moment = (power: number): number => drawn.reduce((sum, value) => sum + value ** power, 0) / many;
    for (const [power, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const) {
      expect(Math.abs(moment(power) - expected)).toBeLessThan(5 * Math.sqrt(variance / many));
    }
  });

  test.each([
    [0.5, 0.6170750774],
    [1, 0.3173105079],
    [2, 0.0455002639],
    [3, 0.0026997961],
    // Beyond the beginning of the tail.
    [3.5, 0.0004652582],
    [4, 0.0000633425],
  ])("are beyond %d as often as they should be, within five standard errors", (bound, share) => {
    const beyond = normals(many, [21, 22]).filter((value) => Math.abs(value) > bound).length;
    expect(Math.abs(beyond - many * share)).toBeLessThan(5 * Math.sqrt(many * share) + 1);
  });

  test("of different streams, keys and places have nothing to do with each other", () => {
    const one = normals(many, [1, 2]);
    for (const other of [normals(many, [1, 2], 1), normals(many, [2, 2]), normals(many, [1, 3])]) {
      expect(Math.abs(product(one, other))).toBeLessThan(5 / Math.sqrt(many));
    }
    expect(Math.abs(product(one.subarray(1), one.subarray(0, many - 1)))).toBeLessThan(5 / Math.sqrt(many));
  });

  test("have keys that are drawn from a random: signed whole numbers of 32 bits", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const key = keyFrom(randomFromSeed(seed));
        expect(key).toEqual(keyFrom(randomFromSeed(seed)));
        for (const half of key) expect(half).toBe(half | 0);
      }),
    );
  });
});
