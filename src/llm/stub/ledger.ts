import { addedUsage, noUsage, type Usage } from "../../variation/calls.ts";
import type { FaultName } from "./options.ts";
import type { Plan } from "./plan.ts";

/** What a stub has done so far. */
export interface StubStats {
  /** Requests for a message that could be read, those inside of batches included. */
  readonly requests: number;
  /** Answers that were delivered whole. */
  readonly paid: number;
  /** Distinct requests among the paid ones. */
  readonly distinct: number;
  /** Answers that the client did not wait for. */
  readonly cut: number;
  /** How often each fault was met. */
  readonly byFault: Readonly<Partial<Record<FaultName, number>>>;
  /** Of the paid answers together. */
  readonly usage: Usage;
}

/** Keeps count. */
export interface Ledger {
  readonly stats: () => StubStats;
  /** A request has come; returns how many there were before it. */
  asked(): number;
  paid(plan: Plan): void;
  cut(): void;
  met(fault: FaultName): void;
  /** Counts a try of a request that fails for now; returns how many there were before it. */
  tried(hash: string): number;
}

export function createLedger(): Ledger {
  let [requests, paid, cut] = [0, 0, 0];
  let usage = noUsage;
  const byFault: Partial<Record<FaultName, number>> = {};
  const distinct = new Set<string>();
  const tries = new Map<string, number>();
  return {
    stats: () => ({ requests, paid, distinct: distinct.size, cut, byFault: { ...byFault }, usage }),
    asked: () => requests++,
    paid(plan) {
      paid++;
      distinct.add(plan.request.hash);
      usage = addedUsage(usage, plan.usage);
    },
    cut: () => void cut++,
    met: (fault) => void (byFault[fault] = (byFault[fault] ?? 0) + 1),
    tried(hash) {
      const before = tries.get(hash) ?? 0;
      tries.set(hash, before + 1);
      return before;
    },
  };
}
