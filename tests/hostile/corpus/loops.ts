import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

const exponentialDepth = 40;

/** Class C40 makes two C39, each of which makes two C38 ...: 2^40 objects, and not one loop or function body. */
const fieldTower = Array.from(
  { length: exponentialDepth },
  (_, i) => `class C${i + 1} { a = new C${i}; b = new C${i}; }`,
).join("\n");

/** The same with default values of parameters. */
const defaultTower = Array.from(
  { length: exponentialDepth },
  (_, i) => `const d${i + 1} = (a = d${i}(), b = d${i}()) => 0;`,
).join("\n");

/** Programs that do not end: each hides its loop in another place of the language. */
export const loops: readonly HostileProgram[] = ofClass("loops", [
  {
    name: "while-true",
    about: "the plain endless loop",
    source: js`export default function f(x) { while (true) { x += 1; } }`,
    expect: ["exhausted"],
  },
  {
    name: "empty-for",
    about: "a loop whose body is the empty statement",
    source: js`export default function f(x) { for (;;); }`,
    expect: ["exhausted"],
  },
  {
    name: "loop-while-loading",
    about: "spins before there is any agent to call",
    source: js`let n = 0; do n++; while (n > 0); export default function f(x) { return n; }`,
    expect: ["exhausted"],
  },
  {
    name: "labelled-continue",
    about: "the inner loop always continues the outer one",
    source: js`export default function f(x) { a: for (;;) { for (;;) continue a; } }`,
    expect: ["exhausted"],
  },
  {
    name: "switch-continue",
    about: "a loop without a block, around a switch that continues it",
    source: js`export default function f(x) { for (;;) switch (x) { case 0: continue; default: x = 0; } }`,
    expect: ["exhausted"],
  },
  {
    name: "loop-in-test",
    about: "the work hides in the test of a loop that looks finite",
    source: js`export default function f(x) { for (let i = 0; i < 2 && (() => { while (1); })(); i++); return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "generator-spread",
    about: "spreads a generator that never ends",
    source: js`function* g() { while (true) yield 1; }
export default function f(x) { return [...g()].length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "generator-of-itself",
    about: "a generator that delegates to itself",
    source: js`function* g() { yield* g(); }
export default function f(x) { for (const v of g()) return v; return 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "rest-of-endless-generator",
    about: "destructures the rest of an endless generator",
    source: js`function* g() { for (let i = 0; ; i++) yield i; }
export default function f(x) { const [a, ...rest] = g(); return a + rest.length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "iterator-that-refuses-to-close",
    about: "breaking out of for-of calls a return method that never returns",
    source: js`const it = { [Symbol.iterator]() { return this; }, next: Object, return() { for (;;); } };
export default function f(x) { for (const v of it) break; return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "map-that-feeds-its-loop",
    about: "each visited key is deleted and put back at the end",
    source: js`export default function f(x) {
  const s = new Set([1, 2]);
  s.forEach((v) => { s.delete(v); s.add(v); });
  return 1;
}`,
    expect: ["exhausted"],
  },
  {
    name: "array-that-grows-under-for-of",
    about: "the loop pushes what it reads",
    source: js`export default function f(x) { const a = [x]; for (const v of a) { a.push(v); a[0] = 0; } return 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "comparator",
    about: "a sort comparator that never answers",
    source: js`export default function f(x) { return [3, 1, 2].sort(() => { for (;;) x++; })[0]; }`,
    expect: ["exhausted"],
  },
  {
    name: "getter",
    about: "a property that is never done being read, inside an object spread",
    source: js`export default function f(x) { return Object.keys({ ...{ get a() { while (1); } } }).length; }`,
    expect: ["exhausted"],
  },
  {
    name: "to-primitive",
    about: "conversion to a number loops, behind a unary plus",
    source: js`export default function f(x) { return +{ [Symbol.toPrimitive]() { for (;;); } }; }`,
    expect: ["exhausted"],
  },
  {
    name: "exponential-unwind",
    about: "each level of recursion tries again in its catch: 2^60 calls, none deep",
    source: js`function g(n) { if (n === 0) throw 0; try { g(n - 1); } catch { g(n - 1); } }
export default function f(x) { try { g(60); } catch {} return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "finally-continue",
    about: "a finally block that goes on with the loop whatever was thrown",
    source: js`export default function f(x) { for (;;) { try { for (;;); } finally { continue; } } }`,
    expect: ["exhausted"],
  },
  {
    name: "finally-return",
    about: "a finally block that replaces the error by a call of itself",
    source: js`function g() { try { for (;;); } finally { return g(); } }
export default function f(x) { return g(); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "catch-ladder",
    about: "catches every error and starts over, forever",
    source: js`export default function f(x) { let n = 0; for (;;) { try { (function r() { r(); })(); } catch { n++; } } }`,
    expect: ["exhausted"],
  },
  {
    name: "class-field-tower",
    about: "exponential work in field initialisers only",
    source: `class C0 {}\n${fieldTower}\nexport default function f(x) { new C${exponentialDepth}; return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "default-parameter-tower",
    about: "exponential work in default values only",
    source: `const d0 = () => 0;\n${defaultTower}\nexport default function f(x) { d${exponentialDepth}(); return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "static-block",
    about: "a class that cannot be finished defining",
    source: js`export default function f(x) { class A { static { for (;;); } } return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "computed-key",
    about: "the name of a member takes forever to compute",
    source: js`class A { static [(() => { while (true); })()] = 1; }
export default function f(x) { return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "endless-recursion",
    about: "recursion without an end, nothing caught",
    source: js`export default function f(x) { return 1 + f(x + 1); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "mutual-recursion",
    about: "two arrow functions that call each other",
    source: js`const even = (n) => odd(n + 1), odd = (n) => even(n + 1);
export default function f(x) { return even(x); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "default-parameter-recursion",
    about: "recursion before the body is entered",
    source: js`function g(a = g()) { return a; }
export default function f(x) { return g(); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "tagged-template-recursion",
    about: "recursion through the call that a tagged template is",
    source: "function t(s, v) { return t`x${v}`; }\nexport default function f(x) { return t`a${x}`; }",
    expect: ["exhausted", "crashed"],
  },
  {
    name: "church-numerals",
    about: "two(two)(two)(two)(two): 2^65536 calls of one small function",
    source: js`const two = (g) => (y) => g(g(y));
export default function f(x) { return two(two)(two)(two)(two)((n) => n + 1)(0); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "trampoline",
    about: "a trampoline that bounces forever on a constant stack",
    source: js`export default function f(x) { let k = () => k; while (typeof k === "function") k = k(); return 1; }`,
    expect: ["exhausted"],
  },
  {
    name: "proxy-is-its-own-prototype",
    about: "a property looked up along a ring of prototypes",
    source: js`export default function f(x) {
  const o = {}; Object.setPrototypeOf(o, new Proxy(o, {}));
  return o.missing ?? 1;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "reviver-that-digs",
    about: "a JSON reviver that plants a deeper array each time it is asked",
    source: js`export default function f(x) {
  return JSON.parse("[0,0]", function (k, v) { if (k === "0") this[1] = [0, 0]; return v; }).length;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "to-json-unfolds",
    about: "toJSON gives an object around a fresh object with toJSON",
    source: js`const fresh = () => ({ toJSON: () => ({ a: fresh() }) });
export default function f(x) { return JSON.stringify(fresh()).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "replacer-calls-replace",
    about: "recursion through the callback of String.replace",
    source: js`const r = (m) => "aa".replace(/a/g, r);
export default function f(x) { return "a".replace(/a/, r).length; }`,
    expect: ["exhausted", "crashed"],
  },
]);
