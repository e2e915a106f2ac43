import type { State } from "./world.ts";

/** How an agent answers what happens: with a torque along its motion, against it, or hardly any. */
const acts = ["drive", "brake", "coast"];

/** What happens: it comes below the pivot, above it, near upright; turns back elsewhere; was near upright for 20 steps more. */
const news = ["below", "above", "upright", "turn-back", "stay-upright"];

/** The tokens of traces. */
export const trace = [...acts, ...news];

/** The answer to what happened in the step before, and what happened in this one. */
export function stepTokens({ answer, news: what }: State): readonly string[] {
  return [acts[answer - 1], news[what - 1]].filter((token) => token !== undefined);
}
