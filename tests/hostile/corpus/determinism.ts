import { type HostileProgram, js, ofClass, tools } from "./hostile-program.ts";

/** Programs that try to answer differently from run to run, or to hear from each other. */
export const determinism: readonly HostileProgram[] = ofClass("determinism", [
  {
    name: "random",
    about: "Math.random",
    source: js`export default function f(x) { return Math.random(); }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "random-while-loading",
    about: "a random number that is drawn once, before the cases",
    source: js`const r = Math.random(); export default function f(x) { return r + Math.random() * x; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "clock",
    about: "the time in milliseconds",
    source: js`export default function f(x) { return Date.now() % 1e6; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "new-date",
    about: "the time by every other way to ask a Date for it",
    source: js`export default function f(x) {
  const D = Object.getPrototypeOf(new Date(0)).constructor;
  return (new Date().getTime() + Reflect.construct(D, []).getTime() + new D(Date()).getTime()) % 1e7;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "performance",
    about: "the finer clock",
    source: js`export default function f(x) { return performance.now() + performance.timeOrigin; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "count-until-the-clock-moves",
    about: "measures the machine by counting until the time changes",
    source: js`export default function f(x) { const t = Date.now(); let n = 0; while (Date.now() === t && n < 2000) n++; return n; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "time-zone",
    about: "where the machine stands",
    source: js`export default function f(x) { return new Date(2024, 6, 1).getTimezoneOffset() + new Date(0).getHours(); }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "locale",
    about: "how the machine writes a number, a date and a list of words",
    source: js`export default function f(x) {
  const s = (1234.5).toLocaleString() + new Date(0).toLocaleString() + ["z", "ä", "a"].sort((a, b) => a.localeCompare(b));
  return [...s].reduce((h, c) => (h * 31 + c.codePointAt(0)) % 65521, 7);
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "intl",
    about: "the default locale by its name",
    source: js`export default function f(x) { return new Intl.DateTimeFormat().resolvedOptions().timeZone.length; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "stack-depth",
    about: "how deep the stack is, counted by falling off it",
    source: js`export default function f(x) { let n = 0; const dig = () => { n++; dig(); }; try { dig(); } catch {} return n; }`,
    expect: ["ok", "exhausted"],
  },
  {
    name: "stack-depth-when-hot",
    about: "the same after the compiler has seen the function often: optimised frames have another size",
    source: js`export default function f(x) {
  let n = 0; const dig = (k, a = k, b = a) => { n++; return k === 0 ? 0 : dig(k - 1) + a - b; };
  for (let i = 0; i < 2000; i++) dig(10);
  n = 0; try { dig(1e9); } catch {} return n;
}`,
    expect: ["ok", "exhausted"],
  },
  {
    name: "weak-ref",
    about: "when the garbage collector comes",
    source: js`const refs = [];
export default function f(x) {
  refs.push(new WeakRef({ x })); for (let i = 0; i < 2000; i++) new Array(100).fill(i);
  return refs.filter((r) => r.deref()).length;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "finalization",
    about: "counts what the garbage collector took",
    source: js`let n = 0; const registry = new FinalizationRegistry(() => n++);
export default function f(x) { for (let i = 0; i < 500; i++) registry.register(new Array(100), i); return n; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "shared-counter",
    about: "a clock made of shared memory",
    source: js`const a = new Int32Array(new SharedArrayBuffer(8));
export default function f(x) { return Atomics.add(a, 0, 1) + (Atomics.waitAsync ? 0 : 1); }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "key-order",
    about: "the order of keys, of odd indices, and of names the engine knows",
    source: js`export default function f(x) {
  const o = { b: 1, 10: 2, a: 3, 9: 4, "-1": 5, "08": 6 }; delete o.b; o.b = 7;
  return Number(Object.values(o).join(""));
}`,
    expect: ["ok"],
  },
  {
    name: "unstable-sort",
    about: "a comparator without sense",
    source: js`export default function f(x) {
  let k = 1; const a = Array.from({ length: 50 }, (_, i) => i).sort(() => ((k = (k * 16807) % 2147483647) & 1 ? 1 : -1));
  return a[0] * 2500 + a[25] * 50 + a[49];
}`,
    expect: ["ok"],
  },
  {
    name: "last-bits",
    about: "functions that may be computed differently by another machine or compiler",
    source: js`export default function f(x) {
  let s = 0;
  for (const k of ["sin", "cos", "tan", "exp", "log1p", "cbrt", "sinh", "atanh", "expm1"]) s += Math[k](x / 4 + 0.1);
  return s + Math.pow(x + 1.1, 13.7) + Math.hypot(x, 3, 1e-9);
}`,
    expect: ["ok"],
  },
  {
    name: "engine-by-its-errors",
    about: "the wording of the engine's messages and its stack as a number",
    source: js`export default function f(x) {
  let s = ""; try { null.x; } catch (e) { s = e.message + e.stack; }
  return [...s].reduce((h, c) => (h * 31 + c.codePointAt(0)) % 65521, 7);
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "own-source",
    about: "reads its own text, which was rewritten on the way",
    source: js`export default function f(x) { return String(f).length; }`,
    expect: ["ok"],
  },
  {
    name: "arguments-length",
    about: "how many things it is really given",
    source: js`export default function f(x) { return arguments.length * 10 + f.length; }`,
    expect: ["ok"],
  },
  {
    name: "counter-in-the-module",
    about: "counts its cases in a variable of the module",
    source: js`let n = 0; export default function f(x) { return n++; }`,
    expect: ["ok"],
  },
  {
    name: "counter-on-itself",
    about: "counts its cases on its own function, and on the prototype of all",
    source: js`export default function f(x) {
  f.n = (f.n ?? 0) + 1; const shared = Object.getPrototypeOf(f);
  try { shared.calls = (shared.calls ?? 0) + 1; } catch {}
  return f.n * 100 + ((() => 0).calls ?? 0);
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "leaves-a-note",
    about: "leaves messages for others wherever a program can write",
    source: js`${tools}export default function f(x) {
  for (const o of [world, Object.prototype, Array.prototype, Math, Symbol.prototype, Error, JSON, Number.prototype]) {
    try { o.note = x + 1; } catch {}
  }
  try { RegExp.prototype.exec.call(/(note)/, "note"); } catch {}
  return 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "reads-a-note",
    about: "looks for such messages",
    source: js`${tools}export default function f(x) {
  for (const o of [world, {}, [], Math, Symbol.prototype, Error, JSON, 1]) if (o.note !== undefined) return 666666;
  return RegExp.$1 === "note" ? 666666 : 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "poisons-for-the-next",
    about: "breaks the mathematics of whoever is next in the same realm",
    source: js`${tools}export default function f(x) {
  for (const k of ["sin", "floor", "max"]) attempt(() => { Math[k] = () => 666666; });
  attempt(() => { Array.prototype.map = () => [666666]; }); attempt(() => { Number.prototype.toFixed = () => "666666"; });
  return 1;
}`,
    expect: ["ok", "crashed"],
  },
]);
