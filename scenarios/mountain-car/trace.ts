import type { State } from "./world.ts";

/** How an agent answers what happens: with a force along its motion, against it, or hardly any. */
const acts = ["drive", "brake", "coast"];

/** What happens: it turns back, it does so higher than ever before, it arrives. */
const news = ["turn-back", "turn-back-higher", "arrive"];

/** The tokens of traces. */
export const trace = [...acts, ...news];

/** The answer to what happened in the step before, and what happened in this one. */
export function stepTokens({ answer, news: what }: State): readonly string[] {
  return [acts[answer - 1], news[what - 1]].filter((token) => token !== undefined);
}
