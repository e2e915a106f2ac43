import type { Budget } from "../events/spec.ts";
import type { Cost } from "../variation/calls.ts";
import type { Leave } from "./author.ts";

/** The money of one generation. */
export interface Purse {
  /** The purse as one of those sees it who spend at the same time. */
  share(): Share;
}

/** One spender's way to the purse: leave is asked for, settled, and asked for again. */
export interface Share {
  /** As `Desk.permit`. */
  permit(most: Cost, call: string): Promise<Leave | undefined>;
  /** Asks for nothing more. Idempotent. */
  end(): void;
}

/** What may be spent. */
type Limits = Pick<Budget, "usd" | "tokens">;

/** What a purse is opened with. */
export interface PurseOptions {
  readonly budget: Limits;
  /**
   * The budget that people want by now: it decides nothing, since the log does not know of it yet, but nothing new is
   * paid beyond it.
   */
  readonly wanted?: (() => Limits | undefined) | undefined;
  /** Calls of this generation that were left unpaid before; they stay so, since the log says it. */
  readonly unpaid?: ReadonlySet<string>;
  /** What was spent before. */
  readonly spent: Cost;
  /** How many will share it; none of them is served before all of them are there. */
  readonly shares: number;
  /** The most that all of them together may come to spend. */
  readonly worst: Cost;
  readonly signal?: AbortSignal | undefined;
}

/** Why leave was neither given nor refused. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

interface Asking {
  readonly index: number;
  readonly most: Cost;
  readonly call: string;
  readonly answer: (leave: Leave | undefined) => void;
  readonly refuse: (reason: Stopped) => void;
}

/**
 * Gives leave to spend, so that the budget is never exceeded and who gets leave does not depend on who is faster: at
 * once where the budget bears the worst of all, else in rounds, when all who share it wait or have ended, in the order
 * of the shares.
 */
export function createPurse({ budget, wanted, unpaid, spent, shares, worst, signal }: PurseOptions): Purse {
  const total = { ...spent };
  const open = new Set<Cost>();
  const isAmple = bears(budget, [total, worst]);
  const waiting: Asking[] = [];
  let busy = shares;
  let opened = 0;

  function leave(call: string, { ...most }: Cost): Leave {
    const limits = wanted?.();
    const recordOnly = unpaid?.has(call) === true || (limits !== undefined && !bears(limits, [total, ...open, most]));
    open.add(most);
    return {
      recordOnly,
      settle(cost) {
        if (!open.delete(most)) return;
        total.usd += cost.usd;
        total.tokens += cost.tokens;
      },
    };
  }

  function serve(): void {
    if (busy > 0) return;
    const round = waiting.splice(0).toSorted((a, b) => a.index - b.index);
    busy = round.length;
    for (const { most, call, answer, refuse } of round) {
      if (signal?.aborted === true) {
        refuse(new Stopped("the campaign stops"));
        continue;
      }
      answer(bears(budget, [total, ...open, most]) ? leave(call, most) : undefined);
    }
  }

  return {
    share() {
      const index = opened++;
      let hasEnded = false;
      return {
        permit(most, call) {
          if (signal?.aborted === true) return Promise.reject(new Stopped("the campaign stops"));
          if (isAmple) return Promise.resolve(leave(call, most));
          return new Promise((answer, refuse) => {
            waiting.push({ index, most, call, answer, refuse });
            busy--;
            serve();
          });
        },
        end() {
          if (hasEnded) return;
          hasEnded = true;
          busy--;
          serve();
        },
      };
    },
  };
}

function bears({ usd = Infinity, tokens = Infinity }: Limits, costs: readonly Cost[]): boolean {
  const sum = (of: (cost: Cost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  return sum((cost) => cost.usd) <= usd && sum((cost) => cost.tokens) <= tokens;
}
