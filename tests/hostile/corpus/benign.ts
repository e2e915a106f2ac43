import { type BenignProgram, inputs, js } from "./hostile-program.ts";

/** The same tenths as `inputs`, as whole numbers. */
const tenths = inputs.map((_, i) => i);

function ones(n: number): number {
  return n.toString(2).replaceAll("0", "").length;
}

function commonDivisor(a: number, b: number): number {
  for (let d = Math.min(a, b); ; d--) if (a % d === 0 && b % d === 0) return d;
}

/**
 * Ordinary agents that use much of the language, with answers worked out here by other means.
 * They must come out right whatever runs before, after and beside them.
 */
export const benign: readonly BenignProgram[] = [
  {
    name: "polynomial",
    source: js`export default function f(x) { return x * x + x + 1; }`,
    answers: inputs.map((x) => x * x + x + 1),
  },
  {
    name: "arrow",
    source: js`export default (x) => (x > 1 ? -x : x / 4);`,
    answers: inputs.map((x) => (x > 1 ? -x : x / 4)),
  },
  {
    name: "map-of-counts",
    source: js`export default function f(x) {
  const counts = new Map();
  for (const letter of "mississippi") counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts.get("s") * counts.get("p") + x;
}`,
    answers: inputs.map((x) => 8 + x),
  },
  {
    name: "sorting",
    source: js`export default function f(x) {
  const a = [5, 3, 9, 1, 7].sort((p, q) => q - p);
  return a[0] + a.indexOf(3) + a.at(-1) * x;
}`,
    answers: inputs.map((x) => 12 + x),
  },
  {
    name: "recursion",
    source: js`const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));
export default function f(x) { return fibonacci(12) - x; }`,
    answers: inputs.map((x) => 144 - x),
  },
  {
    name: "class-with-private-field",
    source: js`class Line { #slope; static made = 0; offset = 2; constructor(s) { this.#slope = s; Line.made++; } at(x) { return this.#slope * x + this.offset; } }
export default function f(x) { return new Line(3).at(x); }`,
    answers: inputs.map((x) => 3 * x + 2),
  },
  {
    name: "inheritance",
    source: js`class A { value(x) { return x; } get two() { return 2; } }
class B extends A { value(x) { return super.value(x) * this.two; } }
export default function f(x) { return new B().value(x); }`,
    answers: inputs.map((x) => x + x),
  },
  {
    name: "closures",
    source: js`const compose = (...gs) => (x) => gs.reduce((v, g) => g(v), x);
const program = compose((v) => v + 1, (v) => v * 8, (v) => -v);
export default function f(x) { return program(x); }`,
    answers: inputs.map((x) => -(x + 1) * 8),
  },
  {
    name: "digits-of-text",
    source: js`export default function f(x) {
  return String(Math.round(x * 10)).padStart(4, "0").split("").map(Number).reduce((a, b) => a + b, 0);
}`,
    answers: tenths.map((n) => (n < 10 ? n : n - 9)),
  },
  {
    name: "simple-regexps",
    source: js`export default function f(x) {
  const sum = "a1b22c333".match(/\d+/g).reduce((a, b) => a + Number(b), 0);
  return sum + "2024-05-06".replace(/(\d+)-(\d+)-(\d+)/, "$3").length + x;
}`,
    answers: inputs.map((x) => 358 + x),
  },
  {
    name: "generator",
    source: js`function* upTo(n) { for (let i = 1; i <= n; i++) yield i; }
export default function f(x) { let s = 0; for (const i of upTo(10)) s += i; return s * x; }`,
    answers: inputs.map((x) => 55 * x),
  },
  {
    name: "destructuring",
    source: js`export default function f(x) {
  const { a = 1, b: { c } = { c: 2 }, ...rest } = { d: 4, e: x };
  const [p, , q = 10] = [a, 0];
  return p + c + q + rest.d + rest.e;
}`,
    answers: inputs.map((x) => 17 + x),
  },
  {
    name: "small-spread",
    source: js`export default function f(x) { const a = [...[1, 0.5], x]; return Math.max(...a) + [...new Set([...a, 1])].length * 0; }`,
    answers: inputs.map((x) => (x > 1 ? x : 1)),
  },
  {
    name: "handled-error",
    source: js`export default function f(x) {
  try { if (x > 1) throw new RangeError("large"); return x; } catch (e) { return e instanceof RangeError && e.message === "large" ? -1 : -2; } finally { x = 100; }
}`,
    answers: inputs.map((x) => (x > 1 ? -1 : x)),
  },
  {
    name: "typed-array",
    source: js`export default function f(x) { const a = new Float64Array(4).fill(x); a[3] = 0; return a.subarray(1).reduce((s, v) => s + v, 0); }`,
    answers: inputs.map((x) => x + x),
  },
  {
    name: "greatest-common-divisor",
    source: js`export default function f(x) { let a = Math.round(x * 10) + 12, b = 18; while (b !== 0) [a, b] = [b, a % b]; return a; }`,
    answers: tenths.map((n) => commonDivisor(n + 12, 18)),
  },
  {
    name: "sieve-made-once",
    source: js`const composite = new Uint8Array(101);
for (let i = 2; i * i <= 100; i++) for (let j = i * i; j <= 100; j += i) composite[j] = 1;
const primes = Array.from(composite.keys()).filter((i) => i > 1 && !composite[i]);
export default function f(x) { return primes.length + x; }`,
    answers: inputs.map((x) => 25 + x),
  },
  {
    name: "json-round-trip",
    source: js`export default function f(x) { const o = JSON.parse(JSON.stringify({ x, list: [1, 2, { three: 3 }] })); return o.x + o.list[2].three; }`,
    answers: inputs.map((x) => x + 3),
  },
  {
    name: "bits-and-labels",
    source: js`export default function f(x) {
  let n = Math.round(x * 10), count = 0;
  bits: for (;;) { switch (n) { case 0: break bits; default: count += n & 1; n >>>= 1; } }
  return count;
}`,
    answers: tenths.map(ones),
  },
  {
    name: "entries-and-optionals",
    source: js`const weights = { a: 1, b: 2, c: undefined };
export default function f(x) {
  let s = 0;
  for (const [key, weight] of Object.entries(weights)) s += (weight ?? 4) * (key === "c" ? x : 1);
  return s + (weights.none?.deep ?? 0);
}`,
    answers: inputs.map((x) => 3 + 4 * x),
  },
];
