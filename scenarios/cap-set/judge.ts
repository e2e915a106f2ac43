import type { Case, Judgement } from "../../src/scenario/scenario.ts";
import type { Space } from "./play.ts";

/** Counts a cap set that it first proves to be one: distinct vectors, no three of them on a line. Throws to refuse it. */
export function judge(answer: unknown, one: Case): Judgement {
  const { n } = one.instance as Space;
  const size = 3 ** n;
  // A list of one number comes back as the number.
  const indices: unknown = typeof answer === "number" ? [answer] : answer;
  if (!Array.isArray(indices) || indices.length > size) throw new Error("not a list of vectors");
  const chosen = new Set<number>();
  for (const index of indices as unknown[]) {
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= size) {
      throw new Error(`not a vector of dimension ${n}`);
    }
    if (chosen.has(index)) throw new Error(`vector ${index} is chosen twice`);
    chosen.add(index);
  }
  const vectors = [...chosen].map((index) => digitsOf(index, n));
  for (let i = 0; i < vectors.length; i++) {
    for (let j = 0; j < i; j++) {
      if (chosen.has(third(vectors[i]!, vectors[j]!))) throw new Error("three chosen vectors are on a line");
    }
  }
  return { scores: [chosen.size], measures: [weight(vectors, n), symmetry(vectors, chosen)] };
}

/** The vector that completes the line through two different vectors; it is neither of them. */
export function third(a: Int8Array, b: Int8Array): number {
  let index = 0;
  for (let i = 0; i < a.length; i++) index = index * 3 + ((6 - a[i]! - b[i]!) % 3);
  return index;
}

/** The digits of the vector at this place in lexicographic order. */
export function digitsOf(index: number, n: number): Int8Array {
  const digits = new Int8Array(n);
  for (let i = n - 1, rest = index; i >= 0; i--, rest = Math.floor(rest / 3)) digits[i] = rest % 3;
  return digits;
}

function weight(vectors: readonly Int8Array[], n: number): number {
  let nonzero = 0;
  for (const vector of vectors) for (const digit of vector) if (digit !== 0) nonzero++;
  return vectors.length === 0 ? 0 : nonzero / (vectors.length * n);
}

function symmetry(vectors: readonly Int8Array[], chosen: ReadonlySet<number>): number {
  let symmetric = 0;
  for (const vector of vectors) {
    if (chosen.has(vector.reduceRight((index, digit) => index * 3 + digit, 0))) symmetric++;
  }
  return vectors.length === 0 ? 0 : symmetric / vectors.length;
}
