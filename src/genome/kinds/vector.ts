import { messageOf, UserError } from "../../std/errors.ts";
import { type Genome, type GenomeKind, genomeOf } from "../genome.ts";

/** The most numbers of a vector. */
const vectorLengthMax = 65_536;

/** The longest text that is read as a vector, in UTF-16 units. */
const textLengthMax = vectorLengthMax * 32;

const vectors = new WeakMap<Genome, readonly number[]>();

/** Vectors: a JSON list of 1 to 65,536 finite numbers, each in its shortest text that reads back as the same number. */
export const vectorKind: GenomeKind = {
  name: "vector",
  parse: (text) => vectorOf(numbersIn(text)),
  size: (genome) => numbersOf(genome).length,
  distance: (a, b) => distance(numbersOf(a), numbersOf(b)),
};

/** The numbers of a vector, not to be changed. */
export function numbersOf(genome: Genome): readonly number[] {
  const known = vectors.get(genome);
  if (known !== undefined) return known;
  const numbers = numbersIn(genome.bytes);
  vectors.set(genome, numbers);
  return numbers;
}

/** The vector of these numbers. Throws `UserError` when one is not finite, or there are none or too many. */
export function vectorOf(numbers: readonly number[]): Genome {
  if (numbers.length < 1 || numbers.length > vectorLengthMax || !numbers.every(Number.isFinite)) {
    throw notAVector(`expected 1 to ${vectorLengthMax} finite numbers`);
  }
  // Negative zero is written as 0, so it must be one here too.
  const canonical = numbers.map((number) => number + 0);
  const genome = genomeOf("vector", JSON.stringify(canonical));
  vectors.set(genome, canonical);
  return genome;
}

function numbersIn(text: string): number[] {
  if (text.length > textLengthMax)
    throw notAVector(`it is ${text.length} characters long, at most ${textLengthMax} are read`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw notAVector(messageOf(thrown), thrown);
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === "number"))
    throw notAVector("expected a list of numbers");
  return value;
}

/** |a − b| / (|a| + |b|): at most 1 by the triangle inequality. A missing number counts as 0. */
function distance(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(a[i] ?? 0), Math.abs(b[i] ?? 0));
  if (largest === 0) return 0;
  let apart = 0;
  let sizeA = 0;
  let sizeB = 0;
  for (let i = 0; i < length; i++) {
    // Scaled first, because the square of a large number overflows.
    const x = (a[i] ?? 0) / largest;
    const y = (b[i] ?? 0) / largest;
    apart += (x - y) * (x - y);
    sizeA += x * x;
    sizeB += y * y;
  }
  return Math.min(1, Math.sqrt(apart) / (Math.sqrt(sizeA) + Math.sqrt(sizeB)));
}

function notAVector(fault: string, cause?: unknown): UserError {
  return new UserError(
    "vector-syntax",
    `The text is not a vector: ${fault}`,
    "Write a JSON list of numbers, for example `[0.5, -1, 2]`.",
    { cause },
  );
}
