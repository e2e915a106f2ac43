import type { Genome } from "../../genome/genome.ts";
import { networkGenome, networkOf } from "../../genome/kinds/network.ts";
import { weightMax } from "../../genome/kinds/network/noise.ts";
import { layersOf } from "../../genome/kinds/network/shape.ts";
import { type Network, type NetworkShape, sameShape, weightsOf } from "../../genome/kinds/network/shape.ts";
import { fillNormals, keyFrom } from "../../std/normals.ts";
import type { Random } from "../../std/random.ts";
import { coinsFrom } from "../coins.ts";
import type { Operator, VariationContext } from "../operator.ts";

/** How wide new weights are, beside the width at which sums keep their size: controllers switch, and so must units. */
const gain = 3;

/** A new network with normal weights, narrower the more a unit has (LeCun et al. 1998), and three times as wide as there. */
export const randomNetwork: Operator = {
  name: "random-network",
  kind: "network",
  about: "a new network with random weights",
  arity: 0,
  vary(_, { network: shape, sizeMax }, random) {
    if (shape === undefined || weightsOf(shape) > sizeMax) return undefined;
    return networkGenome({ shape, weights: newWeights(shape, random) });
  },
};

/**
 * Moves every weight by a normal step; how wide steps are beside new weights is drawn for each child, evenly in its
 * logarithm, from a tenth to the same.
 */
export const isotropic: Operator = {
  name: "isotropic",
  kind: "network",
  about: "a normal step moves every weight",
  arity: 1,
  vary([parent], context, random) {
    const width = 0.1 ** random.next();
    const network = networkOf(parent!);
    const steps = newWeights(network.shape, random);
    return reweighed(network, context, (weight, i) => weight + width * steps[i]!);
  },
};

/**
 * Moves the first parent a little in all directions and further along the line to the second (Vassiliades and Mouret,
 * GECCO 2018, "iso+line", with widths of a fifth of new weights and a fifth of the way).
 */
export const isoLine: Operator = {
  name: "iso-line",
  kind: "network",
  about: "a step towards or away from the second parent",
  arity: 2,
  vary([first, second], context, random) {
    const along = 0.2 * random.normal();
    const other = networkOf(second!);
    const steps = newWeights(other.shape, random);
    return crossed(first!, second!, context, (weight, i) => {
      return weight + 0.2 * steps[i]! + along * (other.weights[i]! - weight);
    });
  },
};

/** Takes each weight from either parent with equal chance (Syswerda 1989). */
export const weightCrossover: Operator = {
  name: "weight-crossover",
  kind: "network",
  about: "each weight comes from either parent",
  arity: 2,
  vary([first, second], context, random) {
    const other = networkOf(second!);
    const coin = coinsFrom(random);
    return crossed(first!, second!, context, (weight, i) => (coin() ? weight : other.weights[i]!));
  },
};

/** Takes each unit whole, with all weights that lead to it, from either parent with equal chance (Montana and Davis 1989). */
export const unitCrossover: Operator = {
  name: "unit-crossover",
  kind: "network",
  about: "each unit comes from either parent",
  arity: 2,
  vary([first, second], context, random) {
    const [one, other] = [networkOf(first!), networkOf(second!)];
    if (!sameShape(one.shape, other.shape)) return undefined;
    const weights = one.weights.slice();
    forEachUnit(one.shape, (from, to) => {
      if (random.chance(0.5)) weights.set(other.weights.subarray(from, to), from);
    });
    return within(context, { shape: one.shape, weights });
  },
};

/** Draws one weight in twenty anew, as wide as random networks have them, and at least one. */
export const weightReplacement: Operator = {
  name: "weight-replacement",
  kind: "network",
  about: "some weights are drawn anew",
  arity: 1,
  vary([parent], context, random) {
    const { shape, weights: old } = networkOf(parent!);
    const weights = old.slice();
    const fresh = newWeights(shape, random);
    const some = random.int(weights.length);
    weights[some] = fresh[some]!;
    for (let i = gap(random); i < weights.length; i += 1 + gap(random)) weights[i] = fresh[i]!;
    return within(context, { shape, weights });
  },
};

/** How many weights are passed over before the next one in twenty: a geometric number, which saves a draw for each. */
function gap(random: Random): number {
  return Math.floor(Math.log(1 - random.next()) / Math.log(0.95));
}

function newWeights(shape: NetworkShape, random: Random): Float32Array {
  const weights = new Float32Array(weightsOf(shape));
  fillNormals(weights, keyFrom(random));
  forEachUnit(shape, (from, to) => {
    const width = gain / Math.sqrt(to - from);
    for (let i = from; i < to; i++) weights[i] = width * weights[i]!;
  });
  return weights;
}

/** Where the weights of each unit begin and end. */
function forEachUnit(shape: NetworkShape, visit: (from: number, to: number) => void): void {
  for (const { offset, units, inputs } of layersOf(shape)) {
    const width = inputs + 1;
    for (let unit = 0; unit < units; unit++) visit(offset + unit * width, offset + (unit + 1) * width);
  }
}

/** The first parent with weights made of both; undefined where the parents differ in shape. */
function crossed(
  first: Genome,
  second: Genome,
  context: VariationContext,
  weigh: (weight: number, index: number) => number,
): Genome | undefined {
  const one = networkOf(first);
  return sameShape(one.shape, networkOf(second).shape) ? reweighed(one, context, weigh) : undefined;
}

function reweighed(
  { shape, weights }: Network,
  context: VariationContext,
  weigh: (weight: number, index: number) => number,
): Genome | undefined {
  return within(context, { shape, weights: weights.map(weigh) });
}

function within({ sizeMax }: VariationContext, { shape, weights }: Network): Genome | undefined {
  if (weights.length > sizeMax) return undefined;
  for (let i = 0; i < weights.length; i++) weights[i] = Math.min(Math.max(weights[i]!, -weightMax), weightMax);
  return networkGenome({ shape, weights });
}
