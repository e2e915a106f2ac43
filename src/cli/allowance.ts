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

/** Asking the system takes milliseconds itself. */
const askMs = 10_000;

/** Measures both from now on; what the runner has used before counts as the campaign's. */
export function createAllowance(campaign: CampaignTime): Allowance {
  const runners = new Map<string, number>();
  let asked = -Infinity;
  let childrenMs = 0;

  function campaignMs(): number {
    if (performance.now() - asked > askMs) {
      asked = performance.now();
      const { pid, started } = campaign.holder() ?? {};
      const ms = pid === undefined ? undefined : processorMs(pid, process.pid);
      if (ms !== undefined) runners.set(`${pid} ${started}`, ms);
    }
    return runners.size === 0 ? campaign.elapsedMs() : [...runners.values()].reduce((sum, one) => sum + one, 0);
  }
  function used(): Used {
    return { campaignMs: campaignMs(), miningMs: ownMs() + childrenMs };
  }

  return {
    bears(costMs) {
      const { campaignMs: whole, miningMs } = used();
      return miningMs + margin * costMs <= shareMax * whole;
    },
    used,
    async spend(work) {
      const [before, begun] = [ownMs() + childrenMs, performance.now()];
      const result = await work();
      const all = processorMs(process.pid);
      // One lane works at a time, so that the time that has passed is no less than what its child has used.
      childrenMs = all === undefined ? childrenMs + performance.now() - begun : Math.max(0, all - ownMs());
      return { result, ms: ownMs() + childrenMs - before };
    },
  };
}

function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
