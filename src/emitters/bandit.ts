import { categorical } from "../std/categorical.ts";
import { expectNumber } from "../std/expect.ts";
import type { Random } from "../std/random.ts";

/** How arms are chosen by what they bring for what they cost. */
export interface BanditOptions {
  /** The weight of what is not known yet; from 0 to 100. */
  readonly exploration: number;
  /** The share of choices that is spread over all arms but the best; from 0 to 1. */
  readonly epsilon: number;
  /** What of an arm's record counts after its next proposal, or after as many as there are arms; above 0, at most 1. */
  readonly decay: number;
  /** How much cheapness counts against improvement; from 0 to 1. */
  readonly thrift: number;
  /** What a second of waiting is worth in US dollars; from 0 to 1,000. */
  readonly usdPerSecond: number;
}

/** One of those that a bandit chooses from. */
export interface BanditArm {
  /** Its share of the choices where nothing is known, in proportion to the others; above 0. */
  readonly weight: number;
  /** What a proposal is reckoned to cost before any is known, in US dollars with waiting; from 0. */
  readonly cost: number;
}

/** What became of one proposal of an arm. */
export interface Trial {
  /** The arm's index. */
  readonly arm: number;
  /** By how much the child is better than what it had to beat; 0 where it is not, or failed. */
  readonly gain: number;
  /** In US dollars, with waiting. */
  readonly cost: number;
}

/** What is known of an arm: sums over its proposals, of which the older count less. */
export interface ArmRecord {
  readonly trials: number;
  readonly reward: number;
  readonly cost: number;
}

export interface BanditMemory {
  readonly arms: readonly ArmRecord[];
  /** Gains above 0: how many, and the sum of their logarithms; the older count less. */
  readonly gains: { readonly count: number; readonly logs: number };
}

/** Picks an arm among those that are open, at least one, and counts it as in flight. */
export type PickArm = (random: Random, isOpen: (arm: number) => boolean) => number;

export interface Bandit {
  readonly start: BanditMemory;
  /** Picks for one generation. */
  picker(memory: BanditMemory): PickArm;
  /** The memory after a generation. */
  after(memory: BanditMemory, trials: readonly Trial[]): BanditMemory;
}

/**
 * Chooses among arms by an asymmetric upper confidence bound, after ShinkaEvolve (Lange, Imajuku and Cetin, arXiv
 * 2509.19349): gains count and losses do not. A reward is a gain on a logistic scale of logarithms around the typical
 * gain of late, so the scale of fitness plays no part. An arm's bonus is that of MOSS (Audibert and Bubeck, COLT 2009),
 * none once it has had its share, in proportion to how much rewards vary: far fewer trials of many arms than with UCB1.
 * Choices in flight count as trials, so that a large generation is spread. Throws `UserError` for settings out of range.
 */
export function bandit(arms: readonly BanditArm[], options: BanditOptions): Bandit {
  checkBandit(options);
  return {
    start: { arms: arms.map(() => ({ trials: 0, reward: 0, cost: 0 })), gains: { count: 0, logs: 0 } },
    picker(memory) {
      const standings = standingsOf(arms, memory);
      return (random, isOpen) => {
        const open = standings.filter(({ index }) => isOpen(index));
        const chosen = chosenOf(open, options, random);
        chosen.trials++;
        return chosen.index;
      };
    },
    after: (memory, trials) => remembered(memory, trials, options.decay),
  };
}

/** Checks the options. Throws `UserError`. */
export function checkBandit({ exploration, epsilon, decay, thrift, usdPerSecond }: BanditOptions): void {
  expectNumber("bandit.exploration", exploration, 0, 100);
  expectNumber("bandit.epsilon", epsilon, 0, 1);
  expectNumber("bandit.decay", decay, 0.001, 1);
  expectNumber("bandit.thrift", thrift, 0, 1);
  expectNumber("bandit.usdPerSecond", usdPerSecond, 0, 1000);
}

/** An arm as it stands in a generation. */
interface Standing {
  readonly index: number;
  readonly weight: number;
  /** Told and in flight. */
  trials: number;
  /** The mean reward, drawn towards that of all arms. */
  readonly mean: number;
  /** The mean cost in US dollars. */
  readonly cost: number;
}

/** Each arm begins with so many trials of the general mean, so that one success is not a rate yet. */
const priorTrials = 5;

/** A millionth of a dollar: what is cheaper costs nothing. */
const costLeast = 1e-6;

function standingsOf(arms: readonly BanditArm[], memory: BanditMemory): readonly Standing[] {
  const trials = sumOf(memory.arms, (known) => known.trials);
  const general = trials > 0 ? sumOf(memory.arms, ({ reward }) => reward) / trials : 0;
  return arms.map(({ weight, cost }, index) => {
    const known = memory.arms[index]!;
    return {
      index,
      weight,
      trials: known.trials,
      mean: (known.reward + priorTrials * general) / (known.trials + priorTrials),
      cost: Math.max(costLeast, (known.cost + cost) / (known.trials + 1)),
    };
  });
}

function chosenOf(open: readonly Standing[], options: BanditOptions, random: Random): Standing {
  const cheapest = Math.min(...open.map(({ cost }) => cost));
  const scores = scoresOf(open, cheapest, options);
  const best = Math.max(...scores);
  const winners = open.map(({ weight }, i) => (scores[i] === best ? weight : 0));
  // Chance is for what costs next to nothing: what is dear is tried again when its bonus has grown.
  const losers = open.map(({ weight, cost }, i) =>
    scores[i] === best ? 0 : weight * (cheapest / cost) ** options.thrift,
  );
  const isAstray = random.chance(options.epsilon) && losers.some((share) => share > 0);
  return open[categorical(isAstray ? losers : winners)(random)]!;
}

/** Upper confidence bounds in units of the best mean, blended with cheapness. */
function scoresOf(
  open: readonly Standing[],
  cheapest: number,
  { exploration, thrift }: BanditOptions,
): readonly number[] {
  const best = Math.max(...open.map(({ mean }) => mean));
  const share = sumOf(open, ({ trials }) => trials) / sumOf(open, ({ weight }) => weight);
  const general = sumOf(open, ({ mean }) => mean) / open.length;
  // A typical gain is a reward of a half, and the others are nearly all 0.
  const deviation = Math.sqrt((general * (1 - general)) / 2);
  return open.map(({ weight, trials, mean, cost }) => {
    if (trials === 0) return Infinity;
    const bonus = exploration * Math.sqrt(Math.max(0, Math.log((share * weight) / trials)) / trials);
    const bound = best > 0 ? (mean + deviation * bonus) / best : bonus;
    // Twice the gain for ten times the cost, three times the gain for a hundred times, as far as thrift is a half.
    const cheapness = 1 / (1 + Math.log10(cost / cheapest));
    return (1 - thrift) * bound + thrift * cheapness;
  });
}

/** What does not try fades as if it had every tenth trial; a generation counts as twenty trials at most. */
const idleShare = 10;
const idleMax = 20;

function remembered(memory: BanditMemory, trials: readonly Trial[], decay: number): BanditMemory {
  const idle = Math.min(trials.length, idleMax) / idleShare;
  const gains = trials.flatMap(({ gain }) => (gain > 0 ? [Math.log(gain)] : []));
  const faded = decay ** Math.max(gains.length, idle);
  const count = memory.gains.count * faded + gains.length;
  const logs = memory.gains.logs * faded + sumOf(gains, (log) => log);
  const typical = count > 0 ? Math.exp(logs / count) : 1;
  return {
    gains: { count, logs },
    arms: memory.arms.map((known, arm) => {
      const own = trials.filter((one) => one.arm === arm);
      const left = decay ** Math.max(own.length, idle);
      return {
        trials: known.trials * left + own.length,
        reward: known.reward * left + sumOf(own, ({ gain }) => gain / (gain + typical)),
        cost: known.cost * left + sumOf(own, ({ cost }) => cost),
      };
    }),
  };
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
