import { describe, expect, test } from "vitest";
import { openEs } from "../../src/emitters/open-es.ts";
import { restarting } from "../../src/emitters/restarting.ts";
import type { Told } from "../../src/emitters/emitter.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { vectorPoints } from "./points.ts";

const random = randomFromSeed(1);

function searching(patience: number, growth = 1) {
  const from = (numbers: readonly number[]) =>
    openEs({ points: vectorPoints([...numbers]), sigma: 0.1, learningRate: 0.05 });
  return restarting({
    emitter: from([1, 2, 3]),
    anew: (stream) => from([0, 1, 2].map(() => 100 * stream.next())).memory!.start,
    patience,
    growth,
  });
}

/** Generations whose best are these, told one after the other. */
function meansAfter(patience: number, bests: readonly (number | undefined)[], growth = 1): readonly number[][] {
  const emitter = searching(patience, growth);
  let memory = emitter.memory!.start;
  return bests.map((best, generation) => {
    const told = [best, 0, -1].map((fitness): Told => ({ island: 0, ...(fitness !== undefined && { fitness }) }));
    memory = emitter.memory!.after(memory, best === undefined ? [{ island: 0 }] : told, random.fork(generation));
    return [...memory.search.mean];
  });
}

const isNear = (mean: readonly number[] | undefined): boolean =>
  mean !== undefined && Math.hypot(mean[0]! - 1, mean[1]! - 2, mean[2]! - 3) < 3;

describe("a search that begins anew", () => {
  test("keeps the laws of emitters", async () => {
    const { genomeOf } = vectorPoints([1, 2, 3]);
    await checkEmitter(searching(2), { genomes: [genomeOf(Float64Array.of(1, 2, 3))] });
  });

  test("goes to another place after so many generations without progress", () => {
    const means = meansAfter(3, [5, 5, 5, 5, 5]);
    expect(means.map(isNear)).toEqual([true, true, true, false, false]);
  });

  test("goes on while it makes progress", () => {
    expect(meansAfter(2, [1, 2, 3, 4, 5, 6, 7]).every(isNear)).toBe(true);
  });

  test("takes creeping for no progress", () => {
    expect(meansAfter(3, [1, 101, 101.1, 101.2, 101.3]).map(isNear)).toEqual([true, true, true, true, false]);
  });

  test("does not count generations in which all failed", () => {
    expect(meansAfter(2, [5, undefined, undefined, undefined, 5]).every(isNear)).toBe(true);
  });

  test("tells how often it began anew and for how long it has been idle since", () => {
    const emitter = searching(2);
    let memory = emitter.memory!.start;
    const seen = [5, 5, 5, 1, 1].map((best, generation) => {
      memory = emitter.memory!.after(
        memory,
        [0, -1, best].map((fitness) => ({ island: 0, fitness })),
        random.fork(generation),
      );
      const [search] = emitter.memory!.searches!(memory);
      expect(search!.sigma).toBe(0.1);
      return [search!.restarts, search!.idle];
    });
    expect(seen).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  test("has more patience each time where patience grows", () => {
    const means = meansAfter(2, Array(20).fill(5), 2);
    const begins = means.flatMap((mean, i) =>
      i > 0 && Math.hypot(...mean.map((x, k) => x - means[i - 1]![k]!)) > 3 ? [i] : [],
    );
    // The first of a search is progress: 2, 4 and 8 without any follow.
    expect(begins).toEqual([2, 7, 16]);
  });

  test("refuses a patience or growth below 1", () => {
    expect(() => searching(0)).toThrow(expect.objectContaining({ code: "bad-setting" }));
    expect(() => searching(1, 0.5)).toThrow(expect.objectContaining({ code: "bad-setting" }));
  });
});
