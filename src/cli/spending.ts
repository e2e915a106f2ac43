import type { Budget } from "../events/spec.ts";
import type { Spending } from "../events/spending.ts";
import type { State } from "../events/state.ts";
import { compact, count, dollars } from "../text/figures.ts";

/** What language models have cost, out of what they may cost, and in how many calls. */
export function spendingText({ usd, calls, failed }: Spending, { usd: most }: Budget): string {
  const cap = most === undefined ? "" : ` of ${dollars(most)}`;
  const none = failed === 0 ? "" : ` (${count(failed)} failed)`;
  return `${dollars(usd)}${cap}, ${count(calls)} call${calls === 1 ? "" : "s"}${none}`;
}

/** The same as a line of a summary, where language models are asked. */
export function spendingLines({ spec, spending }: Pick<State, "spec" | "spending">): readonly string[] {
  if (spec.llm === undefined) return [];
  return [`  models ${spendingText(spending, spec.budget)}, ${compact(spending.tokens)} tokens`];
}
