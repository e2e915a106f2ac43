import type { Genome } from "../genome/genome.ts";
import type { Noise, NoisyLayer } from "../genome/kinds/network/noise.ts";
import { UserError } from "../std/errors.ts";
import { expectNumber, expectWhole } from "../std/expect.ts";
import { type Key, keyFrom } from "../std/normals.ts";
import type { Random } from "../std/random.ts";
import { type Ascent, ascended, ascentFrom, type AscentOptions, expectAscent } from "./ascent.ts";
import { type WeightedKey, weightedNoise } from "./eggroll/weighted-noise.ts";
import type { Emitter, Told } from "./emitter.ts";
import { expectStart, meanOperator, sampleOperator } from "./points.ts";
import { isScored, shaped, type Shaping } from "./shaping.ts";

/** How the weights of networks become genomes: those of a base as they are, all others as noise on a base. */
export interface Perturbations {
  /** The weights that the base starts with; at least one finite number. */
  readonly start: Float32Array;
  readonly layers: readonly NoisyLayer[];
  /** The genome of a base's weights, which never change. */
  genomeOfBase(weights: Float32Array): Genome;
  genomeOf(base: Genome, noise: Noise): Genome;
}

export interface EggrollOptions extends AscentOptions {
  readonly perturbations: Perturbations;
  /** The standard deviation of a weight's noise; above 0, at most 1e6. */
  readonly sigma: number;
  /** Of each layer's noise, from 1 to 256; 0 for noise without structure. 1 unless told. */
  readonly rank?: number;
  /** By rank unless told. */
  readonly shaping?: Shaping;
}

/** A base on its way up. */
export type EggrollMemory = Ascent<Float32Array>;

/**
 * Evolution strategies at the hyperscale (Sarkar et al., arXiv 2511.16652): all proposals share the weights of a base,
 * each with noise of low rank, in mirrored pairs; the base follows their noise weighted by shaped fitness. The base itself
 * is the first proposal of each generation. Proposals are keys: no more than a block of them is ever written out. Failed
 * proposals are as good as the worst, and a generation in which all failed changes nothing. Throws `UserError` for
 * settings out of range.
 */
export function eggroll(options: EggrollOptions): Emitter<EggrollMemory> {
  const { perturbations, rank = 1, shaping = "rank" } = options;
  checkOptions(options);
  const start = ascentFrom(perturbations.start.slice(), options);
  return {
    name: "eggroll",
    *ask(_members, count, random, { mean } = start) {
      if (count === 0) return;
      const base = perturbations.genomeOfBase(mean);
      yield { genome: base, operator: meanOperator, parents: [], island: 0 };
      for (let sample = 0; sample < count - 1; sample++) {
        const noise: Noise = {
          key: keyOf(random, sample),
          rank,
          sigma: options.sigma,
          sign: sample % 2 === 0 ? 1 : -1,
        };
        yield { genome: perturbations.genomeOf(base, noise), operator: sampleOperator, parents: [], island: 0 };
      }
    },
    memory: {
      start,
      after(ascent, told, random) {
        const samples = told.slice(1);
        if (!samples.some(isScored)) return ascent;
        return ascended(ascent, gradientOf(samples, random, perturbations.layers, { rank, shaping }), options);
      },
      searches: () => [{ island: 0, sigma: options.sigma }],
    },
  };
}

function checkOptions(options: EggrollOptions): void {
  const { perturbations, sigma, rank = 1, shaping = "rank" } = options;
  expectStart(perturbations.start);
  expectNumber("sigma", sigma, Number.MIN_VALUE, 1e6);
  expectWhole("rank", rank, 0, 256);
  expectAscent(options);
  if (shaping === "rank" || shaping === "z-score") return;
  throw new UserError(
    "bad-setting",
    `Expected \`shaping\` to be \`rank\` or \`z-score\`, got \`${String(shaping)}\``,
    "Use one of these.",
  );
}

/** The key of a sample's noise: the same for both of a pair. */
function keyOf(random: Random, sample: number): Key {
  return keyFrom(random.fork("pair", sample >> 1));
}

/** The shaped fitness times noise, in the mean, for all weights. */
function gradientOf(
  samples: readonly Told[],
  random: Random,
  layers: readonly NoisyLayer[],
  { rank, shaping }: { readonly rank: number; readonly shaping: Shaping },
): Float64Array {
  const weights = shaped(samples, shaping);
  const keys: WeightedKey[] = [];
  for (let sample = 0; sample < samples.length; sample += 2) {
    const weight = (weights[sample]! - (weights[sample + 1] ?? 0)) / samples.length;
    if (weight !== 0) keys.push({ key: keyOf(random, sample), weight });
  }
  return weightedNoise(layers, rank, keys);
}
