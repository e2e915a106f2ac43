import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bits, noBits, setBit } from "../../src/capabilities/bits.ts";
import { eulerShuffle } from "../../src/capabilities/euler.ts";
import { exchanged, type Groups } from "../../src/capabilities/exchange.ts";
import { markovChances } from "../../src/capabilities/markov.ts";
import { randomFromSeed } from "../../src/std/random.ts";

const random = randomFromSeed(7);

/** Units of which each is written as its lineage (a letter), in capitals where it is late. */
function groupsOf(units: string): Groups {
  const letters = Array.from(units);
  return {
    second: letters.map((letter) => letter !== letter.toLowerCase()),
    strata: letters.map((letter) => letter.toLowerCase().charCodeAt(0)),
  };
}

/** The units under an x. */
function traitOf(marks: string): Bits {
  const bits = noBits(marks.length);
  for (const [unit, mark] of Array.from(marks).entries()) if (mark === "x") setBit(bits, unit);
  return bits;
}

describe("exchanging early and late", () => {
  test("finds what relatives do late and did not do early", () => {
    const groups = groupsOf("aaaaaaaabbbbbbbbAAAAAAAABBBBBBBB");
    const traits = [traitOf("................xxxxxxxxxxxxxxxx"), traitOf("x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.")];
    const { z, chanceOf } = exchanged(traits, groups, { times: 199, random });
    expect(chanceOf(z[0]!)).toBe(1 / 200);
    expect(chanceOf(z[1]!)).toBeGreaterThan(0.3);
  });

  test("does not take for new what a lineage always did, however much it has spread", () => {
    const groups = groupsOf("aabbbbbbbbbbbbAAAAAAAAAAAAAABB");
    const { z, chanceOf } = exchanged([traitOf("xx............xxxxxxxxxxxxxx..")], groups, { times: 99, random });
    expect(z[0]).toBe(0);
    expect(chanceOf(z[0]!)).toBe(1);
  });

  test("measures the distance as Cochran, Mantel and Haenszel do", () => {
    const groups = groupsOf("aaaaAAAAbbbbBB");
    const { z } = exchanged([traitOf("x...xxx.xx..xx")], groups, { times: 1, random });
    const expected = (4 * 4) / 8 + (4 * 2) / 6;
    const variance = (4 * 4 * 4 * 4) / (8 * 8 * 7) + (4 * 2 * 2 * 4) / (6 * 6 * 5);
    expect(z[0]).toBeCloseTo((5 - expected) / Math.sqrt(variance), 12);
  });

  test("finds something in at most one of twenty comparisons of nothing, however many traits are looked at", () => {
    const comparisons = Array.from({ length: 60 }, (_, seed) => {
      const stream = randomFromSeed(seed);
      const traits = Array.from({ length: 100 }, () =>
        traitOf(Array.from({ length: 40 }, () => (stream.chance(0.3) ? "x" : ".")).join("")),
      );
      const { z, chanceOf } = exchanged(traits, groupsOf("a".repeat(20) + "A".repeat(20)), {
        times: 99,
        random: stream,
      });
      return Math.min(...z.map(chanceOf));
    });
    expect(comparisons.filter((chance) => chance <= 0.05).length / comparisons.length).toBeLessThanOrEqual(0.1);
  });
});

describe("surrogates of traces", () => {
  const steps = (tokens: Iterable<number>): string => {
    const row = [...tokens];
    return row
      .slice(1)
      .map((token, i) => `${row[i]}>${token}`)
      .toSorted()
      .join();
  };

  test("have the same steps from one token to the next, and begin and end alike", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 60 }), fc.nat(), (tokens, seed) => {
        const shuffled = eulerShuffle(Uint16Array.from(tokens), randomFromSeed(seed));
        expect(steps(shuffled)).toBe(steps(tokens));
        expect([shuffled[0], shuffled.at(-1)]).toEqual([tokens[0], tokens.at(-1)]);
      }),
    );
  });

  test("are each as likely as any other", () => {
    const tokens = Uint16Array.from([0, 1, 0, 2, 1, 2, 0, 1]);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const row = eulerShuffle(tokens, random.fork(draw)).join("");
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    const all = orders([...tokens]).filter((row) => steps(row) === steps(tokens) && row[0] === 0);
    expect([...counts.keys()].toSorted()).toEqual([...new Set(all.map((row) => row.join("")))].toSorted());
    for (const count of counts.values()) expect(Math.abs(count / (6000 / counts.size) - 1)).toBeLessThan(0.15);
  });

  /** All orders of some tokens. */
  function orders(tokens: readonly number[]): readonly (readonly number[])[] {
    if (tokens.length === 0) return [[]];
    return [...new Set(tokens)].flatMap((token) => {
      const others = tokens.slice();
      others.splice(others.indexOf(token), 1);
      return orders(others).map((row) => [token, ...row]);
    });
  }

  /** Tokens as they come, in some of the traces with three others in a row. */
  const traces = Array.from({ length: 40 }, (_, i) => {
    const stream = randomFromSeed(i);
    const tokens = Uint16Array.from({ length: 60 }, () => stream.int(6));
    if (i % 4 < 2) tokens.set([1, 4, 2, 5], 20);
    return tokens;
  });

  test("tell what is more than its steps from what is not", () => {
    const patterns = [
      { tokens: [1, 4, 2, 5], gap: 0 },
      { tokens: [3, 0, 3, 1], gap: 0 },
    ];
    const [planted, other] = markovChances(patterns, traces, { times: 60, random });
    expect(planted).toBeLessThanOrEqual(0.05);
    expect(other).toBeGreaterThan(0.05);
  });

  test("explain everything that goes round and round", () => {
    const round = traces.map((tokens) => tokens.map((_, at) => at % 4));
    expect([...markovChances([{ tokens: [0, 1, 2, 3, 0] }], round, { times: 20, random })]).toEqual([1]);
  });

  test("say nothing of one token and of two", () => {
    expect([...markovChances([{ tokens: [1] }, { tokens: [1, 4] }], traces, { times: 20, random })]).toEqual([1, 1]);
  });
});
