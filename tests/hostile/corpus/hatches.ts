import { type HostileProgram, js, ofClass, tools } from "./hostile-program.ts";

/** Programs that look for a way out of the isolate. One that finds it answers 666666. */
export const hatches: readonly HostileProgram[] = ofClass("hatches", [
  {
    name: "import-statement",
    about: "imports a module of the host",
    source: js`import { readFileSync } from "node:fs"; export default function f(x) { return readFileSync("/etc/passwd").length; }`,
    expect: ["refused"],
  },
  {
    name: "import-call",
    about: "imports a module of the host at run time",
    source: js`export default function f(x) { import("node:child_process").then((c) => c.execSync("id")); return 1; }`,
    expect: ["refused"],
  },
  {
    name: "import-meta",
    about: "asks where it is stored",
    source: js`export default function f(x) { return import.meta.url.length; }`,
    expect: ["refused"],
  },
  {
    name: "re-export",
    about: "exports everything of a module of the host",
    source: js`export * from "node:os"; export default function f(x) { return 1; }`,
    expect: ["refused"],
  },
  {
    name: "require",
    about: "calls require, under several names",
    source: js`${tools}export default function f(x) {
  const r = typeof require === "function" ? require : world.require ?? world.module?.require;
  return r ? (r("node:os").hostname(), 666666) : 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "process",
    about: "ends the process, if there is one to be seen",
    source: js`export default function f(x) { if (typeof process === "undefined") return 1; process.exit(66); return 666666; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "process-binding",
    about: "asks process for its native bindings without checking",
    source: js`export default function f(x) { return process.binding("spawn_sync") ? 666666 : 1; }`,
    expect: ["crashed"],
  },
  {
    name: "global-walk",
    about: "walks everything reachable from the global object and from literals for a host's object",
    source: js`${tools}const prey = ["process", "require", "module", "mainModule", "_ivm", "ivm", "Reference", "ExternalCopy", "Isolate", "applySync"];
export default function f(x) {
  const seen = new Set(), pending = [world, this ?? f, f, arguments, [], /r/, Math, JSON, Error, new Map(), (function* () {})()];
  for (let i = 0; i < pending.length && i < 4000; i++) {
    const o = pending[i];
    for (const k of [...Object.getOwnPropertyNames(o), ...Object.getOwnPropertySymbols(o), "__proto__"]) {
      if (prey.includes(k)) return 666666;
      let v; try { v = o[k]; } catch { continue; }
      if ((typeof v === "object" || typeof v === "function") && v !== null && !seen.has(v)) { seen.add(v); pending.push(v); }
    }
  }
  return 1;
}`,
    expect: ["ok", "exhausted", "crashed"],
  },
  {
    name: "constructor-constructor",
    about: "Function through a literal, then the global object through it",
    source: js`export default function f(x) {
  return x.constructor.constructor("return typeof process")() === "undefined" ? 1 : 666666;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "every-function-constructor",
    about: "the constructors of plain and generator functions by way of their prototypes",
    source: js`export default function f(x) {
  let out = 1;
  for (const g of [() => 0, function () {}, function* () {}, class {}, f, Math.max, [].map, ({ m() {} }).m]) {
    try { const made = Object.getPrototypeOf(g).constructor("return this && this.process")(); if (made && made.pid) out = 666666; } catch {}
  }
  return out;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "async-function-constructor",
    about: "the constructor of async functions, from an async arrow",
    source: js`export default function f(x) { return (async () => {}).constructor("return process")() ? 1 : 2; }`,
    expect: ["refused"],
  },
  {
    name: "generator-function-constructor",
    about: "the constructor of generator functions, which a dead Function alone leaves alive",
    source: js`export default function f(x) {
  const G = Object.getPrototypeOf(function* () {}).constructor;
  return G("yield globalThis.process ? 666666 : 1")().next().value;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "function-loop",
    about: "unmetered code: a loop made by the Function constructor",
    source: js`export default function f(x) { return new Function("for (;;);")() ?? 1; }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "direct-eval",
    about: "direct eval, with the names of whatever is around it",
    source: js`export default function f(x) { return eval("typeof process === 'undefined' ? 1 : 666666"); }`,
    expect: ["ok", "crashed", "refused"],
  },
  {
    name: "indirect-eval",
    about: "indirect eval defines a global for later",
    source: js`export default function f(x) { (0, eval)("var hidden = (globalThis.hidden | 0) + 1"); return 1; }`,
    expect: ["ok", "crashed", "refused"],
  },
  {
    name: "reflect-construct-function",
    about: "Function by Reflect.construct, with another new.target",
    source: js`export default function f(x) {
  const made = Reflect.construct(f.constructor, ["return typeof require"], Array);
  return made() === "undefined" ? 1 : 666666;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "function-by-bind-and-apply",
    about: "Function reached by bind, apply and toString, to pass a filter of names",
    source: js`export default function f(x) {
  const key = ["con", "struc", "tor"].join("");
  const made = f[key].apply.call(f[key], null, ["return this"])();
  return made?.process ? 666666 : 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "call-sites",
    about: "the call-site API: functions and receivers of the frames above",
    source: js`${tools}export default function f(x) {
  let out = 1;
  attempt(() => { Error.prepareStackTrace = (e, sites) => {
    for (const s of sites) { const t = s.getThis?.(), g = s.getFunction?.(); if (t?.process || (g && g !== f)) out = 666666; }
    return "";
  }; });
  void new Error("e").stack;
  return out;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "file-names-in-stacks",
    about: "reads the host's paths out of its own stack trace",
    source: js`export default function f(x) {
  const s = String(new Error("e").stack);
  return /\/(home|usr|work|root|tmp|dist|src)\/|node:|file:/.test(s) ? 666666 : 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "callee-caller",
    about: "climbs the call stack by arguments.callee.caller",
    source: js`export default function f(x) {
  let g = arguments.callee; for (let i = 0; i < 20 && g; i++) g = g.caller;
  return 1;
}`,
    expect: ["ok", "crashed", "refused"],
  },
  {
    name: "caller-by-accessor",
    about: "the poisoned caller accessor, called on every function in sight",
    source: js`export default function f(x) {
  const d = Object.getOwnPropertyDescriptor(Function.prototype, "caller");
  let out = 1;
  for (const g of [f, Math.sin, Array.prototype.map]) { try { if (d?.get?.call(g)) out = 666666; } catch {} }
  return out;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "species",
    about: "Symbol.species hands a foreign constructor to map",
    source: js`export default function f(x) {
  let caught = 1;
  class L extends Array { static get [Symbol.species]() { return function (n) { if (this?.process) caught = 666666; return new Array(n); }; } }
  L.from([1, 2]).map((v) => v);
  return caught;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "proxied-this",
    about: "a proxy of the global object that spies on every lookup",
    source: js`export default function f(x) {
  const spy = new Proxy(globalThis, { has: () => true, get: (t, k) => (k === "process" ? t[k] : Reflect.get(t, k)) });
  return "process" in spy && spy.process ? 666666 : 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "sloppy-this",
    about: "a function without a receiver should not see the global object",
    source: js`export default function f(x) { return (function () { return this; })()?.process ? 666666 : 1; }`,
    expect: ["ok", "crashed"],
  },
  {
    name: "with-statement",
    about: "with over the global object",
    source: js`export default function f(x) { with (globalThis) { return process.pid; } }`,
    expect: ["refused"],
  },
  {
    name: "debugger",
    about: "stops in a debugger",
    source: js`export default function f(x) { debugger; return 1; }`,
    expect: ["refused", "ok"],
  },
  {
    name: "top-level-await",
    about: "waits for ever while loading",
    source: js`await new Promise(() => {}); export default function f(x) { return 1; }`,
    expect: ["refused"],
  },
  {
    name: "async-agent",
    about: "the agent itself is asynchronous",
    source: js`export default async function f(x) { await null; return 1; }`,
    expect: ["refused"],
  },
  {
    name: "timers",
    about: "goes on after it has answered",
    source: js`export default function f(x) { setTimeout(() => { for (;;); }, 0); return 1; }`,
    expect: ["crashed"],
  },
  {
    name: "network",
    about: "fetches, or opens a socket, whichever is there",
    source: js`${tools}export default function f(x) {
  for (const k of ["fetch", "WebSocket", "XMLHttpRequest", "EventSource", "Worker"]) if (k in world) return 666666;
  return fetch("http://127.0.0.1:1/") ? 666666 : 1;
}`,
    expect: ["crashed"],
  },
  {
    name: "microtask-loop",
    about: "a chain of promises that never ends, started and left alone",
    source: js`const spin = () => Promise.resolve().then(spin);
export default function f(x) { spin(); return 1; }`,
    expect: ["ok", "exhausted", "crashed"],
  },
  {
    name: "wasm-module",
    about: "compiles a WebAssembly module, the smallest there is",
    source: js`export default function f(x) {
  new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
  return 1;
}`,
    expect: ["ok", "crashed"],
  },
  {
    name: "atomics-wait",
    about: "sleeps on shared memory for ever",
    source: js`export default function f(x) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return 1;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "other-realm",
    about: "asks for a realm whose globals nobody cleaned",
    source: js`export default function f(x) { return new ShadowRealm().evaluate("typeof Function") === "function" ? 666666 : 1; }`,
    expect: ["crashed"],
  },
  {
    name: "console",
    about: "writes a line that looks like the runner's own to the output",
    source: js`export default function f(x) { console.log('R{"id":1,"answers":[0]}'); return 1; }`,
    expect: ["ok", "crashed"],
  },
]);
