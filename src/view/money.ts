import { failingMax } from "../campaign/drafting.ts";
import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import { compact, count, dollars, percent } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import { tokensOf, type Usage } from "../variation/calls.ts";
import type { RunView } from "./model.ts";

/** What language models have cost, and how far the money goes. */
export interface Money {
  readonly usd: number;
  readonly tokens: number;
  readonly calls: number;
  /** The share of the input that was read out of the provider's cache; absent where nothing was sent. */
  readonly cached?: number;
  /** US dollars an hour of running time, over the last ten minutes; absent before the first generation. */
  readonly usdPerHour?: number;
  /** Seconds of running time until the budget is used up at this rate; absent where that is not known. */
  readonly secondsLeft?: number;
}

/** Whether language models write children in a campaign: only then is there anything to tell of them. */
export function asksModels({ spec }: Pick<State, "spec">): boolean {
  return spec.llm !== undefined;
}

const windowMs = 600_000;

/** The money of a run under the budget that is in force. */
export function moneyOf({ state, generations }: RunView, { usd: most, tokens: tokensMax }: Budget): Money {
  const { usd, tokens, calls, usage } = state.spending;
  const share = cachedShare(usage);
  const last = generations.at(-1);
  const money = { usd, tokens, calls, ...(share === undefined ? {} : { cached: share }) };
  if (last === undefined || last.elapsedMs <= 0) return money;
  const before = generations.findLast(({ elapsedMs }) => elapsedMs <= last.elapsedMs - windowMs);
  const { elapsedMs, usd: spent } = before ?? { elapsedMs: 0, usd: 0 };
  const perSecond = (1000 * (last.usd - spent)) / (last.elapsedMs - elapsedMs);
  const used = Math.max(most === undefined ? 0 : usd / most, tokensMax === undefined ? 0 : tokens / tokensMax);
  // Tokens are spent as fast as money.
  const left = used > 0 && perSecond > 0 ? (usd * Math.max(0, 1 / used - 1)) / perSecond : undefined;
  return { ...money, usdPerHour: 3600 * perSecond, ...(left === undefined ? {} : { secondsLeft: left }) };
}

/** The share of the input that came out of the provider's cache; undefined where there was none. */
export function cachedShare({ input, cacheWrite, cacheRead }: Usage): number | undefined {
  const whole = input + cacheWrite + cacheRead;
  return whole === 0 ? undefined : cacheRead / whole;
}

/** What was spent of what may be: `$0.42 of $5.00`, `34.1k of 50.0k tokens`. */
export function spentText({ usd, tokens }: Pick<Money, "usd" | "tokens">, budget: Budget): string {
  const money = budget.usd === undefined ? dollars(usd) : `${dollars(usd)} of ${dollars(budget.usd)}`;
  if (budget.tokens === undefined) return money;
  return `${money}, ${compact(tokens)} of ${compact(budget.tokens)} tokens`;
}

/** The tokens of a usage in words: `4.1M in (61.0% cached), 0.9M out`. */
export function usageText(usage: Usage): string {
  const cached = cachedShare(usage);
  const share = cached === undefined || cached === 0 ? "" : ` (${percent(cached, 1)} cached)`;
  return `${compact(tokensOf(usage) - usage.output)} in${share}, ${compact(usage.output)} out`;
}

/** What keeps language models from writing children, and what can be done. */
export interface Trouble {
  /** The fault's name, or `budget`. */
  readonly name: string;
  readonly text: string;
  /** What becomes of the campaign; absent where nothing changes. */
  readonly effect?: string;
  /** Absent where the campaign is over. */
  readonly advice?: string;
}

const advices: Readonly<Record<string, string>> = {
  "refused-key": "stop it, and resume it with a key that is valid",
  "rate-limited": "it is asked again by itself; fewer calls in flight meet the limit less often",
  overloaded: "it is asked again by itself, as soon as the provider has room",
  "server-error": "it is asked again by itself; the provider's status page may say more",
  unreachable: "check the network and the proxy; it is asked again by itself",
  timeout: "it is asked again by itself",
  "cut-off": "it is asked again by itself",
  "bad-request": "check the model's name, and that this key may use it",
  "not-recorded": "resume it with a key and a larger --budget-usd, if they are to be asked again",
};

/** What is wrong with the models of a run at this moment, if anything is. */
export function troubleOf({ state, calls }: Pick<RunView, "state" | "calls">, budget: Budget): Trouble | undefined {
  const { failing } = state.spending;
  if (failing > 0 && calls.fault !== undefined) {
    const { name, why } = calls.fault;
    const many = failing === 1 ? "the last call failed" : `the last ${count(failing)} calls failed`;
    const text = `${many}: ${oneLine(why, 160)}`;
    if (state.finished !== undefined) return { name, text };
    const advice = advices[name] ?? "it is asked again by itself";
    if (failing < failingMax) return { name, text, advice };
    return { name, text, effect: "models are asked only now and then, offline operators go on", advice };
  }
  const { usd = Infinity, tokens = Infinity } = budget;
  const isCapped = Math.min(usd, tokens) < Infinity;
  // Who wants nothing spent need not be told.
  if (!calls.isSilent || !isCapped || Math.min(usd, tokens) === 0) return undefined;
  const bears = state.spending.calls === 0 ? "bears no call" : "is used up";
  const text = `the budget for models ${bears} (${spentText(state.spending, budget)})`;
  if (state.finished !== undefined) return { name: "budget", text };
  return {
    name: "budget",
    text,
    effect: "they are not asked any more, offline operators go on",
    advice: "for more: `lamarck ctl set budget-usd`, or resume it with a larger --budget-usd",
  };
}
