import type { Check, Comparison } from "../capabilities/incubation.ts";
import { compete } from "./contest.ts";
import { probabilityAtLeast } from "./posterior.ts";
import { bestAtRandom } from "./random-search.ts";
import { evidenceMin, type Terms } from "./terms.ts";

/** What a phase of comparisons came to. */
export interface Compared {
  readonly checks: readonly Check[];
  readonly comparisons: readonly Comparison[];
}

/** A drop counts as shown where it is more likely than this. */
const dropProbability = 0.95;
/** So much of a gain is kept where it generalises. */
const keptShare = 0.9;
/** The share of what is left that random search may use, and the share of the rest that the benchmark may. */
const searchShare = 0.2;
const benchmarkShare = 0.5;
const searchMax = 5000;

/**
 * The second phase: better than the champion, by what is worth it, and than the best that random search finds. `reserve`
 * evaluations are left for the phases after it.
 */
export async function benchmark(terms: Terms, reserve: number): Promise<Compared> {
  const { champion, least, purse } = terms;
  const programs = Math.min(searchMax, Math.floor(searchShare * (purse.left() - reserve)));
  const control = await bestAtRandom(programs, terms);
  const opponents = [
    { against: "champion", genome: champion, least } as const,
    ...(control === undefined ? [] : [{ against: "random search", genome: control, least: 0 } as const]),
  ];
  const evaluations = Math.floor(benchmarkShare * (purse.left() - reserve));
  const comparisons = (await compete({ arena: "training", opponents, evaluations }, terms)) ?? [];
  return { checks: comparisons.length === 0 ? [noUnit] : comparisons.map(checkOf), comparisons };
}

/**
 * The third phase: there is a gain on held-out cases too, and in a larger world where there is one, by at least nine
 * tenths of what is worth it; and that it is less than nine tenths of the benchmark's is not shown.
 */
export async function generalisation(terms: Terms, before: Comparison, reserve: number): Promise<Compared> {
  const { champion, purse, isScaled } = terms;
  const checks: Check[] = [];
  const comparisons: Comparison[] = [];
  const arenas = isScaled ? (["held-out", "scaled"] as const) : (["held-out"] as const);
  for (const [i, arena] of arenas.entries()) {
    const evaluations = Math.floor((purse.left() - reserve) / (arenas.length - i));
    const opponents = [{ against: "champion", genome: champion, least: keptShare * terms.least } as const];
    const [comparison] = (await compete({ arena, opponents, evaluations }, terms)) ?? [];
    if (comparison === undefined) return { checks: [...checks, noUnit], comparisons };
    comparisons.push(comparison);
    checks.push(checkOf(comparison), dropOf(comparison, before));
    if (checks.some(({ passed }) => !passed)) break;
  }
  return { checks, comparisons };
}

const noUnit: Check = {
  name: "champion",
  passed: false,
  found: "the champion failed, or its mean score is 0, so that no gain is a share of it",
};

function checkOf(comparison: Comparison): Check {
  const { arena, against, pairs, e_value, posterior, ended } = comparison;
  const { mean, deviation, atLeast } = posterior;
  return {
    name: `${arena}: ${against}`,
    passed: ended === "shown",
    found: `${ended}: e-value ${figure(e_value)} of ${evidenceMin}, gain ${percent(mean)} ± ${percent(deviation)} over ${against}, probability ${figure(atLeast)} that it is as large as asked for, after ${pairs} pairs`,
  };
}

/** Whether less than nine tenths of a gain were kept, with the noise of both comparisons. */
function dropOf({ arena, posterior }: Comparison, before: Comparison): Check {
  const kept = posterior.mean - keptShare * before.posterior.mean;
  const deviation = Math.hypot(posterior.deviation, keptShare * before.posterior.deviation);
  const lost = 1 - probabilityAtLeast({ mean: kept, deviation }, 0);
  return {
    name: `${arena}: drop`,
    passed: lost < dropProbability,
    found: `the gain goes from ${percent(before.posterior.mean)} to ${percent(posterior.mean)}; with probability ${figure(lost)} by more than a tenth`,
  };
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
