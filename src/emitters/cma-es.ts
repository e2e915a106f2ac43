import { UserError } from "../std/errors.ts";
import { expectNumber, expectWhole } from "../std/expect.ts";
import { fillNormals, keyFrom } from "../std/normals.ts";
import type { Random } from "../std/random.ts";
import { axisRatioOf, type CovarianceModel, diagonalCovariance, fullCovariance } from "./cma-es/covariance.ts";
import { type Distribution, distributionAt, type Draw, type Ranked, updated } from "./cma-es/distribution.ts";
import { defaultSamples } from "./cma-es/rates.ts";
import type { Emitter, Told } from "./emitter.ts";
import { bounded, expectStart, meanOperator, type Points, sampleOperator } from "./points.ts";
import { isScored } from "./shaping.ts";

export interface CmaEsOptions {
  readonly points: Points;
  /** How many proposals a generation has, from 2. */
  readonly births: number;
  /** The standard deviation at the start, above 0, at most 1e6: about a third of how far off the best may be. */
  readonly sigma: number;
  /** Whether only variances are learnt, no covariances: for more numbers than 1,000. */
  readonly diagonal?: boolean;
}

/** The most numbers of which all covariances are learnt: their decomposition holds up everything for about two seconds. */
const fullMax = 1000;

/**
 * The covariance matrix adaptation evolution strategy (N. Hansen, arXiv 1604.00772), with active covariance adaptation;
 * or with variances only (Ros and Hansen, PPSN 2008). Where there are more births than its default number of samples,
 * the first of each generation is the mean itself. Failed proposals rank last, and a generation in which all failed
 * changes nothing. Throws `UserError` for settings out of range, and for more than 1,000 numbers unless `diagonal`.
 */
export function cmaEs(options: CmaEsOptions): Emitter<Distribution> {
  const { points, births } = options;
  checkOptions(options);
  const size = points.start.length;
  const model = options.diagonal ? diagonalCovariance(size) : fullCovariance(size);
  const start = distributionAt(points.start.slice(), options.sigma, model);
  const means = births > defaultSamples(size) ? 1 : 0;
  return {
    name: "cma-es",
    *ask(_members, count, random, memory = start) {
      if (means > 0 && count > 0) {
        yield { genome: points.genomeOf(memory.mean), operator: meanOperator, parents: [], island: 0 };
      }
      const draw = sampler(memory, model, random);
      const point = new Float64Array(memory.mean.length);
      for (let sample = 0; sample < count - means; sample++) {
        const { mean, sigma } = memory;
        const { y } = draw(sample);
        for (let i = 0; i < point.length; i++) point[i] = mean[i]! + sigma * y[i]!;
        yield { genome: points.genomeOf(bounded(point)), operator: sampleOperator, parents: [], island: 0 };
      }
    },
    memory: {
      start,
      after(memory, told, random) {
        const order = ranked(told.slice(means));
        if (order.length < 2) return memory;
        return updated(memory, model, order, sampler(memory, model, random));
      },
      searches: ({ sigma, covariance }) => [{ island: 0, sigma, axisRatio: axisRatioOf(covariance) }],
    },
  };
}

function checkOptions({ points, births, sigma, diagonal = false }: CmaEsOptions): void {
  expectStart(points.start);
  expectWhole("births", births, 2, 1_000_000);
  expectNumber("sigma", sigma, 1e-12, 1e6);
  if (diagonal || points.start.length <= fullMax) return;
  throw new UserError(
    "too-many-numbers",
    `CMA-ES learns the covariances of at most ${fullMax} numbers, there are ${points.start.length}`,
    "Set `emitter.diagonal=true`, which learns variances only, or use `open-es`.",
  );
}

function sampler({ mean, covariance }: Distribution, model: CovarianceModel, random: Random): Draw {
  const key = keyFrom(random.fork("proposals"));
  const z = new Float64Array(mean.length);
  const y = new Float64Array(mean.length);
  return (sample) => {
    fillNormals(z, key, sample);
    model.spread(covariance, z, y);
    return { z, y };
  };
}

/** Samples from the best to the worst; of those that failed no more than of the others, so that none has a positive weight. */
function ranked(told: readonly Told[]): readonly Ranked[] {
  const all = told.map((one, sample) => ({ sample, fitness: isScored(one) ? one.fitness! : -Infinity }));
  const scored = told.filter(isScored).length;
  return all.toSorted((a, b) => (a.fitness === b.fitness ? 0 : b.fitness - a.fitness)).slice(0, 2 * scored);
}
