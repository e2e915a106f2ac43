import type { Random } from "../std/random.ts";
import { eulerShuffle } from "./euler.ts";
import { shareAtLeast } from "./exchange.ts";
import { gapMax, lengthMax, type Pattern } from "./pattern.ts";
import { grow, type Rows, rowsOf } from "./rows.ts";

/** Shorter patterns are all steps, which surrogates keep. */
export const markovLengthMin = 3;

/** Whether surrogates can say something of a pattern: it is more than steps, and no response. */
export function isLong({ tokens, acts }: Pattern): boolean {
  return tokens.length >= markovLengthMin && acts === undefined;
}

/**
 * By pattern, how likely it is that any of them would be in so many traces if traces were no more than their steps from
 * one token to the next; 1 for patterns of one or two tokens and for responses. So many times, all traces are replaced by surrogates
 * (`eulerShuffle`). Corrected for all patterns by the largest statistic (Westfall and Young 1993). Patterns were chosen
 * for being in these very traces, which flatters them; so each has to hold in both halves of them.
 */
export function markovChances(
  patterns: readonly Pattern[],
  traces: readonly Uint16Array[],
  { times, random }: { readonly times: number; readonly random: Random },
): Float64Array {
  const long = patterns.flatMap((pattern, i) => (isLong(pattern) ? [i] : []));
  const chances = new Float64Array(patterns.length).fill(1);
  if (long.length === 0) return chances;
  const forests = [0, gapMax].map((gap) => forestOf(patterns, long, gap));
  const halves = [0, 1].map((half) => {
    const some = traces.filter((_, i) => i % 2 === half);
    return chancesIn(some, random.fork(half), { times, count: (rows) => countsIn(forests, rows, patterns.length) });
  });
  // The larger of two chances that are as likely to be anything is at most x with the probability x squared.
  for (const i of long) chances[i] = Math.max(...halves.map((half) => half[i]!)) ** 2;
  return chances;
}

interface Drawing {
  readonly times: number;
  /** By pattern, how many rows contain it. */
  count(rows: Rows): Float64Array;
}

function chancesIn(traces: readonly Uint16Array[], random: Random, { times, count }: Drawing): Float64Array {
  const alphabet = traces.reduce((most, tokens) => tokens.reduce((a, b) => Math.max(a, b + 1), most), 0);
  const observed = count(rowsOf(traces, alphabet));
  const drawn = Array.from({ length: times }, (_, turn) =>
    count(
      rowsOf(
        traces.map((tokens, i) => eulerShuffle(tokens, random.fork(turn, i))),
        alphabet,
      ),
    ),
  );
  // What was observed is one of the draws if there is nothing to it.
  const { means, deviations } = momentsOf([observed, ...drawn]);
  const largest = drawn.map((counts) =>
    counts.reduce((most, some, i) => Math.max(most, (some - means[i]!) / deviations[i]!), 0),
  );
  return observed.map((some, i) => shareAtLeast(largest, (some - means[i]!) / deviations[i]!));
}

/** Patterns by their tokens, one after the other. */
interface Node {
  readonly children: Map<number, Node>;
  /** Which pattern ends here. */
  pattern?: number;
}

interface Forest {
  readonly gap: number;
  readonly root: Node;
}

function forestOf(patterns: readonly Pattern[], which: readonly number[], gap: number): Forest {
  const root: Node = { children: new Map() };
  for (const i of which) {
    const { tokens, gap: own = gapMax } = patterns[i]!;
    if (own !== gap) continue;
    let node = root;
    for (const token of tokens) {
      let child = node.children.get(token);
      if (child === undefined) node.children.set(token, (child = { children: new Map() }));
      node = child;
    }
    node.pattern = i;
  }
  return { gap, root };
}

/** By pattern, how many rows contain it. */
function countsIn(forests: readonly Forest[], rows: Rows, patterns: number): Float64Array {
  const counts = new Float64Array(patterns);
  for (const { gap, root } of forests) {
    grow<Node>({
      rows,
      gap,
      lengthMax,
      root,
      next: (node, token) => node.children.get(token),
      visit({ pattern, children }, found) {
        if (pattern !== undefined) counts[pattern] = found.length;
        return children.size > 0 ? found : found.subarray(0, 0);
      },
    });
  }
  return counts;
}

/** Means and standard deviations by pattern. None is below one trace: what never happened has no deviation. */
function momentsOf(drawn: readonly Float64Array[]): {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
} {
  const means = drawn[0]!.map((_, i) => drawn.reduce((sum, counts) => sum + counts[i]!, 0) / drawn.length);
  const deviations = means.map((mean, i) => {
    const squares = drawn.reduce((sum, counts) => sum + (counts[i]! - mean) ** 2, 0);
    return Math.max(1, Math.sqrt(squares / drawn.length));
  });
  return { means, deviations };
}
