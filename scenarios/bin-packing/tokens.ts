import type { Case } from "../../src/scenario/scenario.ts";
import { judge } from "./judge.ts";
import type { Packing } from "./play.ts";

/** What an agent does with an item, in the order of how well its bin is filled. */
export const tokens = ["perfect", "tight", "loose", "new-bin"] as const;

/** Up to this share of the capacity is a rest in which hardly anything fits. */
const tightShare = 0.1;

/**
 * Where each item went: into a bin that it fills exactly, one in which a tenth of the capacity is left at most, one in
 * which more is left, or an empty one. Throws where the answer is no packing.
 */
export function answerTokens(answer: unknown, one: Case): readonly string[] {
  judge(answer, one);
  const { capacity, items } = one.instance as Packing;
  const bins = typeof answer === "number" ? [answer] : (answer as readonly number[]);
  const spaces: number[] = [];
  return items.map((item, i): (typeof tokens)[number] => {
    const bin = bins[i]!;
    const isNew = spaces[bin] === undefined;
    const left = (spaces[bin] ?? capacity) - item;
    spaces[bin] = left;
    if (left === 0) return "perfect";
    if (isNew) return "new-bin";
    return left <= tightShare * capacity ? "tight" : "loose";
  });
}
