import type { Genome } from "../../genome/genome.ts";
import { networkGenome, networkOf } from "../../genome/kinds/network.ts";
import { type Network, type NetworkShape, sameShape, weightsOf } from "../../genome/kinds/network/shape.ts";
import { normalsFrom } from "../normals.ts";
import type { Operator, VariationContext } from "../operator.ts";

/** No weight grows beyond, so that none can become infinite. */
const weightMax = 1e9;

/** A new network with normal weights, narrower the more a unit has, so that sums keep their size (LeCun et al. 1998). */
export const randomNetwork: Operator = {
  name: "random-network",
  kind: "network",
  about: "a new network with random weights",
  arity: 0,
  vary(_, { network: shape, sizeMax }, random) {
    if (shape === undefined || weightsOf(shape) > sizeMax) return undefined;
    const normal = normalsFrom(random);
    const weights = new Float32Array(weightsOf(shape));
    forEachUnit(shape, (from, to) => {
      const width = 1 / Math.sqrt(to - from);
      for (let i = from; i < to; i++) weights[i] = width * normal();
    });
    return networkGenome({ shape, weights });
  },
};

/** Moves every weight by a normal step; how wide steps are is drawn anew for each child, evenly in its logarithm, from 0.003 to 0.3. */
export const isotropic: Operator = {
  name: "isotropic",
  kind: "network",
  about: "a normal step moves every weight",
  arity: 1,
  vary([parent], context, random) {
    const width = 0.003 * 100 ** random.next();
    const normal = normalsFrom(random);
    return reweighed(networkOf(parent!), context, (weight) => weight + width * normal());
  },
};

/**
 * Moves the first parent a little in all directions and further along the line to the second (Vassiliades and Mouret,
 * GECCO 2018, "iso+line", with widths of 0.01 and a fifth of the way).
 */
export const isoLine: Operator = {
  name: "iso-line",
  kind: "network",
  about: "a step towards or away from the second parent",
  arity: 2,
  vary([first, second], context, random) {
    const normal = normalsFrom(random);
    const along = 0.2 * normal();
    const other = networkOf(second!);
    return crossed(first!, second!, context, (weight, i) => {
      return weight + 0.01 * normal() + along * (other.weights[i]! - weight);
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
    return crossed(first!, second!, context, (weight, i) => (random.chance(0.5) ? weight : other.weights[i]!));
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
    const normal = normalsFrom(random);
    const always = random.int(weights.length);
    forEachUnit(shape, (from, to) => {
      const width = 1 / Math.sqrt(to - from);
      for (let i = from; i < to; i++) if (i === always || random.chance(0.05)) weights[i] = width * normal();
    });
    return within(context, { shape, weights });
  },
};

/** Where the weights of each unit begin and end. */
function forEachUnit(shape: NetworkShape, visit: (from: number, to: number) => void): void {
  const layers = [...shape.hidden, shape.outputs];
  let from = 0;
  layers.forEach((units, layer) => {
    const below = layer === 0 ? shape.inputs : layers[layer - 1]!;
    const own = shape.recurrent && layer < shape.hidden.length ? units : 0;
    for (let unit = 0; unit < units; unit++) {
      visit(from, from + below + own + 1);
      from += below + own + 1;
    }
  });
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
