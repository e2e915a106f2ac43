import { describe, expect, test } from "vitest";
import { behavioursOf } from "../../src/capabilities/behaviours.ts";
import { hasBit } from "../../src/capabilities/bits.ts";
import { contingencyOf } from "../../src/capabilities/contingency.ts";
import { mine } from "../../src/capabilities/mine.ts";
import type { Pattern } from "../../src/capabilities/pattern.ts";
import { frequentResponses } from "../../src/capabilities/responses.ts";
import { shows } from "../../src/capabilities/shows.ts";
import type { Specimen } from "../../src/capabilities/specimen.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { specimenOf } from "./planted.ts";

/** Own acts are 0 and 1; 2 to 5 are what happens. */
const acts = [0, 1];

/** What an agent does after what it knows of. */
type Policy = (past: readonly number[], random: Random) => number;

const neutral: Policy = (_, random) => random.int(2);
/** Answers 3 with 1 and all else with 0, but for one in ten by mistake. */
const responder: Policy = (past, random) => (random.chance(0.1) ? random.int(2) : past.at(-1) === 3 ? 1 : 0);
/** Answers with 1 only a 3 that comes after an own 1, and else does it in two of five cases. */
const pairResponder: Policy = (past, random) =>
  (past.at(-1) === 3 && past.at(-2) === 1) || random.chance(0.4) ? 1 : 0;

/** Variants of two lineages over ten generations, each with two traces of 160 rounds. */
function variants(policyOf: (id: number, generation: number) => Policy, seed = 1): readonly Specimen[] {
  return Array.from({ length: 60 }, (_, id) => {
    const generation = Math.floor(id / 6);
    const traces = [0, 1].map((turn) => {
      const random = randomFromSeed(seed).fork(id, turn);
      const past: number[] = [];
      for (let round = 0; round < 160; round++) past.push(policyOf(id, generation)(past, random), 2 + random.int(4));
      return Uint16Array.from(past);
    });
    return { ...specimenOf(id, generation, traces), root: id % 2 };
  });
}

const found = (specimens: readonly Specimen[]): readonly string[] =>
  mine(specimens, { random: randomFromSeed(1), windows: [0.5, 0.5], acts }).candidates.map(textOf);

function textOf({ pattern: { tokens, acts: own } }: { readonly pattern: Pattern }): string {
  return own === undefined ? tokens.join(" ") : `${tokens.slice(0, -1).join(" ")} > ${tokens.at(-1)}`;
}

describe("Mining", () => {
  test("finds a planted response among noise, once, and no neutral one", () => {
    const late = (policy: Policy) => variants((id, generation) => (generation > 4 && id % 6 > 1 ? policy : neutral));
    expect(found(late(responder))).toEqual(["3 > 1"]);
    expect(found(late(neutral))).toEqual([]);
  });

  test("finds a response to two things that no one of them brings about", () => {
    expect(found(variants((_, generation) => (generation > 4 ? pairResponder : neutral)))).toContain("1 3 > 1");
  });

  test("looks at the responses that enough variants show on 30 occasions, as each of them would be counted alone", () => {
    const specimens = variants((id) => [neutral, responder, pairResponder][id % 3]!, 4);
    const behaviours = behavioursOf(specimens);
    const weights = Array.from({ length: behaviours.count }, () => 1);
    const search = { behaviours, weights, supportMin: 8 };
    const responses = frequentResponses(search, acts);
    expect(frequentResponses(search, [])).toEqual([]);
    const contexts = [2, 3, 4, 5].flatMap((last) => [[last], ...acts.map((own) => [own, last])]);
    let expected = 0;
    for (const context of contexts) {
      for (const act of acts) {
        const pattern = { tokens: [...context, act], gap: 0, acts };
        const who = specimens.map(({ traces }) => {
          const { after, otherwise } = contingencyOf(pattern, traces);
          return shows(pattern, traces) && Math.min(after[1], otherwise[1]) >= 30;
        });
        const shorter = { ...pattern, tokens: [context.at(-1)!, act] };
        const more = specimens.filter(({ traces }, i) => who[i] && (context.length === 1 || !shows(shorter, traces)));
        const one = responses.find((some) => textOf(some) === textOf({ pattern }));
        expect(one !== undefined).toBe(more.length >= 8);
        if (one === undefined) continue;
        expect(specimens.map((_, i) => hasBit(one.behaviours, behaviours.of[i]!))).toEqual(who);
        expected++;
      }
    }
    expect(expected).toBeGreaterThan(1);
    expect(responses.filter(({ pattern }) => pattern.tokens.length < 4)).toHaveLength(expected);
  });
});
