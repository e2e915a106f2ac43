import { assert } from "./errors.ts";

/** Evidence against a mean of 0 or less: the wealth of somebody who began with 1 and bets that values are positive. */
export interface EProcess {
  /** Takes the next value. */
  add(value: number): void;
  /** The largest wealth there ever was, from the 1 at the beginning to 10^12. */
  largest(): number;
}

/** What part of the wealth is at stake; each is bet with an equal share of it. */
const stakes = [0.9, 0.45, 0.225, 0.1125, 0.05625, 0.028125];
const wealthMax = 1e12;

/**
 * An e-process for values from `-lossMax` (above 0) up, by betting: Waudby-Smith and Ramdas, "Estimating means of bounded
 * random variables by betting" (JRSS B 86, 2024), with constant bets, diversified over a grid. Where the mean of each
 * value, given those before, is at most 0, the wealth ever reaches `1 / alpha` with a probability of at most alpha,
 * whenever one looks and stops (Ville 1939). A larger loss takes all of the bets that cannot pay for it; the smaller ones
 * stay exact up to 32 times `lossMax`.
 */
export function createEProcess(lossMax: number): EProcess {
  assert(lossMax > 0, `the largest loss is above 0, it is ${lossMax}`);
  const wealths = stakes.map(() => 1 / stakes.length);
  let largest = 1;
  return {
    add(value) {
      let wealth = 0;
      for (const [i, stake] of stakes.entries()) {
        const factor = Math.max(0, 1 + (stake * value) / lossMax);
        const grown = Math.min(wealths[i]! * factor, wealthMax / stakes.length);
        wealths[i] = grown;
        wealth += grown;
      }
      largest = Math.max(largest, wealth);
    },
    largest: () => largest,
  };
}
