import { attached } from "../../std/attached.ts";
import { type Genome, type GenomeKind, genomeOf } from "../genome.ts";
import { type Fields, fieldsIn, noiseIn, notANetwork, shapeIn, weightsIn } from "./network/fields.ts";
import { type Noise, withNoise } from "./network/noise.ts";
import { layersOf } from "./network/shape.ts";
import { type Network, type NetworkShape, sameShape, weightsOf } from "./network/shape.ts";

/** The most weights of a network. */
export const networkWeightsMax = 16_777_216;

/** The longest text that is read as a network, in UTF-16 units: base64 has 16 digits for 3 weights. */
const textLengthMax = networkWeightsMax * 6;

const networks = attached<Genome, Network>();

/**
 * Networks with a fixed topology: a line of JSON with the shape and the weights, as base64 of single-precision
 * little-endian numbers, all finite; or with the hash of another network and noise for its weights.
 */
export const networkKind: GenomeKind = {
  name: "network",
  parse(text, find) {
    const fields = fieldsIn(text, textLengthMax);
    return "of" in fields ? relativeIn(fields, find) : written(networkIn(fields));
  },
  size: (genome) => networkOf(genome.base ?? genome).weights.length,
  distance: (a, b) => (a.hash === b.hash ? 0 : distance(networkOf(a), networkOf(b))),
};

/** The network that a genome says, not to be changed. One that is relative to another is worked out anew for each call. */
export function networkOf(genome: Genome): Network {
  const known = networks.get(genome);
  if (known !== undefined) return known;
  const { base } = genome;
  if (base !== undefined) {
    // Not kept: a population of large networks would not fit into memory.
    const { shape, weights } = networkOf(base);
    return { shape, weights: withNoise(layersOf(shape), weights, noiseOf(genome)!) };
  }
  const network = networkIn(fieldsIn(genome.bytes, textLengthMax));
  networks.set(genome, network);
  return network;
}

/**
 * The genome of a network, whose weights are copied. Throws `UserError` when the weights do not fit the shape, one is
 * not finite, or there are too many.
 */
export function networkGenome(network: Network): Genome {
  return written({ shape: shapeIn({ ...network.shape }), weights: canonical(network.weights, network.shape) });
}

/**
 * The genome of a network with the weights of another and noise (`network/noise.ts`), which its bytes name: some hundred
 * of them, however large the network. Throws `UserError` where the other is relative itself or the noise is none.
 */
export function relativeNetwork(base: Genome, noise: Noise): Genome {
  if (base.kind !== "network" || base.base !== undefined)
    throw notANetwork("it can only be relative to a network that says all its weights");
  return genomeOf("network", JSON.stringify({ of: base.hash, noise: noiseIn({ ...noise }) }), base);
}

/** The noise of a genome that is relative to another; undefined where its bytes say all. */
export function noiseOf(genome: Genome): Noise | undefined {
  if (genome.base === undefined) return undefined;
  return noiseIn(fieldsIn(genome.bytes, textLengthMax).noise);
}

/** The same network as a genome whose bytes say all. */
export function wholeNetwork(genome: Genome): Genome {
  return genome.base === undefined ? genome : networkGenome(networkOf(genome));
}

function relativeIn(fields: Fields, find?: (hash: string) => Genome | undefined): Genome {
  const { of: hash, noise } = fields;
  const base = typeof hash === "string" ? find?.(hash) : undefined;
  if (base === undefined) throw notANetwork(`the network that it is relative to, ${String(hash)}, is not here`);
  return relativeNetwork(base, noiseIn(noise));
}

function networkIn(fields: Fields): Network {
  const shape = shapeIn(fields);
  return { shape, weights: canonical(weightsIn(fields.weights, weightsOf(shape)), shape) };
}

/** The weights, checked, with 0 for negative zero. */
function canonical(weights: Float32Array, shape: NetworkShape): Float32Array {
  const count = weightsOf(shape);
  if (count > networkWeightsMax)
    throw notANetwork(`its shape has ${count} weights, at most ${networkWeightsMax} are allowed`);
  if (weights.length !== count) throw notANetwork(`its shape has ${count} weights, it gives ${weights.length}`);
  const result = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!;
    if (!Number.isFinite(weight)) throw notANetwork(`weight ${i} is ${weight}, expected a finite number`);
    result[i] = weight + 0;
  }
  return result;
}

function written(network: Network): Genome {
  const { buffer, byteOffset, byteLength } = network.weights;
  const weights = Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  const head = JSON.stringify(network.shape);
  const genome = genomeOf("network", `${head.slice(0, -1)},"weights":"${weights}"}`);
  networks.set(genome, network);
  return genome;
}

/** |a − b| / (|a| + |b|): at most 1 by the triangle inequality. Networks of different shapes are as far apart as can be. */
function distance(a: Network, b: Network): number {
  if (!sameShape(a.shape, b.shape)) return 1;
  let apart = 0;
  let sizeA = 0;
  let sizeB = 0;
  for (let i = 0; i < a.weights.length; i++) {
    const x = a.weights[i]!;
    const y = b.weights[i]!;
    apart += (x - y) * (x - y);
    sizeA += x * x;
    sizeB += y * y;
  }
  return apart === 0 ? 0 : Math.min(1, Math.sqrt(apart) / (Math.sqrt(sizeA) + Math.sqrt(sizeB)));
}
