import type { State } from "./world.ts";

/** How an agent answers what happens: with a torque along the bending of its hip, against it, or none. */
const acts = ["drive", "brake", "coast"];

/** What happens: the feet come more than 1 m below the bar, below it, above it, to their goal; the first link turns back. */
const news = ["feet-low", "feet-middle", "feet-high", "arrive", "turn-back"];

/** The tokens of traces. */
export const trace = [...acts, ...news];

/** The answer to what happened in the step before, and what happened in this one. */
export function stepTokens({ answer, news: what }: State): readonly string[] {
  return [acts[answer - 1], news[what - 1]].filter((token) => token !== undefined);
}
