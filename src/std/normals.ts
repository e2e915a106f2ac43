import type { Random } from "./random.ts";

/** The key of streams of words: two whole numbers of 32 bits, signed. */
export type Key = readonly [number, number];

/** A key that is drawn from a `Random`. */
export function keyFrom(random: Random): Key {
  return [random.int(0x1_0000_0000) | 0, random.int(0x1_0000_0000) | 0];
}

/**
 * Fills `target` with standard normals of 24 bits: those of a stream of the key, whose number is a whole one from 0
 * below 2^31. What is at a place depends on key, stream and place alone, so a longer target begins with a shorter one.
 *
 * The ziggurat of Marsaglia and Tsang (Journal of Statistical Software 5(8), 2000), which takes layer and place from
 * different bits of a word (Doornik, 2005); many times as fast as one `Random.normal()` after the other.
 */
export function fillNormals(target: Float64Array | Float32Array, key: Key, stream = 0): void {
  for (let from = 0; from < target.length; from += words.length) {
    const count = Math.min(words.length, target.length - from);
    fillWords(words.subarray(0, count + (count & 1)), key, stream, from / 2);
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      const layer = word & lowBits;
      const x = ((word >> 8) + 0.5) * scales[layer]!;
      target[from + i] = Math.abs(x) < edges[layer + 1]! ? x : outside(x, layer, further(key, stream, from + i));
    }
  }
}

/** Where words are made before they are used, an even number of them; never read across calls. */
const words = new Int32Array(4096);

const spare = new Int32Array(2);

const layers = 128;
const lowBits = layers - 1;

/** Where the tail begins, such that all layers have the same area and the topmost ends at the top of the bell. */
const tail = 3.442619855896614;
const area = 0.009912563035336457;

/** The right edge of each layer, from the base up. The base is as wide as if the tail were a part of its rectangle. */
const edges = edgesOf();
/** The right edge of each layer, over the 2^23 places on either side. */
const scales = edges.map((edge) => edge / 2 ** 23);
/** How high the bell is there. */
const heights = edges.map(bell);

function bell(x: number): number {
  return Math.exp((-x * x) / 2);
}

function edgesOf(): Float64Array {
  const found = new Float64Array(layers + 1);
  found[0] = area / bell(tail);
  found[1] = tail;
  for (let i = 1; i < layers - 1; i++) found[i + 1] = Math.sqrt(-2 * Math.log(bell(found[i]!) + area / found[i]!));
  return found;
}

/** Words for the one place in forty that needs more than its own; for one place at a time. */
function further(key: Key, stream: number, place: number): () => number {
  let counter = place * 4;
  let at = spare.length;
  return () => {
    if (at === spare.length) {
      // The top bit, which no stream has, keeps them apart from the words of places.
      fillWords(spare, key, stream | 0x8000_0000, counter++);
      at = 0;
    }
    return spare[at++]!;
  };
}

/** The normal of a point that is not surely under the bell; of further points where it is not. */
function outside(first: number, firstLayer: number, next: () => number): number {
  let x = first;
  let layer = firstLayer;
  while (Math.abs(x) >= edges[layer + 1]!) {
    if (layer === 0) return Math.sign(x) * tailNormal(next);
    const [low, high] = [heights[layer]!, heights[layer + 1]!];
    if (low + uniform(next) * (high - low) < bell(x)) return x;
    const word = next();
    layer = word & lowBits;
    x = ((word >> 8) + 0.5) * scales[layer]!;
  }
  return x;
}

/** A normal beyond the beginning of the tail: Marsaglia, Technometrics 6 (1964). */
function tailNormal(next: () => number): number {
  for (;;) {
    const beyond = -Math.log(uniform(next)) / tail;
    if (-2 * Math.log(uniform(next)) > beyond * beyond) return tail + beyond;
  }
}

/** Between 0 and 1, ends excluded. */
function uniform(next: () => number): number {
  return ((next() >>> 0) + 0.5) / 0x1_0000_0000;
}

/**
 * The words of `randomFromKey` (`random.ts`), two a count of the counter: Threefry-2x32 with 20 rounds (Salmon et al.,
 * SC 2011), written out, because the loop over the rounds takes three times as long.
 */
function fillWords(target: Int32Array, [key0, key1]: Key, stream: number, from: number): void {
  const key2 = key0 ^ key1 ^ 0x1bd11bda;
  for (let at = 0, counter = from; at < target.length; at += 2, counter++) {
    let x0 = (counter + key0) | 0;
    let x1 = (stream + key1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + key1) | 0;
    x1 = (x1 + key2 + 1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
    x0 = (x0 + key2) | 0;
    x1 = (x1 + key0 + 2) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + key0) | 0;
    x1 = (x1 + key1 + 3) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
    x0 = (x0 + key1) | 0;
    x1 = (x1 + key2 + 4) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + key2) | 0;
    x1 = (x1 + key0 + 5) | 0;
    target[at] = x0;
    target[at + 1] = x1;
  }
}
