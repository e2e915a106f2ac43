import type { ModelSpec } from "../events/spec.ts";
import { closest, UserError } from "../std/errors.ts";
import table from "./prices.json" with { type: "json" };

/** What a model costs, in US dollars per million tokens, and how fast it is reckoned to write. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** Input that is kept for five minutes; a quarter dearer than other input where absent. */
  readonly cacheWrite?: number;
  /** Input that was kept; as dear as other input where absent, so that a cap holds all the same. */
  readonly cacheRead?: number;
  /** Decides no more than how operators are chosen: it says what waiting for a reply costs. */
  readonly tokensPerSecond?: number;
}

/** Prices of models by name. */
export interface PriceTable {
  /** The day they were looked up, as ISO 8601 has it. */
  readonly asOf?: string;
  /** The page that publishes them. */
  readonly source?: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/**
 * The published prices, for prompts of ordinary length: `claude-haiku-5-5` costs five times as much from 100,000 tokens
 * on, which no prompt of ours has. How fast models write is not published; those figures are rough.
 */
export const publishedPrices: Required<PriceTable> = table;

const tokensPerSecondRoughly = 60;

/**
 * Models with what they cost, by their names; a name may end with the date of its snapshot. A table of the user's own
 * goes before the published one. Throws `UserError` for a model without a price.
 */
export function pricedModels(names: readonly string[], own?: PriceTable): readonly ModelSpec[] {
  const prices = { ...publishedPrices.models, ...own?.models };
  return names.map((name) => {
    const price = priceOf(name, prices);
    if (price === undefined) throw unpriced(name, Object.keys(prices));
    const { input, output, cacheWrite = input * 1.25, cacheRead = input } = price;
    const { tokensPerSecond = tokensPerSecondRoughly } = price;
    return { name, usdPerMillion: { input, cacheWrite, cacheRead, output }, tokensPerSecond };
  });
}

function priceOf(name: string, prices: Readonly<Record<string, ModelPrice>>): ModelPrice | undefined {
  const own = [name, name.replace(/-\d{8}$/, "")].find((one) => Object.hasOwn(prices, one));
  return own === undefined ? undefined : prices[own];
}

function unpriced(name: string, known: readonly string[]): UserError {
  const near = closest(name, known);
  const guess = near === undefined ? `Known are ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
  const example = `{"models": {"${name}": {"input": 1, "output": 5}}}`;
  return new UserError(
    "no-price",
    `There is no price for the model \`${name}\`, and no budget could be kept without one`,
    `${guess} For another model put its price, in US dollars per million tokens, into a file such as ${example} and add \`--prices <file>\`.`,
  );
}
