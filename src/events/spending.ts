import { addedUsage, type CallRole, type ModelCall, noUsage, tokensOf, type Usage } from "../variation/calls.ts";

/** What was spent for some of the calls. */
export interface Spent {
  readonly calls: number;
  /** Calls to which there was no reply. */
  readonly failed: number;
  readonly usage: Usage;
  readonly usd: number;
}

/** What language models have cost so far. */
export interface Spending extends Spent {
  readonly tokens: number;
  readonly roles: Readonly<Partial<Record<CallRole, Spent>>>;
  readonly models: Readonly<Record<string, Spent>>;
  /** How many of the last calls in a row had no reply. */
  readonly failing: number;
}

export const nothingSpent: Spent = { calls: 0, failed: 0, usage: noUsage, usd: 0 };

export const noSpending: Spending = { ...nothingSpent, tokens: 0, roles: {}, models: {}, failing: 0 };

/** The spending after another call. */
export function spentOn(spending: Spending, call: ModelCall): Spending {
  const { role, model, result, usage } = call;
  return {
    ...added(spending, call),
    tokens: spending.tokens + tokensOf(usage),
    roles: { ...spending.roles, [role]: added(spending.roles[role] ?? nothingSpent, call) },
    models: { ...spending.models, [model]: added(spending.models[model] ?? nothingSpent, call) },
    failing: result === "failed" ? spending.failing + 1 : 0,
  };
}

/** The same, with another call. */
export function added({ calls, failed, usage, usd }: Spent, call: ModelCall): Spent {
  return {
    calls: calls + 1,
    failed: failed + (call.result === "failed" ? 1 : 0),
    usage: addedUsage(usage, call.usage),
    usd: usd + call.usd,
  };
}
