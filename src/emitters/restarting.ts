import { assert } from "../std/errors.ts";
import { expectNumber, expectWhole } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import type { Emitter, Told } from "./emitter.ts";
import { isScored } from "./shaping.ts";

export interface RestartingOptions<Memory> {
  /** Who searches; it has a memory. */
  readonly emitter: Emitter<Memory>;
  /** The memory of a search that begins at another place, after so many others; from 1. Pure. */
  anew(random: Random, searches: number): Memory;
  /** After so many generations without progress the first search ends and another begins; from 1. */
  readonly patience: number;
  /** How much longer than the one before each search may make no progress, from 1, as unless told, to 10 times. */
  readonly growth?: number;
}

/** One search from its start on. */
export interface Attempt<Memory> {
  readonly search: Memory;
  /** The best fitness of the first generation with any, and of the last one that was progress. */
  readonly first?: number;
  readonly mark?: number;
  /** Generations since then. */
  readonly idle: number;
  /** How often it began anew before. */
  readonly restarts: number;
}

/** Progress is a hundredth of what the search has gained so far, so that creeping up to an end is none. */
const progressShare = 0.01;

/**
 * Begins the search of another emitter anew where it has come to an end, at another place: what a strategy with one mean
 * has against local optima (Hansen, PPSN 2009). Where patience grows, it begins low, so that little is spent on a bad start,
 * and comes to what a slow search needs all the same (as in Luby, Sinclair and Zuckerman 1993). What was found is kept by
 * the archive. Throws `UserError` for a patience or growth out of range.
 */
export function restarting<Memory>(options: RestartingOptions<Memory>): Emitter<Attempt<Memory>> {
  const { emitter, anew, patience, growth = 1 } = options;
  const { memory: inner } = emitter;
  assert(inner !== undefined, "what is to begin anew remembers something");
  expectWhole("patience", patience, 1, 1_000_000_000);
  expectNumber("growth", growth, 1, 10);
  const start: Attempt<Memory> = { search: inner.start, idle: 0, restarts: 0 };
  return {
    name: emitter.name,
    ask: (members, count, random, { search } = start) => emitter.ask(members, count, random, search),
    memory: {
      start,
      after(attempt, told, random) {
        const best = bestOf(told);
        if (best === undefined) return attempt;
        const { first = best, mark = -Infinity, restarts } = attempt;
        const search = inner.after(attempt.search, told, random);
        if (best > mark + (mark > first ? progressShare * (mark - first) : 0)) {
          return { search, first, mark: best, idle: 0, restarts };
        }
        const idle = attempt.idle + 1;
        if (idle < patience * growth ** restarts) return { search, first, mark, idle, restarts };
        return { search: anew(random.fork("restart"), restarts + 1), idle: 0, restarts: restarts + 1 };
      },
      searches: ({ search, idle, restarts }) =>
        (inner.searches?.(search) ?? []).map((one) => ({ ...one, restarts, idle })),
    },
  };
}

/** The best fitness of a generation; undefined where all failed. */
function bestOf(told: readonly Told[]): number | undefined {
  const scored = told.filter(isScored);
  return scored.length === 0 ? undefined : scored.reduce((most, { fitness }) => Math.max(most, fitness!), -Infinity);
}
