import { hdbscan } from "../std/hdbscan/hdbscan.ts";
import { chosenPoints, type Points } from "../std/points.ts";
import type { Random } from "../std/random.ts";

/** So many variants make a kind of behaviour, and so many are a core of it. */
const minClusterSize = 15;
const minSamples = 5;
/** A kind comes back in resamples as well as this, by the mean of its Jaccard indexes. */
const resamples = 20;
const stabilityMin = 0.75;

/** Kinds of behaviour, numbered from 0 in the order in which they appeared. */
export interface Kinds {
  /** By variant, its kind, or -1 where it is of none. */
  readonly of: Int32Array;
  /** By kind, how well it comes back in resamples, from 0.75 to 1. */
  readonly stabilities: readonly number[];
  /** How many clusters did not come back. */
  readonly unstable: number;
}

/**
 * The kinds of behaviour among some variants, whose points come in order of birth: clusters of at least 15 that come back
 * when what is drawn with replacement is clustered again (C. Hennig, "Cluster-wise assessment of cluster stability", CSDA
 * 52, 2007). What is drawn several times counts once, so that no density is of the draw's making; the least sizes shrink
 * with what is left.
 */
export function kindsOf(points: Points, random: Random): Kinds {
  const labels = hdbscan(points, { minClusterSize, minSamples });
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const sums = new Float64Array(count);
  const seen = new Float64Array(count);
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = distinct(points.count, random.fork(resample));
    const share = drawn.length / points.count;
    const again = hdbscan(chosenPoints(points, drawn), {
      minClusterSize: Math.ceil(minClusterSize * share),
      minSamples: Math.ceil(minSamples * share),
    });
    for (const [label, similarity] of similarities(
      drawn.map((i) => labels[i]!),
      again,
      count,
    )) {
      sums[label]! += similarity;
      seen[label]!++;
    }
  }
  const stabilities = Array.from(sums, (sum, label) => sum / Math.max(1, seen[label]!));
  const kept = new Map<number, number>();
  for (const label of labels) {
    if (label >= 0 && !kept.has(label) && stabilities[label]! >= stabilityMin) kept.set(label, kept.size);
  }
  return {
    of: labels.map((label) => kept.get(label) ?? -1),
    stabilities: Array.from(kept.keys(), (label) => stabilities[label]!),
    unstable: count - kept.size,
  };
}

/** The different numbers below `count` among as many that are drawn, in order. */
function distinct(count: number, random: Random): Int32Array {
  const drawn = new Set(Array.from({ length: count }, () => random.int(count)));
  return Int32Array.from(drawn).sort();
}

/** By cluster of which anybody was drawn, the Jaccard index with the most similar one of another clustering. */
function similarities(before: Int32Array, after: Int32Array, count: number): readonly (readonly [number, number])[] {
  const others = after.reduce((most, label) => Math.max(most, label + 1), 0);
  const [sizes, otherSizes] = [new Int32Array(count), new Int32Array(others)];
  const common = new Int32Array(count * others);
  for (let i = 0; i < before.length; i++) {
    const [a, b] = [before[i]!, after[i]!];
    if (a >= 0) sizes[a]!++;
    if (b >= 0) otherSizes[b]!++;
    if (a >= 0 && b >= 0) common[a * others + b]!++;
  }
  return Array.from(sizes.entries())
    .filter(([, size]) => size > 0)
    .map(([a, size]) => {
      const indexes = Array.from(otherSizes, (other, b) => {
        const both = common[a * others + b]!;
        return both / (size + other - both);
      });
      return [a, Math.max(0, ...indexes)];
    });
}
