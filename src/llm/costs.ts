import type { ModelSpec } from "../events/spec.ts";
import { type Cost, tokensOf, type Usage } from "../variation/calls.ts";
import { usageBound } from "./bound.ts";
import type { ModelRequest } from "./model.ts";

/** A model and how it is paid. */
export interface Tariff {
  readonly model: ModelSpec;
  /** Half the price, for calls that go out together. */
  readonly batches: boolean;
}

/** What a usage costs. */
export function costOf(usage: Usage, { model: { usdPerMillion: price }, batches }: Tariff): Cost {
  const micros =
    usage.input * price.input +
    usage.cacheWrite * price.cacheWrite +
    usage.cacheRead * price.cacheRead +
    usage.output * price.output;
  return { usd: (batches ? micros / 2 : micros) / 1e6, tokens: tokensOf(usage) };
}

/** The most that a request can cost: all of its input at the dearest price for input. */
export function costBound(request: ModelRequest, tariff: Tariff): Cost {
  const { input, output } = usageBound(request);
  const { usdPerMillion: price } = tariff.model;
  const dearest = Math.max(price.input, price.cacheWrite, price.cacheRead);
  const model = { ...tariff.model, usdPerMillion: { ...price, input: dearest } };
  return costOf({ input, cacheWrite: 0, cacheRead: 0, output }, { ...tariff, model });
}
