import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

/** Programs that take memory until someone stops them: on the heap, beside it, and where a heap limit does not look. */
export const memory: readonly HostileProgram[] = ofClass("memory", [
  {
    name: "array-growth",
    about: "keeps fresh objects in a list",
    source: js`export default function f(x) { const a = []; for (;;) a.push({ x, a: [x] }); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "array-doubling",
    about: "a list appended to itself",
    source: js`export default function f(x) { let a = [x, {}]; for (;;) a = a.concat(a); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "kept-between-cases",
    about: "a module variable that grows with each case",
    source: js`const kept = [];
export default function f(x) { for (let i = 0; i < 64; i++) kept.push(new Float64Array(1e6).fill(i)); return 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "typed-arrays",
    about: "a list of touched typed arrays",
    source: js`export default function f(x) { const a = []; for (;;) a.push(new Uint8Array(1 << 24).fill(1)); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "one-large-buffer",
    about: "asks for eight gigabytes at once",
    source: js`export default function f(x) { return new ArrayBuffer(2 ** 33).byteLength; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "resizable-buffer",
    about: "grows buffers in place, outside the heap's count",
    source: js`export default function f(x) {
  const kept = [];
  for (;;) {
    const b = new ArrayBuffer(1, { maxByteLength: 2 ** 30 });
    b.resize(2 ** 30); new Uint8Array(b).fill(1); kept.push(b);
  }
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "growable-shared-buffer",
    about: "the shared kind of the same",
    source: js`export default function f(x) {
  const b = new SharedArrayBuffer(1, { maxByteLength: 2 ** 32 }); b.grow(2 ** 32);
  return new Uint8Array(b).fill(1).length;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "wasm-memory",
    about: "pages of WebAssembly memory, touched",
    source: js`export default function f(x) {
  const m = new WebAssembly.Memory({ initial: 1 });
  for (;;) { m.grow(4096); new Uint8Array(m.buffer).fill(1); }
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "map-growth",
    about: "a map that must find ever larger tables",
    source: js`export default function f(x) { const m = new Map(); for (let i = 0; ; i++) m.set(i, i + 0.5); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "set-of-text",
    about: "a set of distinct strings",
    source: js`export default function f(x) { const s = new Set(); for (let i = 0; ; i++) s.add("k".repeat(100) + i); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "weak-map-with-strong-keys",
    about: "a weak map whose keys are kept in a chain",
    source: js`export default function f(x) {
  const w = new WeakMap(); let k = {};
  for (;;) { const n = { k }; w.set(n, new Array(100).fill(k)); k = n; }
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "flattened-ropes",
    about: "doubles a string and flattens it each time, keeping all of them",
    source: js`export default function f(x) {
  const kept = [];
  for (;;) { let s = "q" + x; while (s.length < 1e8) { s += s; s.charCodeAt(s.length - 1); } kept.push(s); }
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "rope-doubling",
    about: "doubles text until there is no longer string",
    source: js`export default function f(x) { let s = "ab"; for (;;) s += s; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "closure-chain",
    about: "each closure holds the one before",
    source: js`export default function f(x) { let g = () => 0; for (;;) { const h = g, big = [x, x, x]; g = () => h() + big[0]; } }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "dictionary-object",
    about: "an object with ever more distinct keys",
    source: js`export default function f(x) { const o = {}; for (let i = 0; ; i++) o["k" + i] = i; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "holey-from-the-end",
    about: "a long holey array that is filled backwards until it would be packed",
    source: js`export default function f(x) { const a = new Array(3e7); for (let i = 3e7; i-- > 0;) a[i] = {}; return a.length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "big-integer-growth",
    about: "squares a big integer forever",
    source: js`export default function f(x) { let b = BigInt(3); for (;;) b *= b; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "registered-symbols",
    about: "fills the registry of symbols, which is never emptied",
    source: js`export default function f(x) { for (let i = 0; ; i++) Symbol.for("symbol number " + i); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "cause-chain",
    about: "errors with stacks, each the cause of the next; then thrown",
    source: js`export default function f(x) { let e; for (let i = 0; i < 1e6; i++) e = new Error("e" + i, { cause: e }); throw e; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "prototype-chain",
    about: "a million prototypes, then a property that none of them has",
    source: js`export default function f(x) {
  let o = {}; for (let i = 0; i < 1e6; i++) o = Object.create(o);
  let n = 0; for (;;) n += "missing" in o ? 1 : 0;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "bound-chain",
    about: "a function bound to itself until calling it overflows the stack",
    source: js`export default function f(x) { let g = () => 1; for (let i = 0; i < 5e5; i++) g = g.bind(null, i); return g(); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "proxy-chain",
    about: "a property read through half a million proxies",
    source: js`export default function f(x) { let p = {}; for (let i = 0; i < 5e5; i++) p = new Proxy(p, {}); return p.a ?? 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "class-chain",
    about: "each class extends the one before",
    source: js`export default function f(x) { let C = class {}; for (;;) C = class extends C { m() { return super.m; } }; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "suspended-generators",
    about: "keeps generators that are half way",
    source: js`function* g(a) { yield a; yield a; }
export default function f(x) { const kept = []; for (;;) { const one = g(new Array(50)); one.next(); kept.push(one); } }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "tree-by-recursion",
    about: "a binary tree of thirty levels",
    source: js`const tree = (n) => n === 0 ? [0] : [tree(n - 1), tree(n - 1)];
export default function f(x) { return tree(30).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "sliced-strings",
    about: "keeps a small slice of each of many large strings, and so all of them",
    source: js`export default function f(x) {
  const kept = [];
  for (let i = 0; ; i++) kept.push((i + "s".repeat(1e6)).replace("s", "t").slice(0, 20));
}`,
    expect: ["exhausted", "crashed"],
  },
]);
