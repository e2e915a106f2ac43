import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/inference/engines/engine.ts";
import { createEpisodes, type Episodes } from "../../src/inference/flow/episodes.ts";
import { type Flow, numbers } from "../../src/scenario/flow.ts";

/** What every operation makes of two numbers. */
const everything: Flow = {
  state: 14,
  steps: 10,
  begin: () => Array.from({ length: 14 }, () => 0),
  observe: (_, [a, b]) => [a!, b!],
  step(to, [a, b], [answer]) {
    const [x, y] = [a!, b!];
    const above = to.greater(x, y);
    const results = [to.add(x, y), to.sub(x, y), to.mul(x, y), to.div(x, y), to.min(x, y), to.max(x, y)];
    const single = [to.abs(x), to.sin(x), to.cos(x), above, to.where(above, y, to.of(0.1)), answer!];
    return { state: [x, y, ...results, ...single], over: to.greater(answer!, to.of(2)) };
  },
  score: ([a]) => [a!],
  measure: () => [],
};

function policyOf(group: number, columns: number): Policy {
  return {
    inputs: new Float32Array(group * columns * 2),
    outputs: new Float32Array(group * columns),
    group,
    forward: () => undefined,
    reset: () => undefined,
    free: () => undefined,
  };
}

function episodesIn(policy: Policy, columns: number): Episodes {
  const episodes = createEpisodes({ flow: everything, inputs: 2, outputs: 1, policy, columns });
  episodes.seat(0);
  return episodes;
}

function started(a: number, b: number): readonly number[] {
  return [a, b, ...Array.from({ length: 12 }, () => 0)];
}

/** Numbers of all sizes; many near 0, where sines are computed in another way. */
const any = fc.oneof(
  fc.double(),
  fc.double({ min: -1, max: 1 }),
  fc.double({ min: -60, max: 60 }),
  fc.constantFrom(-0, 0, NaN, Infinity, -Infinity),
);

describe("a compiled world", () => {
  test("computes what plain numbers do, to the bit, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(any, any), { minLength: 1, maxLength: 7 }), (pairs) => {
        const policy = policyOf(1, pairs.length);
        const episodes = episodesIn(policy, pairs.length);
        for (const [e, [a, b]] of pairs.entries()) episodes.begin(e, started(a, b));
        policy.outputs.fill(0.5);
        expect(episodes.step()).toBe(pairs.length);
        for (const [e, [a, b]] of pairs.entries()) {
          expect(episodes.state(e)).toEqual(everything.step(numbers, started(a, b), [0.5]).state);
          const seen = [policy.inputs[e], policy.inputs[pairs.length + e]];
          expect(seen).toEqual([Math.fround(a), Math.fround(b)]);
        }
        episodes.free();
      }),
      { numRuns: 500 },
    );
  });

  test("leaves an episode as it was once it is over, and goes on with those beside it", () => {
    const policy = policyOf(3, 1);
    const episodes = episodesIn(policy, 1);
    for (const e of [0, 1, 2]) episodes.begin(e, started(e, 1));
    policy.outputs.set([3, 0.25, 0.25]);
    expect(episodes.step()).toBe(2);
    policy.outputs.set([0.5, 0.5, 0.5]);
    expect(episodes.step()).toBe(2);
    expect([0, 1, 2].map((e) => episodes.state(e).at(-1))).toEqual([3, 0.5, 0.5]);
    expect([0, 1, 2].map((e) => episodes.isLive(e))).toEqual([false, true, true]);
    episodes.begin(0, started(7, 1));
    expect(policy.inputs[0]).toBe(7);
    expect(episodes.step()).toBe(3);
    episodes.free();
  });

  test.each([NaN, Infinity, -Infinity])("ends an episode as it was before an answer of %s, and says so", (answer) => {
    const policy = policyOf(1, 2);
    const episodes = episodesIn(policy, 2);
    for (const e of [0, 1]) episodes.begin(e, started(1, 2));
    policy.outputs.set([answer, 1]);
    expect(episodes.step()).toBe(1);
    expect([0, 1].map((e) => episodes.isWrong(e))).toEqual([true, false]);
    expect(episodes.state(0)).toEqual(started(1, 2));
    episodes.seat(0);
    expect([0, 1].map((e) => episodes.isWrong(e) || episodes.isLive(e))).toEqual([false, false]);
    episodes.free();
  });
});
