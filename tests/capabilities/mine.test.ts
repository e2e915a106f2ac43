import { describe, expect, test } from "vitest";
import type { Candidate } from "../../src/capabilities/candidate.ts";
import { mine, type MineOptions } from "../../src/capabilities/mine.ts";
import { shows } from "../../src/capabilities/shows.ts";
import type { Specimen } from "../../src/capabilities/specimen.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { planted, scored, specimenOf } from "./planted.ts";

const options: MineOptions = { random: randomFromSeed(1), windows: [0.5, 0.5] };

/** Variants of two lineages over ten generations, each with a trace of so many tokens, that `tell` makes of the first six. */
function variants(tell: (tokens: Uint16Array, id: number, generation: number) => void, seed = 1): readonly Specimen[] {
  return Array.from({ length: 100 }, (_, id) => {
    const stream = randomFromSeed(seed).fork(id);
    const tokens = Uint16Array.from({ length: 20 }, () => stream.int(6));
    const generation = Math.floor(id / 10);
    tell(tokens, id, generation);
    return { ...specimenOf(id, generation, [tokens]), root: id % 2, fitness: id % 7 };
  });
}

function patternsOf(candidates: readonly Candidate[]): readonly string[] {
  return candidates.map(({ pattern }) => pattern.tokens.join(" "));
}

describe("mining", () => {
  test("finds planted motifs whole, and nothing else", { timeout: 60_000 }, () => {
    const truth = planted({ seed: 5, prevalence: 0.3, traces: 80, length: 100 });
    const { found, wrong, findings } = scored(truth, { shadow: truth.shadow });
    expect({ found, wrong }).toEqual({ found: 3, wrong: 0 });
    expect(patternsOf(findings.candidates).toSorted()).toEqual(truth.motifs.map((motif) => motif.join(" ")).toSorted());
    expect(findings).toMatchObject({ early: 80, late: 80 });
  });

  test("finds nothing where nothing is planted", { timeout: 60_000 }, () => {
    expect(scored(planted({ seed: 6, prevalence: 0, traces: 60, length: 80 }), {}).findings.candidates).toEqual([]);
  });

  test("finds the same again, whatever the order of other draws", () => {
    const specimens = variants((tokens, _, generation) => generation > 4 && tokens.set([6], 3));
    const random = randomFromSeed(3);
    const found = mine(specimens, { random });
    random.next();
    expect(mine(specimens, { random })).toEqual(found);
  });

  test("demands more at each look at a campaign under way, so that many looks find no more by chance than one", () => {
    const chanceAt = (share: number, look?: number): number | undefined => {
      const specimens = variants((tokens, id, generation) => generation > 4 && id % 10 < share && tokens.set([6], 3));
      const { candidates } = mine(specimens, { ...options, ...(look === undefined ? {} : { look }) });
      return candidates.find(({ pattern }) => pattern.tokens.join() === "6")?.evidence.permutation;
    };
    const [once, first] = [chanceAt(3), chanceAt(3, 1)];
    expect(once).toBeLessThanOrEqual(0.025);
    expect(first).toBeCloseTo(2 * once!, 10);
    expect(chanceAt(3, 20)).toBeUndefined();
    expect(chanceAt(9, 20)).toBeLessThan(1e-6);
    expect(chanceAt(9, 21)! / chanceAt(9, 20)!).toBeCloseTo((21 * 22) / (20 * 21), 8);
  });

  test("finds a single new token, which rests on the exchange and not on surrogates", () => {
    const specimens = variants((tokens, id, generation) => generation > 4 && id % 10 > 2 && tokens.set([6], 3));
    const [one, ...others] = mine(specimens, options).candidates;
    expect(others).toEqual([]);
    expect(one).toMatchObject({ pattern: { tokens: [6] }, first: 53, lineages: 2, early: 0, late: 0.7 });
    expect(one!.evidence.permutation).toBeLessThanOrEqual(0.05);
    expect(one!.evidence).not.toHaveProperty("shadow");
    expect(one!.carriers).toHaveLength(35);
    for (const specimen of specimens) {
      expect(shows(one!.pattern, specimen.traces)).toBe(one!.carriers.includes(specimen.id));
    }
    const fitness = one!.carriers.map((id) => specimens[id]!.fitness);
    expect(fitness).toEqual(fitness.toSorted((a, b) => b - a));
  });

  test("does not take the pairs of a new token for something else", () => {
    const specimens = variants((tokens, _, generation) => generation > 4 && tokens.set([6, 6], 3));
    expect(patternsOf(mine(specimens, options).candidates)).toEqual(["6"]);
  });

  test("finds a new pair of old tokens", () => {
    const specimens = variants((tokens, _, generation) => {
      for (let at = 0; at < tokens.length; at++) tokens[at] = [1, 2, 3][at % 3]!;
      if (generation > 4) tokens.set([3, 3, 1, 2, 1, 2], 6);
    });
    const found = mine(specimens, options).candidates;
    expect(found.length).toBeGreaterThan(0);
    for (const { pattern } of found) expect(pattern.tokens.length).toBeGreaterThan(1);
  });

  test("leaves out what a lineage brought along from its founder", () => {
    const specimens = variants((tokens, id) => id % 2 === 1 && tokens.set([6], 3)).filter(
      ({ id, generation }) => (id % 2 === 1) === generation > 4 || id % 10 < 2,
    );
    expect(mine(specimens, options).candidates).toEqual([]);
  });

  test("leaves out what comes without selection too", () => {
    const tell = (tokens: Uint16Array, _: number, generation: number): void => {
      if (generation > 4) tokens.set([6], 3);
    };
    const own = variants(tell);
    expect(patternsOf(mine(own, { ...options, shadow: variants(() => {}, 2) }).candidates)).toEqual(["6"]);
    expect(mine(own, { ...options, shadow: variants(tell, 2) }).candidates).toEqual([]);
  });

  test("leaves out what rises no further than patterns drift without selection", () => {
    const own = variants((tokens, id, generation) => generation > 4 && id % 10 > 6 && tokens.set([6], 3));
    // Each token but one comes and goes: relatives do what their relatives do.
    const drifting = variants((tokens, id, generation) => {
      for (let at = 0; at < tokens.length; at++) tokens[at] = generation > 4 === id % 20 < 17 ? at % 3 : 3 + (at % 3);
    }, 2);
    expect(patternsOf(mine(own, { ...options, shadow: variants(() => {}, 2) }).candidates)).toEqual(["6"]);
    expect(mine(own, { ...options, shadow: drifting }).candidates).toEqual([]);
  });

  test("finds nothing where the better ones had no more children, and asks for more of later looks", () => {
    const own = variants((tokens, _, generation) => generation > 4 && tokens.set([6], 3));
    const [found] = mine(own, { ...options, selection: 0.01 }).candidates;
    expect(found!.evidence.selection).toBe(0.01);
    expect(mine(own, { ...options, selection: 0.3 }).candidates).toEqual([]);
    expect(mine(own, { ...options, selection: 0.01, look: 2 }).candidates).toEqual([]);
    expect(mine(own, { ...options, selection: 0.001, look: 2 }).candidates).toHaveLength(1);
  });

  test("finds nothing in next to nothing", () => {
    const lone = variants(() => {}).slice(0, 3);
    for (const specimens of [[], lone, lone.map((one) => ({ ...one, traces: [] }))]) {
      expect(mine(specimens, options).candidates).toEqual([]);
    }
  });
});
