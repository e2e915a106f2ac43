import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../scenarios/cap-set/judge.ts";
import { play } from "../../scenarios/cap-set/play.ts";
import factory from "../../scenarios/cap-set/scenario.ts";
import type { Agent } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";

const caseOf = (n: number) => ({ id: `n${n}`, instance: { n } });

/** The definition: all vectors in lexicographic order, the best that is left, and all lines that it would complete. */
function playSlowly(priority: (el: readonly number[]) => number, n: number): number[] {
  let vectors: number[][] = [[]];
  for (let i = 0; i < n; i++) vectors = vectors.flatMap((vector) => [0, 1, 2].map((digit) => [...vector, digit]));
  const priorities = vectors.map(priority);
  const chosen: number[] = [];
  for (;;) {
    const best = Math.max(...priorities);
    if (best === -Infinity) return chosen;
    const a = priorities.indexOf(best);
    priorities[a] = -Infinity;
    for (const b of chosen) {
      const third = vectors[a]!.map((digit, i) => (6 - digit - vectors[b]![i]!) % 3).join();
      priorities[vectors.findIndex((vector) => vector.join() === third)] = -Infinity;
    }
    chosen.push(a);
  }
}

describe("Cap set", () => {
  test.each([3, 4, 5, 6, 7, 8])("constant priorities give 2^%i vectors", (n) => {
    const answer = play([() => 0], { n });
    expect(judge(answer, caseOf(n)).scores).toEqual([2 ** n]);
  });

  test("the greedy choice is the one that the definition makes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 4 }),
        fc.array(fc.integer(), { minLength: 4, maxLength: 4 }),
        (n, weights) => {
          const priority = (el: readonly number[]): number =>
            el.reduce((sum, digit, i) => sum + digit * weights[i]!, 0) % 7;
          expect(play([priority], { n })).toEqual(playSlowly(priority, n));
        },
      ),
    );
  });

  test("whatever the priorities, the answer is a cap set, no larger than the largest known", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double()), (values) => {
        const agent: Agent = () => values.next().value;
        const { scores } = judge(play([agent], { n: 4 }), caseOf(4));
        expect(scores[0]).toBeLessThanOrEqual(20);
      }),
    );
  });

  test("the agent is told the vector and what can be counted in it", () => {
    const seen: unknown[][] = [];
    const spy: Agent = (...inputs: unknown[]) => {
      seen.push(structuredClone(inputs));
      return 0;
    };
    play([spy], { n: 3 });
    expect(seen).toHaveLength(27);
    expect(seen[0]).toEqual([[0, 0, 0], 3, 3, 0, 0, 3, 3, 0]);
    expect(seen[14]).toEqual([[1, 1, 2], 3, 0, 2, 1, 1, 1, 1]);
    expect(new Set(seen.map(([el]) => String(el))).size).toBe(27);
  });

  test("an agent that changes its vector changes nothing", () => {
    const vandal: Agent = (el: number[]) => {
      el.fill(9);
      return 0;
    };
    expect(play([vandal], { n: 3 })).toEqual(play([() => 0], { n: 3 }));
  });

  test.each([
    ["a line", [0, 1, 2], "on a line"],
    ["a vector twice", [0, 0], "chosen twice"],
    ["a vector outside the space", [27], "not a vector"],
    ["a negative vector", [-1], "not a vector"],
    ["half a vector", [0.5], "not a vector"],
    ["a text", ["0"], "not a vector"],
    ["no list", { length: 1, 0: 0 }, "not a list"],
  ])("the judge refuses %s", (_what, answer, message) => {
    expect(() => judge(answer, caseOf(3))).toThrow(message);
  });

  test("all dimensions of a range are cases", () => {
    const ids = factory
      .create({ n: 4, to: 6 })
      .cases("train", randomFromSeed(1))
      .map(({ id }) => id);
    expect(ids).toEqual(["train-n4", "train-n5", "train-n6"]);
    expect(() => factory.create({ n: 6, to: 5 })).toThrow("Expected `to` to be a whole number from 6");
  });
});
