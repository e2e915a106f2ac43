import { expectNumber } from "../std/expect.ts";
import { fillNormals, keyFrom } from "../std/normals.ts";
import type { Random } from "../std/random.ts";
import { type Ascent, ascended, ascentFrom, type AscentOptions, expectAscent } from "./ascent.ts";
import type { Emitter, Proposal, Told } from "./emitter.ts";
import { bounded, expectStart, meanOperator, type Points, sampleOperator } from "./points.ts";
import { isScored, shaped } from "./shaping.ts";

export interface OpenEsOptions extends AscentOptions {
  readonly points: Points;
  /** The standard deviation of the noise, the same for each number at all times; above 0, at most 1e6. */
  readonly sigma: number;
}

/**
 * The evolution strategy of Salimans et al. (arXiv 1703.03864): mirrored samples around a mean, which follows their
 * noise weighted by centred ranks. The mean itself is the first proposal of each generation; then samples come in pairs.
 * Failed proposals rank last, and a generation in which all failed changes nothing. Throws `UserError` for settings out
 * of range.
 */
export function openEs(options: OpenEsOptions): Emitter<Ascent> {
  const { points, sigma } = options;
  expectStart(points.start);
  expectNumber("sigma", sigma, Number.MIN_VALUE, 1e6);
  expectAscent(options);
  const start = ascentFrom(points.start.slice(), options);
  return {
    name: "open-es",
    ask: (_members, count, random, { mean } = start) => proposals({ mean, count, random }, options),
    memory: {
      start,
      after(ascent, told, random) {
        const samples = told.slice(1);
        if (!samples.some(isScored)) return ascent;
        return ascended(ascent, gradientOf(samples, ascent.mean.length, random, sigma), options);
      },
      searches: () => [{ island: 0, sigma }],
    },
  };
}

interface Asked {
  readonly mean: Float64Array;
  readonly count: number;
  readonly random: Random;
}

function* proposals({ mean, count, random }: Asked, { points, sigma }: OpenEsOptions): Generator<Proposal> {
  if (count > 0) yield { genome: points.genomeOf(mean), operator: meanOperator, parents: [], island: 0 };
  const key = keyFrom(random.fork("proposals"));
  const noise = new Float64Array(mean.length);
  const point = new Float64Array(mean.length);
  for (let sample = 0; sample < count - 1; sample++) {
    if (sample % 2 === 0) fillNormals(noise, key, sample / 2);
    const size = sample % 2 === 0 ? sigma : -sigma;
    for (let i = 0; i < point.length; i++) point[i] = mean[i]! + size * noise[i]!;
    yield { genome: points.genomeOf(bounded(point)), operator: sampleOperator, parents: [], island: 0 };
  }
}

/** The estimate of the gradient; a sample whose mirror image is missing counts alone. */
function gradientOf(samples: readonly Told[], length: number, random: Random, sigma: number): Float64Array {
  const weights = shaped(samples, "rank");
  const key = keyFrom(random.fork("proposals"));
  const noise = new Float64Array(length);
  const gradient = new Float64Array(length);
  for (let sample = 0; sample < samples.length; sample += 2) {
    const weight = (weights[sample]! - (weights[sample + 1] ?? 0)) / (samples.length * sigma);
    if (weight === 0) continue;
    fillNormals(noise, key, sample / 2);
    for (let i = 0; i < length; i++) gradient[i] = gradient[i]! + weight * noise[i]!;
  }
  return gradient;
}
