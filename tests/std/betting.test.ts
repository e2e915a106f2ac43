import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEProcess } from "../../src/std/betting.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";

/** Values of a mean of 0 that are no less than -2, in many shapes. */
const nulls: Readonly<Record<string, (random: Random) => number>> = {
  "a coin": (random) => (random.chance(0.5) ? 1 : -1),
  "a normal, cut at two deviations": (random) => Math.max(-1, Math.min(1, random.normal() / 2)),
  uniform: (random) => 2 * random.next() - 1,
  "mostly small gains and few large losses": (random) => (random.chance(0.95) ? 0.1 : -1.9),
  "mostly small losses and few large gains": (random) => (random.chance(0.98) ? -0.02 : 0.98),
  "gains so rare that few see one": (random) => (random.chance(0.999) ? -0.001 : 0.999),
  "mostly nothing": (random) => (random.chance(0.9) ? 0 : random.chance(0.5) ? 0.5 : -0.5),
  "an exponential, of gains without end": (random) => -Math.log(1 - random.next()) - 1,
};

function largestOf(draw: (random: Random) => number, random: Random, values: number): number {
  const bets = createEProcess(2);
  for (let i = 0; i < values && bets.largest() < 20; i++) bets.add(draw(random));
  return bets.largest();
}

describe("Without any gain", () => {
  test.each(Object.entries(nulls))("%s: at most one in 20 ever gets to 20, however long one waits", (name, draw) => {
    const random = randomFromSeed(name);
    const [runs, values] = [600, 500];
    const reached = Array.from({ length: runs }, (_, i) => largestOf(draw, random.fork(i), values)).filter(
      (largest) => largest >= 20,
    );
    expect(reached.length / runs).toBeLessThanOrEqual(0.05);
  });

  test("a mean that shifts from value to value, but never above 0, is no gain either", () => {
    const random = randomFromSeed("shifting");
    let reached = 0;
    for (let run = 0; run < 400; run++) {
      const own = random.fork(run);
      const bets = createEProcess(2);
      let last = 0;
      for (let i = 0; i < 400; i++) {
        // The worse it went, the wilder it gets.
        const wildness = last < 0 ? 1 : 0.1;
        last = own.chance(0.5) ? wildness : -wildness;
        bets.add(last);
      }
      if (bets.largest() >= 20) reached++;
    }
    expect(reached / 400).toBeLessThanOrEqual(0.05);
  });
});

test.each([
  [0.15, 0.1, 90],
  [0.15, 0.5, 200],
  [0.4, 0.3, 40],
])("A gain of %d with noise of %d is mostly shown within %i values", (gain, noise, values) => {
  const random = randomFromSeed("power");
  const shown = Array.from({ length: 200 }, (_, i) =>
    largestOf((stream) => Math.max(-2, gain + noise * stream.normal()), random.fork(i), values),
  ).filter((largest) => largest >= 20);
  expect(shown.length / 200).toBeGreaterThan(0.85);
});

test("The evidence is 1 before the first value, never falls, and is finite, whatever the values are", () => {
  const values = fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }), { maxLength: 400 });
  fc.assert(
    fc.property(values, (list) => {
      const bets = createEProcess(2);
      let last = 1;
      expect(bets.largest()).toBe(1);
      for (const value of list) {
        bets.add(value);
        expect(bets.largest()).toBeGreaterThanOrEqual(last);
        expect(bets.largest()).toBeLessThanOrEqual(1e12 * (1 + 1e-9));
        last = bets.largest();
      }
    }),
    { numRuns: 50 },
  );
});

test("A loss beyond what bets are made for takes those that cannot pay for it, and all of them where it is large enough", () => {
  const [hurt, ruined] = [createEProcess(2), createEProcess(2)];
  hurt.add(-20);
  ruined.add(-100);
  for (let i = 0; i < 200; i++) for (const bets of [hurt, ruined]) bets.add(1);
  expect(hurt.largest()).toBeGreaterThan(20);
  expect(ruined.largest()).toBe(1);
});
