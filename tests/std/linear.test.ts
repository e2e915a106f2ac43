import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symmetricEigen } from "../../src/std/linear.ts";

/** The largest deviation from A = sum of value * vector vectorᵀ, and from orthonormality. */
function faults(matrix: Float64Array, size: number): { readonly composed: number; readonly orthonormal: number } {
  const { values, vectors } = symmetricEigen(matrix, size);
  let composed = 0;
  let orthonormal = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      let inner = 0;
      for (let k = 0; k < size; k++) {
        sum += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!;
        inner += vectors[i * size + k]! * vectors[j * size + k]!;
      }
      composed = Math.max(composed, Math.abs(sum - matrix[i * size + j]!));
      orthonormal = Math.max(orthonormal, Math.abs(inner - (i === j ? 1 : 0)));
    }
  }
  return { composed, orthonormal };
}

function matrixOf(size: number, element: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => element(Math.floor(at / size), at % size));
}

const symmetric = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.tuple(
    fc.constant(size),
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
      minLength: size * size,
      maxLength: size * size,
    }),
  ),
);

describe("the eigendecomposition of a symmetric matrix", () => {
  test("puts the matrix together again, from orthonormal vectors", () => {
    fc.assert(
      fc.property(symmetric, ([size, elements]) => {
        const matrix = matrixOf(size, (i, j) => elements[Math.max(i, j) * size + Math.min(i, j)]!);
        const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const { composed, orthonormal } = faults(matrix, size);
        expect(composed).toBeLessThanOrEqual(1e-13 * size * largest + 1e-320);
        expect(orthonormal).toBeLessThan(1e-13 * size);
      }),
    );
  });

  test.each<readonly [string, Float64Array, readonly number[]]>([
    ["a single number", Float64Array.of(-3), [-3]],
    ["zeros", new Float64Array(9), [0, 0, 0]],
    ["the identity", matrixOf(4, (i, j) => (i === j ? 1 : 0)), [1, 1, 1, 1]],
    ["rank one", matrixOf(3, () => 1), [0, 0, 3]],
    ["a swap", Float64Array.of(0, 1, 1, 0), [-1, 1]],
    ["a path of three", Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0), [-Math.SQRT2, 0, Math.SQRT2]],
  ])("finds the values of %s", (_, matrix, expected) => {
    const { values } = symmetricEigen(matrix, expected.length);
    for (const [i, value] of values.toSorted().entries()) expect(value).toBeCloseTo(expected[i]!, 14);
  });

  test("holds for a hundred rows whose sizes differ a millionfold", () => {
    const matrix = matrixOf(100, (i, j) => Math.sin(i + j + i * j) * 10 ** (-(i + j) / 33));
    const { composed, orthonormal } = faults(matrix, 100);
    expect(composed).toBeLessThan(1e-13);
    expect(orthonormal).toBeLessThan(1e-12);
  });

  test("reads the lower triangle only, and changes nothing", () => {
    const matrix = Float64Array.of(2, 99, 1, 2);
    expect(symmetricEigen(matrix, 2).values.toSorted()).toEqual(
      symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values.toSorted(),
    );
    expect(matrix).toEqual(Float64Array.of(2, 99, 1, 2));
  });
});
