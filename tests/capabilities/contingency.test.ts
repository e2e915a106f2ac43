import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contingencyOf, deltaP } from "../../src/capabilities/contingency.ts";
import { shows, strengthOf } from "../../src/capabilities/shows.ts";

const traceOf = (tokens: readonly number[]) => ({ case: "train-0", tokens: Uint16Array.from(tokens) });

/** Own acts are 0 and 1, the other's are 2 and 3. */
const acts = [0, 1];

/** Rounds in which the other's moves are these, and the own ones an answer to all of them so far. */
function rounds(theirs: readonly number[], answer: (past: readonly number[]) => number) {
  return traceOf(theirs.flatMap((move, at) => [answer(theirs.slice(0, at)), move]));
}

const anything = Array.from({ length: 60 }, (_, at) => (at % 7 < 3 ? 3 : 2));

describe("A response", () => {
  test("is shown by so much as its act is likelier after its context than otherwise, by any count", () => {
    const token = fc.nat(3);
    const rows = fc.array(fc.array(token, { maxLength: 60 }), { maxLength: 4 });
    fc.assert(
      fc.property(rows, fc.array(token, { minLength: 1, maxLength: 3 }), fc.nat(1), (some, context, act) => {
        const places = some.flatMap((row) =>
          row.flatMap((own, at) => {
            if (!acts.includes(own)) return [];
            const before = row.slice(0, at).slice(-context.length);
            return [{ isDone: own === act, isAfter: before.join() === context.join() && at >= context.length }];
          }),
        );
        const [after, otherwise] = [true, false].map((isAfter) => places.filter((one) => one.isAfter === isAfter));
        const shareOf = (part: typeof places) => part.filter(({ isDone }) => isDone).length / part.length;
        const strength = strengthOf({ tokens: [...context, act], gap: 0, acts }, some.map(traceOf));
        const isTold = after!.length >= 10 && otherwise!.length >= 10;
        expect(strength).toBeCloseTo(isTold ? Math.max(0, shareOf(after!) - shareOf(otherwise!)) : 0, 12);
      }),
    );
  });

  test("is shown by tit for tat, and to what the other did two moves ago it is not", () => {
    const traces = [rounds(anything, (past) => (past.at(-1) === 3 ? 1 : 0))];
    expect(strengthOf({ tokens: [3, 1], gap: 0, acts }, traces)).toBe(1);
    expect(strengthOf({ tokens: [2, 0], gap: 0, acts }, traces)).toBeGreaterThan(0.9);
    expect(shows({ tokens: [2, 1], gap: 0, acts }, traces)).toBe(false);
    expect(shows({ tokens: [3, 0, 2, 1], gap: 0, acts }, traces)).toBe(false);
  });

  test("of who always does the same is none, whatever it is to", () => {
    for (const act of acts) {
      const traces = [rounds(anything, () => act)];
      fc.assert(
        fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }), fc.constantFrom(...acts), (context, done) => {
          expect(strengthOf({ tokens: [...context, done], gap: 0, acts }, traces)).toBe(0);
        }),
      );
    }
  });

  test("is none where there are fewer than ten occasions to go by", () => {
    expect(deltaP({ after: [9, 9], otherwise: [0, 50] })).toBe(0);
    expect(deltaP({ after: [10, 10], otherwise: [0, 9] })).toBe(0);
    expect(deltaP({ after: [10, 10], otherwise: [0, 10] })).toBe(1);
    expect(contingencyOf({ tokens: [3, 1], acts }, [])).toEqual({ after: [0, 0], otherwise: [0, 0] });
  });
});
