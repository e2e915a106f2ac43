import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkShape } from "../../src/genome/kinds/network/shape.ts";
import type { Policy } from "../../src/inference/engines/engine.ts";
import { createKernelEngine } from "../../src/inference/engines/kernel.ts";
import { createEpisodes, type Episodes } from "../../src/inference/flow/episodes.ts";
import { isHosts } from "../../src/inference/flow/trigonometry.ts";
import { type Flow, numbers } from "../../src/scenario/flow.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { randomNeat, randomNetwork } from "../../src/testing/brains.ts";
import { scriptedPolicy } from "../../src/testing/policy.ts";

/** What every operation makes of two numbers. */
const everything: Flow = {
  state: 25,
  steps: 10,
  begin: () => started(0, 0),
  observe: (_, [a, b]) => [a!, b!],
  step(to, [a, b], [answer]) {
    const [x, y] = [a!, b!];
    const above = to.greater(x, y);
    const large = to.greater(to.abs(y), to.of(1));
    const results = [to.add(x, y), to.sub(x, y), to.mul(x, y), to.div(x, y), to.min(x, y), to.max(x, y)];
    const bounds = [to.min(x, to.of(0.75)), to.min(to.of(-0.75), x), to.max(to.of(0.75), y), to.max(y, to.of(-0.75))];
    const bare = [to.min(x, to.of(0)), to.max(to.of(-0), y), to.max(x, to.of(Number.NaN))];
    const truths = [to.min(above, large), to.max(above, large), to.min(above, x), to.max(y, large)];
    const single = [to.abs(x), to.sin(x), to.cos(x), above, to.where(above, y, to.of(0.1)), answer!];
    return {
      state: [x, y, ...results, ...bounds, ...bare, ...truths, ...single],
      over: to.max(to.greater(answer!, to.of(2)), to.greater(to.of(-2), answer!)),
    };
  },
  score: ([a]) => [a!],
  measure: () => [],
};

function policyOf(networks: number, columns: number): Policy {
  return scriptedPolicy({ networks, columns, inputs: 2, outputs: 1 });
}

function episodesIn(policy: Policy, columns: number): Episodes {
  const episodes = createEpisodes({ flow: everything, inputs: 2, outputs: 1, policy, columns });
  episodes.seat(0);
  return episodes;
}

/** One step, whoever lives. */
function step(episodes: Episodes): void {
  expect(episodes.play(1, 0)).toBe(0);
}

function started(a: number, b: number): readonly number[] {
  return [a, b, ...Array.from({ length: 23 }, () => 0)];
}

/** Where sines and cosines begin to be computed in another way, and multiples of quarter turns. */
const borders = [2 ** -27, 2 ** -12, 0.3, 0.78125, ...[1, 2, 3, 4, 8, 30].map((i) => (i * Math.PI) / 4), 48];

/** Numbers of all sizes; many near 0 and about borders. */
const any = fc.oneof(
  fc.double(),
  fc.double({ min: -1, max: 1 }),
  fc.double({ min: -60, max: 60 }),
  fc.constantFrom(-0, 0, NaN, Infinity, -Infinity),
  fc
    .tuple(
      fc.constantFrom(...borders, ...borders.map((border) => -border)),
      fc.integer({ min: -9, max: 9 }),
      fc.nat(50),
    )
    .map(([border, far, bits]) => border * (1 + far * 2 ** -bits)),
);
const small = fc.oneof(fc.double({ min: -0.31, max: 0.31 }), fc.constantFrom(-0, 0, 2 ** -30, -(2 ** -1060)));

/** Starts of episodes: small angles beside each other, and whatever else. */
const starts = fc.oneof(...[any, small].map((one) => fc.array(fc.tuple(one, one), { minLength: 1, maxLength: 11 })));

describe("a compiled world", () => {
  test("computes sines in vectors, since this host's are the same", () => {
    expect(isHosts()).toBe(true);
  });

  test("computes what plain numbers do, to the bit, whatever they are", () => {
    fc.assert(
      fc.property(starts, (pairs) => {
        const policy = policyOf(1, pairs.length);
        const episodes = episodesIn(policy, pairs.length);
        const seen = (e: number) => [policy.inputs[e], policy.inputs[pairs.length + e]];
        for (const [e, [a, b]] of pairs.entries()) episodes.begin(e, started(a, b));
        policy.outputs.fill(0.5);
        expect(episodes.play(1, pairs.length)).toBe(0);
        for (const [e, [a, b]] of pairs.entries()) expect(seen(e)).toEqual([Math.fround(a), Math.fround(b)]);
        policy.inputs.fill(0);
        for (const [e, [a, b]] of pairs.entries()) {
          expect(episodes.isLive(e)).toBe(true);
          expect(episodes.state(e)).toEqual(everything.step(numbers, started(a, b), [0.5]).state);
        }
        expect(episodes.play(1, 1)).toBe(0);
        for (const [e, [a, b]] of pairs.entries()) expect(seen(e)).toEqual([Math.fround(a), Math.fround(b)]);
        episodes.free();
      }),
      { numRuns: 1000 },
    );
  });

  test("moves each episode by itself, whatever becomes of those beside it", () => {
    const answer = fc.oneof(
      fc.constantFrom(0.5, 0.25, 3, -3, NaN, Infinity),
      fc.float({ min: -2, max: 2, noNaN: true }),
    );
    const steps = fc.array(fc.array(answer, { minLength: 11, maxLength: 11 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), steps, (count, answers) => {
        const policy = policyOf(count, 1);
        const episodes = episodesIn(policy, 1);
        const expected = Array.from({ length: count }, (_, e) => ({ state: started(e, 1), live: true, wrong: false }));
        for (const [e, { state }] of expected.entries()) episodes.begin(e, state);
        for (const given of answers) {
          policy.outputs.set(given.slice(0, count));
          for (const [e, one] of expected.entries()) {
            if (!one.live) continue;
            const next = everything.step(numbers, one.state, [given[e]!]);
            one.wrong = !Number.isFinite(given[e]!);
            one.live = !one.wrong && next.over === 0;
            if (!one.wrong) one.state = next.state;
          }
          step(episodes);
          for (const [e, { state, live, wrong }] of expected.entries()) {
            expect([episodes.isLive(e), episodes.isWrong(e)]).toEqual([live, wrong]);
            expect(episodes.state(e)).toEqual(state);
            expect([policy.inputs[2 * e], policy.inputs[2 * e + 1]]).toEqual([e, 1]);
          }
        }
        episodes.free();
      }),
    );
  });

  test("goes on until too few are live or the steps are over, and says how many are left", async () => {
    const policy = policyOf(3, 1);
    let steps = 0;
    const ends = [2, 4, 7];
    const later = { ...policy, forward: () => Promise.resolve(forward()) };
    const forward = (): void => {
      steps++;
      policy.outputs.set(ends.map((end) => (steps === end ? 3 : 0.5)));
    };
    for (const one of [{ ...policy, forward }, later]) {
      const episodes = episodesIn(one, 1);
      const begin = (): void => {
        steps = 0;
        for (const e of [0, 1, 2]) episodes.begin(e, started(e, 1));
      };
      for (const [least, left] of [3, 2, 1, 0].map((some, i) => [some, [8, 6, 3, 0][i]!] as const)) {
        begin();
        expect(await episodes.play(10, least)).toBe(left);
        expect(steps).toBe(10 - left);
        expect(ends.map((_, e) => episodes.isLive(e))).toEqual(ends.map((end) => end > steps));
      }
      begin();
      expect(await episodes.play(0, 1)).toBe(0);
      expect([await episodes.play(3, 2), steps]).toEqual([0, 3]);
      episodes.free();
    }
  });

  test("plays the same with networks that WebAssembly computes within, and with the same ones from outside", async () => {
    const engine = createKernelEngine();
    const shape: NetworkShape = {
      inputs: 2,
      outputs: 1,
      hidden: [3],
      activation: "tanh",
      outputActivation: "linear",
      recurrent: true,
    };
    const play = fc.record({
      isNeat: fc.boolean(),
      networks: fc.integer({ min: 1, max: 9 }),
      columns: fc.integer({ min: 1, max: 6 }),
      steps: fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 1, maxLength: 4 }),
      seed: fc.nat(),
    });
    let ended = 0;
    const property = fc.asyncProperty(play, async ({ isNeat, networks, columns, steps, seed }) => {
      const random = randomFromSeed(seed);
      const brains = Array.from({ length: networks }, (_, i) =>
        isNeat
          ? randomNeat({ inputs: 2, outputs: 1, hidden: 2, delays: true }, random.fork(i))
          : randomNetwork(shape, random.fork(i)),
      );
      const states = Array.from({ length: 4 * networks * columns }, () => started(random.normal(), random.normal()));
      const seen = [];
      for (const isInside of [true, false]) {
        const { wasm, ...outside } = await engine.load(brains, columns);
        const policy = isInside ? { ...outside, wasm: wasm! } : outside;
        const episodes = episodesIn(policy, columns);
        const told: unknown[] = [];
        for (let group = 0; group * policy.group < networks; group++) {
          episodes.seat(group);
          const count = columns * Math.min(policy.group, networks - group * policy.group);
          for (let e = 0; e < count; e++) episodes.begin(e, states[group * policy.group * columns + e]!);
          for (const [some, least] of steps) told.push(await episodes.play(some, least));
          for (let e = 0; e < count; e++) told.push(episodes.isLive(e), episodes.isWrong(e), episodes.state(e));
          ended += told.filter((one) => one === false).length;
        }
        seen.push(told);
        episodes.free();
        policy.free();
      }
      expect(seen[0]).toEqual(seen[1]);
    });
    await fc.assert(property);
    expect(ended).toBeGreaterThan(0);
    await engine.close();
  });

  test("leaves an episode as it was once it is over, and goes on with those beside it", () => {
    const policy = policyOf(3, 1);
    const episodes = episodesIn(policy, 1);
    for (const e of [0, 1, 2]) episodes.begin(e, started(e, 1));
    policy.outputs.set([3, 0.25, 0.25]);
    step(episodes);
    policy.outputs.set([0.5, 0.5, 0.5]);
    step(episodes);
    expect([0, 1, 2].map((e) => episodes.state(e).at(-1))).toEqual([3, 0.5, 0.5]);
    expect([0, 1, 2].map((e) => episodes.isLive(e))).toEqual([false, true, true]);
    episodes.begin(0, started(7, 1));
    step(episodes);
    expect(policy.inputs[0]).toBe(7);
    expect([0, 1, 2].map((e) => episodes.isLive(e))).toEqual([true, true, true]);
    episodes.free();
  });

  test.each([NaN, Infinity, -Infinity])("ends an episode as it was before an answer of %s, and says so", (answer) => {
    const policy = policyOf(1, 2);
    const episodes = episodesIn(policy, 2);
    for (const e of [0, 1]) episodes.begin(e, started(1, 2));
    policy.outputs.set([answer, 1]);
    step(episodes);
    expect([0, 1].map((e) => episodes.isLive(e))).toEqual([false, true]);
    expect([0, 1].map((e) => episodes.isWrong(e))).toEqual([true, false]);
    expect(episodes.state(0)).toEqual(started(1, 2));
    episodes.seat(0);
    expect([0, 1].map((e) => episodes.isWrong(e) || episodes.isLive(e))).toEqual([false, false]);
    episodes.free();
  });
});
