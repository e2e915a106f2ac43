import type { State } from "./world.ts";

/** How an agent answers what happens: by pushing to where the pole leans, so that the cart comes under it, or away. */
const acts = ["push-under", "push-away"];

/**
 * What happens: the pole leans by 3 degrees, is upright again, at 1 degree; the cart strays 0.6 m from the middle, returns
 * to 0.2 m; the episode ends with all upright.
 */
const news = ["lean", "upright", "stray", "return", "stay-up"];

/** The tokens of traces. */
export const trace = [...acts, ...news];

/** The answer to what happened in the step before, and what happened in this one. */
export function stepTokens({ answer, news: what }: State): readonly string[] {
  return [acts[answer - 1], news[what - 1]].filter((token) => token !== undefined);
}
