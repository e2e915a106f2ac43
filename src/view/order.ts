/** Reads the number by which a variant is sorted. */
export type KeyOf = (id: number) => number;

const digitBits = 11;
const digitValues = 1 << digitBits;
const digitMask = digitValues - 1;

/** Fewer ids than this are compared one with the other. */
const fewIds = 128;

/**
 * Ids by the first key, then by the second and so on, smallest first; ids that are equal in all keep their order, and
 * NaN comes last. Many are sorted by the bits of their keys (radix sort), which needs no comparisons.
 */
export function sortIds(ids: Uint32Array, keys: readonly KeyOf[]): Uint32Array {
  const [key, ...others] = keys;
  if (key === undefined) return ids;
  if (ids.length < fewIds) return ids.toSorted((a, b) => compare(a, b, keys));
  const sorted = sortByOne(ids, key);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const value = orderable(key(sorted[from]!));
    for (to = from + 1; to < sorted.length && orderable(key(sorted[to]!)) === value;) to++;
    if (to - from > 1) sorted.set(sortIds(sorted.slice(from, to), others), from);
  }
  return sorted;
}

function compare(a: number, b: number, keys: readonly KeyOf[]): number {
  for (const key of keys) {
    const [one, other] = [orderable(key(a)), orderable(key(b))];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function orderable(key: number): number {
  return Number.isNaN(key) ? Infinity : key;
}

/**
 * The first `wanted` of the ids that pass, in the order of `sortIds`, and how many pass in all, without sorting more
 * than a few times as many.
 */
export function firstIds(
  count: number,
  passes: (id: number) => boolean,
  keys: readonly KeyOf[],
  wanted: number,
): FirstIds {
  const key = keys[0]!;
  const held = new Uint32Array(Math.min(count, 4 * wanted + 1024));
  let length = 0;
  let total = 0;
  let worst = Infinity;
  for (let id = 0; id < count; id++) {
    if (!passes(id)) continue;
    total++;
    if (orderable(key(id)) > worst) continue;
    held[length++] = id;
    if (length < held.length || length <= wanted) continue;
    held.set(sortIds(held.slice(0, length), keys));
    length = wanted;
    worst = orderable(key(held[length - 1]!));
  }
  return { ids: sortIds(held.slice(0, length), keys).slice(0, wanted), total };
}

/** The beginning of an order. */
export interface FirstIds {
  readonly ids: Uint32Array;
  readonly total: number;
}

function sortByOne(ids: Uint32Array, keyOf: KeyOf): Uint32Array {
  const { low, high } = sortableBits(ids, keyOf);
  let order = new Uint32Array(ids.length);
  let spare = new Uint32Array(ids.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let pass = 0; pass < 6; pass++) {
    if (!scatter(order, spare, pass < 3 ? low : high, (pass % 3) * digitBits)) continue;
    [order, spare] = [spare, order];
  }
  for (let i = 0; i < order.length; i++) spare[i] = ids[order[i]!]!;
  return spare;
}

/** The keys as two halves of a whole number that is larger where the key is. */
function sortableBits(ids: Uint32Array, keyOf: KeyOf): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const keys = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    // Adding 0 makes -0 and 0 the same.
    keys[i] = orderable(keyOf(ids[i]!)) + 0;
  }
  const words = new Uint32Array(keys.buffer);
  const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0]!;
  const low = new Uint32Array(ids.length);
  const high = new Uint32Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const lowWord = words[2 * i + 1 - littleEndian]!;
    const highWord = words[2 * i + littleEndian]!;
    const isNegative = highWord >>> 31 === 1;
    low[i] = isNegative ? ~lowWord : lowWord;
    high[i] = isNegative ? ~highWord : highWord ^ 0x80000000;
  }
  return { low, high };
}

/** Sorts positions by one digit of their words; false, and nothing done, where all have the same. */
function scatter(from: Uint32Array, to: Uint32Array, words: Uint32Array, shift: number): boolean {
  const next = new Uint32Array(digitValues + 1);
  for (let i = 0; i < words.length; i++) next[((words[i]! >>> shift) & digitMask) + 1]!++;
  if (words.length === 0 || next[((words[0]! >>> shift) & digitMask) + 1] === words.length) return false;
  for (let digit = 0; digit < digitValues; digit++) next[digit + 1]! += next[digit]!;
  for (let i = 0; i < from.length; i++) {
    const position = from[i]!;
    const digit = (words[position]! >>> shift) & digitMask;
    to[next[digit]!++] = position;
  }
  return true;
}
