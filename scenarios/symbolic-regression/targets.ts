/** Where the points of one variable come from: `count` uniform numbers, or an evenly spaced grid with both ends. */
export type Points =
  | { readonly from: number; readonly to: number; readonly count: number }
  | { readonly from: number; readonly to: number; readonly step: number };

/** A target function with the training and test points of the literature, one entry a variable. */
export interface Target {
  readonly formula: string;
  readonly value: (...x: number[]) => number;
  readonly primitives: "koza" | "keijzer" | "vladislavleva-a" | "vladislavleva-b" | "vladislavleva-c";
  readonly train: readonly Points[];
  /** Where the literature gives none: 1,000 more points like those for training. */
  readonly test?: readonly Points[];
  /** Where the function is only defined on a grid: the points to validate on. */
  readonly validation?: readonly Points[];
}

/** `U[from, to, count]`: uniform random points, the same count for each variable. */
const U = (from: number, to: number, count: number): Points => ({ from, to, count });
/** `E[from, to, step]`: evenly spaced points; several variables make the product of their grids. */
const E = (from: number, to: number, step: number): Points => ({ from, to, step });

/** The sum of x^1 to x^degree. */
const powers =
  (degree: number) =>
  (x = 0) => {
    let sum = 0;
    for (let i = 0; i < degree; i++) sum = (sum + 1) * x;
    return sum;
  };
const wave = (x: number): number => 0.3 * x * Math.sin(2 * Math.PI * x);
const salustowicz = (x: number): number =>
  x ** 3 * Math.exp(-x) * Math.cos(x) * Math.sin(x) * (Math.sin(x) ** 2 * Math.cos(x) - 1);
const quartic = (x: number, y: number): number => x ** 4 - x ** 3 + (y * y) / 2 - y;
const harmonic = (x: number): number => {
  let sum = 0;
  for (let i = 1; i <= x; i++) sum += 1 / i;
  return sum;
};

function koza(formula: string, value: (...x: number[]) => number, ...train: Points[]): Target {
  return { formula, value, primitives: "koza", train };
}

function keijzer(
  formula: string,
  value: (...x: number[]) => number,
  points: Pick<Target, "train" | "test" | "validation">,
): Target {
  return { formula, value, primitives: "keijzer", ...points };
}

function vladislavleva(
  kind: "a" | "b" | "c",
  formula: string,
  value: (...x: number[]) => number,
  points: Pick<Target, "train" | "test">,
): Target {
  return { formula, value, primitives: `vladislavleva-${kind}`, ...points };
}

const square20 = [U(-3, 3, 20), U(-3, 3, 20)];
const squareFine = [E(-3, 3, 0.01), E(-3, 3, 0.01)];

/**
 * The targets as McDermott et al. list them ("Genetic programming needs better benchmarks", GECCO 2012); Nguyen-11 and
 * Nguyen-12 after Petersen et al. (ICLR 2021).
 */
export const targets: Readonly<Record<string, Target>> = {
  "koza-1": koza("x^4 + x^3 + x^2 + x", powers(4), U(-1, 1, 20)),
  "koza-2": koza("x^5 - 2 x^3 + x", (x = 0) => x ** 5 - 2 * x ** 3 + x, U(-1, 1, 20)),
  "koza-3": koza("x^6 - 2 x^4 + x^2", (x = 0) => x ** 6 - 2 * x ** 4 + x ** 2, U(-1, 1, 20)),
  "nguyen-1": koza("x^3 + x^2 + x", powers(3), U(-1, 1, 20)),
  "nguyen-2": koza("x^4 + x^3 + x^2 + x", powers(4), U(-1, 1, 20)),
  "nguyen-3": koza("x^5 + x^4 + x^3 + x^2 + x", powers(5), U(-1, 1, 20)),
  "nguyen-4": koza("x^6 + x^5 + x^4 + x^3 + x^2 + x", powers(6), U(-1, 1, 20)),
  "nguyen-5": koza("sin(x^2) cos(x) - 1", (x = 0) => Math.sin(x * x) * Math.cos(x) - 1, U(-1, 1, 20)),
  "nguyen-6": koza("sin(x) + sin(x + x^2)", (x = 0) => Math.sin(x) + Math.sin(x + x * x), U(-1, 1, 20)),
  "nguyen-7": koza("ln(x + 1) + ln(x^2 + 1)", (x = 0) => Math.log(x + 1) + Math.log(x * x + 1), U(0, 2, 20)),
  "nguyen-8": koza("sqrt(x)", (x = 0) => Math.sqrt(x), U(0, 4, 20)),
  "nguyen-9": koza("sin(x) + sin(y^2)", (x = 0, y = 0) => Math.sin(x) + Math.sin(y * y), U(0, 1, 20), U(0, 1, 20)),
  "nguyen-10": koza("2 sin(x) cos(y)", (x = 0, y = 0) => 2 * Math.sin(x) * Math.cos(y), U(0, 1, 20), U(0, 1, 20)),
  "nguyen-11": koza("x^y", (x = 0, y = 0) => x ** y, U(0, 1, 20), U(0, 1, 20)),
  "nguyen-12": koza("x^4 - x^3 + y^2 / 2 - y", (x = 0, y = 0) => quartic(x, y), U(0, 1, 20), U(0, 1, 20)),
  "keijzer-1": keijzer("0.3 x sin(2 pi x)", (x = 0) => wave(x), { train: [E(-1, 1, 0.1)], test: [E(-1, 1, 0.001)] }),
  "keijzer-2": keijzer("0.3 x sin(2 pi x)", (x = 0) => wave(x), { train: [E(-2, 2, 0.1)], test: [E(-2, 2, 0.001)] }),
  "keijzer-3": keijzer("0.3 x sin(2 pi x)", (x = 0) => wave(x), { train: [E(-3, 3, 0.1)], test: [E(-3, 3, 0.001)] }),
  "keijzer-4": keijzer("x^3 exp(-x) cos(x) sin(x) (sin(x)^2 cos(x) - 1)", (x = 0) => salustowicz(x), {
    train: [E(0, 10, 0.05)],
    test: [E(0.05, 10.05, 0.05)],
  }),
  "keijzer-5": keijzer("30 x z / ((x - 10) y^2)", (x = 0, y = 0, z = 0) => (30 * x * z) / ((x - 10) * y * y), {
    train: [U(-1, 1, 1000), U(1, 2, 1000), U(-1, 1, 1000)],
    test: [U(-1, 1, 10_000), U(1, 2, 10_000), U(-1, 1, 10_000)],
  }),
  "keijzer-6": keijzer("the sum of 1 / i for i = 1..x", (x = 0) => harmonic(x), {
    train: [E(1, 50, 1)],
    validation: [E(51, 60, 1)],
    test: [E(1, 120, 1)],
  }),
  "keijzer-7": keijzer("ln(x)", (x = 0) => Math.log(x), { train: [E(1, 100, 1)], test: [E(1, 100, 0.1)] }),
  "keijzer-8": keijzer("sqrt(x)", (x = 0) => Math.sqrt(x), { train: [E(0, 100, 1)], test: [E(0, 100, 0.1)] }),
  "keijzer-9": keijzer("arcsinh(x)", (x = 0) => Math.asinh(x), { train: [E(0, 100, 1)], test: [E(0, 100, 0.1)] }),
  "keijzer-10": keijzer("x^y", (x = 0, y = 0) => x ** y, {
    train: [U(0, 1, 100), U(0, 1, 100)],
    test: [E(0, 1, 0.01), E(0, 1, 0.01)],
  }),
  "keijzer-11": keijzer("x y + sin((x - 1)(y - 1))", (x = 0, y = 0) => x * y + Math.sin((x - 1) * (y - 1)), {
    train: square20,
    test: squareFine,
  }),
  "keijzer-12": keijzer("x^4 - x^3 + y^2 / 2 - y", (x = 0, y = 0) => quartic(x, y), {
    train: square20,
    test: squareFine,
  }),
  "keijzer-13": keijzer("6 sin(x) cos(y)", (x = 0, y = 0) => 6 * Math.sin(x) * Math.cos(y), {
    train: square20,
    test: squareFine,
  }),
  "keijzer-14": keijzer("8 / (2 + x^2 + y^2)", (x = 0, y = 0) => 8 / (2 + x * x + y * y), {
    train: square20,
    test: squareFine,
  }),
  "keijzer-15": keijzer("x^3 / 5 + y^3 / 2 - y - x", (x = 0, y = 0) => x ** 3 / 5 + y ** 3 / 2 - y - x, {
    train: square20,
    test: squareFine,
  }),
  "vladislavleva-1": vladislavleva(
    "b",
    "exp(-(x - 1)^2) / (1.2 + (y - 2.5)^2)",
    (x = 0, y = 0) => Math.exp(-((x - 1) ** 2)) / (1.2 + (y - 2.5) ** 2),
    { train: [U(0.3, 4, 100), U(0.3, 4, 100)], test: [E(-0.2, 4.2, 0.1), E(-0.2, 4.2, 0.1)] },
  ),
  "vladislavleva-2": vladislavleva("c", "exp(-x) x^3 cos(x) sin(x) (cos(x) sin(x)^2 - 1)", (x = 0) => salustowicz(x), {
    train: [E(0.05, 10, 0.1)],
    test: [E(-0.5, 10.5, 0.05)],
  }),
  "vladislavleva-3": vladislavleva(
    "c",
    "exp(-x) x^3 cos(x) sin(x) (cos(x) sin(x)^2 - 1) (y - 5)",
    (x = 0, y = 0) => salustowicz(x) * (y - 5),
    { train: [E(0.05, 10, 0.1), E(0.05, 10.05, 2)], test: [E(-0.5, 10.5, 0.05), E(-0.5, 10.5, 0.5)] },
  ),
  "vladislavleva-4": vladislavleva(
    "a",
    "10 / (5 + (x1 - 3)^2 + (x2 - 3)^2 + (x3 - 3)^2 + (x4 - 3)^2 + (x5 - 3)^2)",
    (...x) => 10 / (5 + x.reduce((sum, xi) => sum + (xi - 3) ** 2, 0)),
    {
      train: Array.from({ length: 5 }, () => U(0.05, 6.05, 1024)),
      test: Array.from({ length: 5 }, () => U(-0.25, 6.35, 5000)),
    },
  ),
  "vladislavleva-5": vladislavleva(
    "a",
    "30 (x - 1)(z - 1) / (y^2 (x - 10))",
    (x = 0, y = 0, z = 0) => (30 * (x - 1) * (z - 1)) / (y * y * (x - 10)),
    {
      train: [U(0.05, 2, 300), U(1, 2, 300), U(0.05, 2, 300)],
      test: [E(-0.05, 2.1, 0.15), E(0.95, 2.05, 0.1), E(-0.05, 2.1, 0.15)],
    },
  ),
  "vladislavleva-6": vladislavleva("b", "6 sin(x) cos(y)", (x = 0, y = 0) => 6 * Math.sin(x) * Math.cos(y), {
    train: [U(0.1, 5.9, 30), U(0.1, 5.9, 30)],
    test: [E(-0.05, 6.05, 0.02), E(-0.05, 6.05, 0.02)],
  }),
  "vladislavleva-7": vladislavleva(
    "c",
    "(x - 3)(y - 3) + 2 sin((x - 4)(y - 4))",
    (x = 0, y = 0) => (x - 3) * (y - 3) + 2 * Math.sin((x - 4) * (y - 4)),
    { train: [U(0.05, 6.05, 300), U(0.05, 6.05, 300)], test: [U(-0.25, 6.35, 1000), U(-0.25, 6.35, 1000)] },
  ),
  "vladislavleva-8": vladislavleva(
    "a",
    "((x - 3)^4 + (y - 3)^3 - (y - 3)) / ((y - 2)^4 + 10)",
    (x = 0, y = 0) => ((x - 3) ** 4 + (y - 3) ** 3 - (y - 3)) / ((y - 2) ** 4 + 10),
    { train: [U(0.05, 6.05, 50), U(0.05, 6.05, 50)], test: [E(-0.25, 6.35, 0.2), E(-0.25, 6.35, 0.2)] },
  ),
};
