import { categorical } from "../std/categorical.ts";
import { expectNumber } from "../std/expect.ts";
import type { Random } from "../std/random.ts";

/** How arms are chosen by what they bring for what they cost. */
export interface BanditOptions {
  /** The weight of what is not known yet; from 0 to 1,000. */
  readonly exploration: number;
  /** The share of choices that is spread over all arms but the best, the more to the cheaper ones; from 0 to 1. */
  readonly epsilon: number;
  /** What another proposal leaves of an arm's record, or a generation where it is not chosen; from 0.001 to 1. */
  readonly decay: number;
  /** How much cheapness counts against gains, from 0 (only gains count) over 0.5 (gains per dollar) to 1. */
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
        chosen.inFlight++;
        return chosen.index;
      };
    },
    after: (memory, trials) => remembered(memory, trials, options.decay),
  };
}

/** Checks the options. Throws `UserError`. */
export function checkBandit({ exploration, epsilon, decay, thrift, usdPerSecond }: BanditOptions): void {
  expectNumber("bandit.exploration", exploration, 0, 1000);
  expectNumber("bandit.epsilon", epsilon, 0, 1);
  expectNumber("bandit.decay", decay, 0.001, 1);
  expectNumber("bandit.thrift", thrift, 0, 1);
  expectNumber("bandit.usdPerSecond", usdPerSecond, 0, 1000);
}

/** An arm as it stands in a generation. */
interface Standing {
  readonly index: number;
  readonly weight: number;
  readonly known: ArmRecord;
  inFlight: number;
  /** The mean cost in US dollars. */
  readonly cost: number;
}

/** Each arm begins with so many trials of the general mean, so that one success is not a rate yet. */
const priorTrials = 5;

/** A tenth of a cent: between costs below it there is no difference. */
const costLeast = 1e-3;

function standingsOf(arms: readonly BanditArm[], memory: BanditMemory): readonly Standing[] {
  return arms.map(({ weight, cost: first }, index) => {
    const known = memory.arms[index]!;
    return { index, weight, known, inFlight: 0, cost: Math.max(costLeast, (known.cost + first) / (known.trials + 1)) };
  });
}

function chosenOf(open: readonly Standing[], options: BanditOptions, random: Random): Standing {
  const cheapest = Math.min(...open.map(({ cost }) => cost));
  const scores = scoresOf(open, cheapest, options);
  const best = Math.max(...scores);
  const winners = open.map(({ weight }, i) => (scores[i] === best ? weight : 0));
  // Chance is for what costs next to nothing: what is dear is tried again when its bonus has grown.
  const losers = open.map(({ weight, cost }, i) => (scores[i] === best ? 0 : weight * (cheapest / cost)));
  const isAstray = random.chance(options.epsilon) && losers.some((share) => share > 0);
  return open[categorical(isAstray ? losers : winners)(random)]!;
}

/** Upper confidence bounds and cheapness in a geometric mean, in which no unit plays a part. */
function scoresOf(
  open: readonly Standing[],
  cheapest: number,
  { exploration, thrift }: BanditOptions,
): readonly number[] {
  const told = sumOf(open, ({ known }) => known.trials);
  const general = told > 0 ? sumOf(open, ({ known }) => known.reward) / told : 0;
  const share = (told + sumOf(open, ({ inFlight }) => inFlight)) / sumOf(open, ({ weight }) => weight);
  // A typical gain is a reward of a half, and the others are nearly all 0.
  const deviation = general > 0 ? Math.sqrt((general * (1 - general)) / 2) : 1;
  return open.map(({ weight, known, inFlight, cost }) => {
    const trials = known.trials + inFlight;
    if (trials === 0) return Infinity;
    // What is in flight counts as what proposals bring in general: the constant liar of Ginsbourger et al., 2010.
    const guessed = priorTrials + inFlight;
    const mean = (known.reward + guessed * general) / (known.trials + guessed);
    const bonus = Math.sqrt(Math.max(0, Math.log((share * weight) / trials)) / trials);
    return (mean + exploration * deviation * bonus) ** (1 - thrift) * (cheapest / cost) ** thrift;
  });
}

/** An arm that nobody chooses fades by one trial in so many of others, and by one a generation at most. */
const idleTrials = 20;

function remembered(memory: BanditMemory, trials: readonly Trial[], decay: number): BanditMemory {
  const idle = Math.min(1, trials.length / idleTrials);
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
        reward: known.reward * left + sumOf(own, ({ gain }) => (gain > 0 ? 1 / (1 + typical / gain) : 0)),
        cost: known.cost * left + sumOf(own, ({ cost }) => cost),
      };
    }),
  };
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
