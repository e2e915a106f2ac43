import type { Holder } from "../store/lock.ts";
import { processorMs } from "./processor-time.ts";

/** What mining may cost: a share of the processor time that the campaign has used. */
export interface Allowance {
  /** Whether something that is expected to cost so many milliseconds fits in. */
  bears(costMs: number): boolean;
  /** What the campaign and mining have used so far, in milliseconds of processor time. */
  used(): Used;
  /** Does something, and measures what it costs. */
  spend<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }>;
}

export interface Used {
  readonly campaignMs: number;
  readonly miningMs: number;
}

/** What is told of the campaign. */
export interface CampaignTime {
  /** Who runs it now, if anybody. */
  holder(): Holder | undefined;
  /** Its running time by its log, in milliseconds: what counts where the system does not tell processor time. */
  elapsedMs(): number;
}

/** Of what the campaign uses, mining uses this much at most. */
const shareMax = 0.05;
/** What is expected is seldom what comes. */
const margin = 1.25;

/** Measures both from now on; what the runner has used before counts as the campaign's. */
export function createAllowance(campaign: CampaignTime): Allowance {
  const runners = new Map<string, number>();
  let busyMs = 0;

  function campaignMs(): number {
    const { pid, started } = campaign.holder() ?? {};
    const ms = pid === undefined ? undefined : processorMs(pid, process.pid);
    if (ms !== undefined) runners.set(`${pid} ${started}`, ms);
    return runners.size === 0 ? campaign.elapsedMs() : [...runners.values()].reduce((sum, one) => sum + one, 0);
  }
  function used(): Used {
    return { campaignMs: campaignMs(), miningMs: processorMs(process.pid) ?? busyMs };
  }

  return {
    bears(costMs) {
      const { campaignMs: whole, miningMs } = used();
      return miningMs + margin * costMs <= shareMax * whole;
    },
    used,
    async spend(work) {
      const [before, begun] = [used().miningMs, performance.now()];
      const result = await work();
      // One lane works at a time, so that time that has passed is no less than what was used.
      busyMs += performance.now() - begun;
      return { result, ms: used().miningMs - before };
    },
  };
}
