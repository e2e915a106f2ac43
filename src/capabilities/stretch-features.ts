import type { Random } from "../std/random.ts";
import { median } from "../std/statistics.ts";
import type { Behaviours } from "./behaviours.ts";

/** So many tokens are looked at together, every so many tokens, and in longer traces further apart. */
const stretchLength = 8;
const hopMin = 4;
const stretchesMax = 100_000;
/** Each frequency gives two features, a cosine and a sine. */
const frequencies = 128;
/** So many pairs of stretches tell how far apart stretches are. */
const pairsDrawn = 1000;

/**
 * What is in the stretches of each variant's traces, as 256 numbers: the mean, over stretches and then over traces, of random
 * Fourier features (Rahimi and Recht, NIPS 2007) of how often each token occurs and follows each other. The distance of two
 * variants is then about their maximum mean discrepancy (Gretton et al., JMLR 13, 2012) for a Gaussian kernel as wide as
 * half of all different stretches are apart.
 */
export function stretchFeatures({ of, traces, cases, users }: Behaviours, random: Random): readonly Float64Array[] {
  const stretches = stretchesOf(traces);
  const featuresOf = createFeatures(widthOf(stretches.flat(), random.fork("width")), random.fork("frequencies"));
  const means = cases.map(() => new Float64Array(2 * frequencies));
  for (const [trace, some] of stretches.entries()) {
    for (const stretch of some) {
      const features = featuresOf(stretch);
      for (const user of users[trace]!) {
        const mean = means[user]!;
        const weight = 1 / (some.length * cases[user]!.length);
        for (let k = 0; k < mean.length; k++) mean[k]! += weight * features[k]!;
      }
    }
  }
  return Array.from(of, (behaviour) => means[behaviour]!);
}

/** The stretches of each trace, which overlap by half where there is room; an empty trace is one that is empty. */
function stretchesOf(traces: readonly Uint16Array[]): readonly (readonly Uint16Array[])[] {
  const tokens = traces.reduce((sum, { length }) => sum + length, 0);
  const hop = Math.max(hopMin, Math.ceil(tokens / stretchesMax));
  return traces.map((trace) => {
    const count = 1 + Math.max(0, Math.ceil((trace.length - stretchLength) / hop));
    return Array.from({ length: count }, (_, i) => trace.subarray(i * hop, i * hop + stretchLength));
  });
}

/** How often each token, and each step from one to the next, is in a stretch. */
function contentOf(stretch: Uint16Array): ReadonlyMap<string, number> {
  const content = new Map<string, number>();
  for (const [i, token] of stretch.entries()) {
    const step = i === 0 ? [] : [`${stretch[i - 1]!} ${token}`];
    for (const name of [String(token), ...step]) content.set(name, (content.get(name) ?? 0) + 1);
  }
  return content;
}

/** The median distance of pairs of stretches that differ; 1 where none do. */
function widthOf(stretches: readonly Uint16Array[], random: Random): number {
  const distances: number[] = [];
  for (let pair = 0; pair < pairsDrawn && stretches.length > 0; pair++) {
    const [a, b] = [contentOf(random.pick(stretches)), contentOf(random.pick(stretches))];
    let squares = 0;
    for (const name of new Set([...a.keys(), ...b.keys()])) squares += ((a.get(name) ?? 0) - (b.get(name) ?? 0)) ** 2;
    if (squares > 0) distances.push(Math.sqrt(squares));
  }
  return distances.length === 0 ? 1 : median(distances);
}

/** The random Fourier features of a Gaussian kernel, worked out once a stretch. */
function createFeatures(width: number, random: Random): (stretch: Uint16Array) => Float64Array {
  const known = new Map<string, Float64Array>();
  const rows = new Map<string, Float64Array>();
  const rowOf = (name: string): Float64Array => {
    const row = rows.get(name);
    if (row !== undefined) return row;
    const drawn = random.fork(name);
    const fresh = Float64Array.from({ length: frequencies }, () => drawn.normal() / width);
    rows.set(name, fresh);
    return fresh;
  };
  return (stretch) => {
    const key = String.fromCharCode(...stretch);
    const before = known.get(key);
    if (before !== undefined) return before;
    const angles = new Float64Array(frequencies);
    for (const [name, times] of contentOf(stretch)) {
      const row = rowOf(name);
      for (let k = 0; k < frequencies; k++) angles[k]! += times * row[k]!;
    }
    const scale = 1 / Math.sqrt(frequencies);
    const features = new Float64Array(2 * frequencies);
    for (let k = 0; k < frequencies; k++) {
      features[2 * k] = scale * Math.cos(angles[k]!);
      features[2 * k + 1] = scale * Math.sin(angles[k]!);
    }
    known.set(key, features);
    return features;
  };
}
