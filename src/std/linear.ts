import { assert } from "./errors.ts";

/** The eigenvalues of a symmetric matrix, in no order, and its orthonormal eigenvectors: row k belongs to value k. */
export interface Eigen {
  readonly values: Float64Array;
  /** size x size, row by row. */
  readonly vectors: Float64Array;
}

/**
 * The eigendecomposition of a symmetric matrix of finite numbers (size x size, row by row), of which only the lower
 * triangle is read: Householder tridiagonalisation, then implicit QR steps with Wilkinson's shift (Golub and Van Loan,
 * "Matrix Computations", sections 8.3.1 and 8.3.5). Vectors are kept as rows, so that all work is on neighbours in memory.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  assert(matrix.length === size * size, `a matrix of size ${size} has ${size * size} numbers, it has ${matrix.length}`);
  // In units of a power of two near the largest element, so that nothing overflows and `tiny` is relative to it.
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unit = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  const work = matrix.map((value) => value / unit);
  const scales = new Float64Array(size);
  for (let k = 0; k < size - 2; k++) scales[k] = reflectColumn(work, size, k);
  const values = new Float64Array(size);
  const beside = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    values[k] = work[k * size + k]!;
    if (k < size - 1) beside[k] = work[(k + 1) * size + k]!;
  }
  const vectors = reflections(work, scales, size);
  diagonalise(values, beside, vectors);
  return { values: values.map((value) => value * unit), vectors };
}

/** Nothing beside the largest element, and far from where squares lose their precision. */
const tiny = 1e-40;

/**
 * Brings column k to tridiagonal form: A := H A H with H = I - scale v vᵀ. The column then holds its one element beside
 * the diagonal; v is left in row k, right of the diagonal. Returns the scale, which is 0 where there is nothing to do.
 */
function reflectColumn(work: Float64Array, size: number, k: number): number {
  const from = k + 1;
  const v = work.subarray(k * size, (k + 1) * size);
  let largest = 0;
  for (let i = from; i < size; i++) {
    v[i] = work[i * size + k]!;
    largest = Math.max(largest, Math.abs(v[i]!));
  }
  if (largest < tiny) return 0;
  let squares = 0;
  for (let i = from; i < size; i++) {
    // Scaled first, because the square of a small number vanishes.
    v[i] = v[i]! / largest;
    squares += v[i]! * v[i]!;
  }
  const first = v[from]!;
  const norm = Math.sqrt(squares);
  const signed = first < 0 ? -norm : norm;
  const scale = 1 / (norm * (norm + Math.abs(first)));
  v[from] = first + signed;
  work[from * size + k] = -signed * largest;
  const p = new Float64Array(size);
  for (let i = from; i < size; i++) {
    const row = i * size;
    let sum = 0;
    for (let j = from; j < i; j++) {
      sum += work[row + j]! * v[j]!;
      p[j] = p[j]! + work[row + j]! * v[i]!;
    }
    p[i] = p[i]! + sum + work[row + i]! * v[i]!;
  }
  let overlap = 0;
  for (let i = from; i < size; i++) overlap += p[i]! * v[i]!;
  for (let i = from; i < size; i++) p[i] = scale * (p[i]! - (scale / 2) * overlap * v[i]!);
  for (let i = from; i < size; i++) {
    const row = i * size;
    for (let j = from; j <= i; j++) work[row + j] = work[row + j]! - v[i]! * p[j]! - p[i]! * v[j]!;
  }
  return scale;
}

/** The product of the reflections, transposed: what turns into the eigenvectors. */
function reflections(work: Float64Array, scales: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) product[i * size + i] = 1;
  for (let k = size - 3; k >= 0; k--) {
    const scale = scales[k]!;
    for (let i = k + 1; i < size; i++) {
      const row = i * size;
      let sum = 0;
      for (let j = k + 1; j < size; j++) sum += product[row + j]! * work[k * size + j]!;
      for (let j = k + 1; j < size; j++) product[row + j] = product[row + j]! - scale * sum * work[k * size + j]!;
    }
  }
  return product;
}

/** Makes a tridiagonal matrix diagonal, in place, and turns the rows of `vectors` with it. */
function diagonalise(values: Float64Array, beside: Float64Array, vectors: Float64Array): void {
  const size = values.length;
  let high = size - 1;
  // Two or three steps an eigenvalue are usual.
  for (let step = 0; high > 0 && step < 50 * size; step++) {
    let low = high;
    while (low > 0 && !isNegligible(values, beside, low - 1)) low--;
    if (low === high) high--;
    else qrStep(values, beside, vectors, { low, high });
  }
}

function isNegligible(values: Float64Array, beside: Float64Array, k: number): boolean {
  const size = Math.abs(beside[k]!);
  return size < tiny || size <= Number.EPSILON * (Math.abs(values[k]!) + Math.abs(values[k + 1]!));
}

interface Block {
  readonly low: number;
  readonly high: number;
}

/** One implicit QR step on a block that falls apart nowhere: rotations chase the element outside the diagonals away. */
function qrStep(values: Float64Array, beside: Float64Array, vectors: Float64Array, { low, high }: Block): void {
  const half = (values[high - 1]! - values[high]!) / 2;
  const last = beside[high - 1]!;
  const shift = values[high]! - last * (last / (half + (half < 0 ? -1 : 1) * Math.sqrt(half * half + last * last)));
  let x = values[low]! - shift;
  let z = beside[low]!;
  for (let k = low; k < high; k++) {
    const r = Math.sqrt(x * x + z * z);
    if (r < tiny) return;
    const c = x / r;
    const s = z / r;
    const [a, b, d] = [values[k]!, beside[k]!, values[k + 1]!];
    if (k > low) beside[k - 1] = r;
    values[k] = c * c * a + 2 * c * s * b + s * s * d;
    values[k + 1] = s * s * a - 2 * c * s * b + c * c * d;
    beside[k] = c * s * (d - a) + (c * c - s * s) * b;
    if (k < high - 1) {
      x = beside[k]!;
      z = s * beside[k + 1]!;
      beside[k + 1] = c * beside[k + 1]!;
    }
    rotateRows(vectors, values.length, k, [c, s]);
  }
}

function rotateRows(vectors: Float64Array, size: number, k: number, [c, s]: readonly [number, number]): void {
  const upper = k * size;
  for (let i = upper; i < upper + size; i++) {
    const a = vectors[i]!;
    const b = vectors[i + size]!;
    vectors[i] = c * a + s * b;
    vectors[i + size] = c * b - s * a;
  }
}
