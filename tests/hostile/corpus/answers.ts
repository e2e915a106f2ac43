import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

/** Programs that answer with something that is no number, or with the oddest numbers there are. */
export const answers: readonly HostileProgram[] = ofClass("answers", [
  {
    name: "not-a-number",
    about: "NaN",
    source: js`export default function f(x) { return x / 0 - x / 0 + NaN; }`,
    expect: ["bad-action"],
  },
  {
    name: "infinite",
    about: "infinity, on the first case only",
    source: js`export default function f(x) { return 1 / x; }`,
    expect: ["bad-action"],
  },
  {
    name: "minus-infinite",
    about: "minus infinity by overflow",
    source: js`export default function f(x) { return -1e308 * 10; }`,
    expect: ["bad-action"],
  },
  { name: "minus-zero", about: "-0", source: js`export default function f(x) { return -0; }`, expect: ["ok"] },
  {
    name: "smallest-number",
    about: "the smallest number above zero, and powers of it",
    source: js`export default function f(x) { return Number.MIN_VALUE; }`,
    expect: ["ok"],
  },
  {
    name: "largest-number",
    about: "finite, but its square is not",
    source: js`export default function f(x) { return Number.MAX_VALUE; }`,
    expect: ["ok", "bad-action"],
  },
  {
    name: "odd-not-a-number",
    about: "a NaN with a payload made in a typed array, where the answer might be stored",
    source: js`export default function f(x) { return new Float64Array(new BigUint64Array([~BigInt(0)]).buffer)[0]; }`,
    expect: ["bad-action", "crashed"],
  },
  {
    name: "digits",
    about: "the text of a number",
    source: js`export default function f(x) { return "1"; }`,
    expect: ["bad-action"],
  },
  {
    name: "boxed-number",
    about: "a Number object",
    source: js`export default function f(x) { return new Number(x); }`,
    expect: ["bad-action"],
  },
  {
    name: "value-of",
    about: "an object that becomes a number when it is used as one",
    source: js`export default function f(x) { return { valueOf: () => x, [Symbol.toPrimitive]: () => x }; }`,
    expect: ["bad-action"],
  },
  {
    name: "value-of-changes-its-mind",
    about: "finite while it is checked, something else afterwards",
    source: js`export default function f(x) { let n = 0; return { valueOf: () => (n++ ? NaN : 1), toString() { for (;;); } }; }`,
    expect: ["bad-action"],
  },
  {
    name: "boolean",
    about: "true",
    source: js`export default function f(x) { return x < 1; }`,
    expect: ["bad-action"],
  },
  {
    name: "nothing",
    about: "no answer at all",
    source: js`export default function f(x) { x + 1; }`,
    expect: ["bad-action"],
  },
  { name: "null", about: "null", source: js`export default function f(x) { return null; }`, expect: ["bad-action"] },
  {
    name: "list-of-one",
    about: "an array that looks like its only element when converted",
    source: js`export default function f(x) { return [x]; }`,
    expect: ["bad-action"],
  },
  {
    name: "sparse-list",
    about: "an array of four billion holes",
    source: js`export default function f(x) { const a = []; a.length = 2 ** 32 - 1; return a; }`,
    expect: ["bad-action"],
  },
  {
    name: "cyclic-list",
    about: "an array that is its own only element",
    source: js`export default function f(x) { const a = []; a[0] = a; return a; }`,
    expect: ["bad-action"],
  },
  {
    name: "typed-list",
    about: "a typed array over a detached or resizable buffer",
    source: js`export default function f(x) {
  const b = new ArrayBuffer(64, { maxByteLength: 128 }), a = new Float64Array(b); b.resize?.(8); return a;
}`,
    expect: ["bad-action", "crashed"],
  },
  {
    name: "promise",
    about: "a promise of a number",
    source: js`export default function f(x) { return Promise.resolve(x); }`,
    expect: ["bad-action", "crashed"],
  },
  {
    name: "thenable",
    about: "an object that any await would call",
    source: js`export default function f(x) { return { then(yes) { yes(x); } }; }`,
    expect: ["bad-action"],
  },
  { name: "function", about: "itself", source: js`export default function f(x) { return f; }`, expect: ["bad-action"] },
  {
    name: "symbol",
    about: "a symbol, on which every conversion throws",
    source: js`export default function f(x) { return Symbol.iterator; }`,
    expect: ["bad-action"],
  },
  {
    name: "big-integer",
    about: "a big integer",
    source: js`export default function f(x) { return BigInt(1); }`,
    expect: ["bad-action", "crashed"],
  },
  {
    name: "looping-proxy",
    about: "a proxy on which every question loops",
    source: js`export default function f(x) {
  const h = new Proxy({}, { get: () => () => { for (;;); } }); return new Proxy([], h);
}`,
    expect: ["bad-action", "exhausted", "crashed"],
  },
  {
    name: "object-with-getters",
    about: "an object whose length, status and value are getters that loop",
    source: js`export default function f(x) {
  const spin = { get() { for (;;); }, enumerable: true };
  return Object.defineProperties({}, { length: spin, status: spin, value: spin, 0: spin });
}`,
    expect: ["bad-action", "exhausted"],
  },
  {
    name: "half-a-gigabyte",
    about: "the longest string there is",
    source: js`export default function f(x) { return "9".repeat(2 ** 29 - 24); }`,
    expect: ["bad-action", "exhausted", "crashed"],
  },
  {
    name: "global-object",
    about: "the world",
    source: js`export default function f(x) { return globalThis; }`,
    expect: ["bad-action", "crashed"],
  },
  {
    name: "generator-object",
    about: "an endless generator, in case someone spreads it",
    source: js`export default function* f(x) { for (;;) yield x; }`,
    expect: ["bad-action"],
  },
  {
    name: "prototype-payload",
    about: "an object with an own __proto__ from JSON",
    source: js`export default function f(x) { return JSON.parse('{"__proto__":{"score":0},"constructor":{"prototype":{"score":0}}}'); }`,
    expect: ["bad-action"],
  },
  {
    name: "good-then-bad",
    about: "nineteen good answers, then text",
    source: js`export default function f(x) { return x < 1.85 ? x : "x"; }`,
    expect: ["bad-action"],
  },
]);
