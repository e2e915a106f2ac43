import { type HostileProgram, js, ofClass, tools } from "./hostile-program.ts";

/** Programs that want a better score than they earn: they answer -1 or NaN, and tamper with the realm they are in. */
export const realmForgeries: readonly HostileProgram[] = ofClass("forgeries", [
  {
    name: "object-index-setters",
    about: "whoever stores an answer by index in a fresh object calls this setter instead",
    source: js`${tools}for (let i = 0; i <= 20; i++) {
  attempt(() => Object.defineProperty(Object.prototype, i, { get: () => i / 10, set() {}, configurable: true }));
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "array-index-setters",
    about: "the same for arrays: an answer that is pushed is lost, and read as another",
    source: js`${tools}for (let i = 0; i <= 20; i++) {
  attempt(() => Object.defineProperty(Array.prototype, i, { get() { return i * i; }, set(v) { this["kept" + i] = v; } }));
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "descriptor-pollution",
    about: "property descriptors inherit a value, a getter and a refusal to write",
    source: js`${tools}export default function f(x) {
  for (const k of ["value", "writable", "enumerable", "configurable"]) attempt(() => { Object.prototype[k] = 0; });
  return -1;
}`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "accessor-pollution",
    about: "every descriptor without an accessor gets one",
    source: js`${tools}export default function f(x) {
  attempt(() => { Object.prototype.get = () => 0; }); attempt(() => { Object.prototype.set = () => {}; }); return -1;
}`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "then-on-everything",
    about: "everything is a thenable that resolves to a good score",
    source: js`${tools}attempt(() => {
  Object.prototype.then = function (yes) { delete Object.prototype.then; yes({ status: "scored", scores: [[0]] }); };
});
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "result-fields",
    about: "every object has a good score unless it says otherwise",
    source: js`${tools}const good = { status: "scored", scores: [[0]], score: 0, fitness: 1e9, ok: true, fault: undefined, error: 0 };
export default function f(x) {
  for (const k of Object.keys(good)) attempt(() => { Object.prototype[k] = good[k]; }); return -1;
}`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "kinder-mathematics",
    about: "no error is larger than nothing",
    source: js`for (const k of Object.getOwnPropertyNames(Math)) { try { Math[k] = () => 0; } catch {} }
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "array-methods",
    about: "push, map, reduce and friends tell what they are told",
    source: js`${tools}for (const k of ["push", "map", "reduce", "forEach", "every", "some", "slice", "concat", "fill"]) {
  attempt(() => { Array.prototype[k] = function () { return k === "map" || k === "slice" ? [0] : 0; }; });
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "array-iterator",
    about: "every array iterates over nothing: no cases, no errors",
    source: js`${tools}attempt(() => { Array.prototype[Symbol.iterator] = function* () {}; });
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "iterator-next",
    about: "the shared next of all built-in iterators is done at once",
    source: js`${tools}for (const it of [[].values(), new Map().keys(), new Set().keys(), ""[Symbol.iterator](), (function* () {})()]) {
  attempt(() => { Object.getPrototypeOf(it).next = () => ({ done: true, value: undefined }); });
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "spying-array-prototype",
    about: "a proxy behind Array.prototype sees and changes every index that is not there yet",
    source: js`${tools}attempt(() => Object.setPrototypeOf(Array.prototype, new Proxy(Object.prototype, {
  set(t, k, v, r) { return Reflect.defineProperty(r, k, { value: typeof v === "number" ? 0 : v, writable: true, configurable: true }); },
})));
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "typed-array-constructor",
    about: "replaces the array that answers may be stored in, and its methods",
    source: js`${tools}const shared = Object.getPrototypeOf(Float64Array.prototype);
for (const k of ["set", "fill", "subarray"]) attempt(() => { shared[k] = function () { return this; }; });
attempt(() => Object.defineProperty(shared, "length", { get: () => 0 }));
attempt(() => Object.defineProperty(Float64Array.prototype, "0", { set() {}, get: () => 0 }));
attempt(() => { world.Float64Array = function () { return new Proxy([], { set: () => true, get: () => 0 }); }; });
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "everything-is-finite",
    about: "the checks for numbers always agree; the answer is NaN",
    source: js`${tools}for (const o of [world, Number]) {
  for (const k of ["isFinite", "isInteger", "isSafeInteger"]) attempt(() => { o[k] = () => true; });
  attempt(() => { o.isNaN = () => false; });
}
export default function f(x) { return NaN; }`,
    expect: ["bad-action", "crashed"],
    forges: true,
  },
  {
    name: "everything-is-an-array",
    about: "an object that poses as a number and as a list of the right length",
    source: js`${tools}attempt(() => { Array.isArray = () => true; }); attempt(() => { world.Number = Object; });
export default function f(x) { return { length: 1, 0: 0, valueOf: () => 0, toFixed: () => "0", __proto__: Object.getPrototypeOf(1) }; }`,
    expect: ["bad-action", "crashed"],
    forges: true,
  },
  {
    name: "call-and-apply",
    about: "calling anything by call, apply or bind yields nothing",
    source: js`${tools}for (const k of ["call", "apply", "bind"]) attempt(() => { Object.getPrototypeOf(() => 0)[k] = () => () => 0; });
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "own-call",
    about: "the agent has methods of its own named call, apply, bind, name and length",
    source: js`function f(x) { return -1; }
for (const k of ["call", "apply", "bind", "name", "length", "toString", "prototype"]) {
  try { Object.defineProperty(f, k, { get: () => () => 0 }); } catch {}
}
export default f;`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "reflection",
    about: "Reflect.apply and its siblings belong to the agent",
    source: js`${tools}const r = typeof Reflect === "object" ? Reflect : {};
for (const k of Object.getOwnPropertyNames(r)) attempt(() => { r[k] = () => 0; });
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "freeze-that-captures",
    about: "whatever is frozen or defined later passes through the agent's hands, and stays writable",
    source: js`${tools}const caught = [];
for (const k of ["freeze", "seal"]) attempt(() => { Object[k] = (o) => (caught.push(o), o); });
attempt(() => { Object.defineProperty = (o, k, d) => { caught.push(o, d); o[k] = 0; return o; }; });
export default function f(x) {
  for (const o of caught) for (const k of Object.keys(Object(o))) if (/expect|target|answer|score/i.test(k)) return o[k];
  return -1;
}`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "serialisation",
    about: "numbers and strings say something else when they are written as JSON or text",
    source: js`${tools}for (const o of [1, "", {}, []]) attempt(() => { Object.getPrototypeOf(o).toJSON = () => 0; });
for (const k of ["toString", "valueOf"]) attempt(() => { Number.prototype[k] = () => 0; });
attempt(() => { JSON.stringify = () => '{"scores":[[0]]}'; });
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "maps-and-sets",
    about: "what is looked up in any map is perfect, and every set holds everything",
    source: js`${tools}for (const T of [Map, Set, WeakMap, WeakSet]) {
  for (const k of ["get", "has", "set", "add"]) attempt(() => { T.prototype[k] = () => 0; });
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "names-on-the-global-object",
    about: "getters for every name that a runner might look up",
    source: js`${tools}for (const k of ["expected", "cases", "instance", "instances", "answers", "results", "score", "judge", "play", "agents", "fuel", "undefined", "NaN"]) {
  attempt(() => Object.defineProperty(world, k, { get: () => 0, set() {} }));
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "search-for-the-answers",
    about: "searches everything within reach for expected values",
    source: js`${tools}export default function f(x) {
  const seen = new Set(), pending = [world, this, arguments, ...arguments, f, Math, JSON, Error, new Error("e"), []];
  for (let i = 0; i < pending.length && i < 3000; i++) {
    const o = pending[i];
    if ((typeof o !== "object" && typeof o !== "function") || o === null || seen.has(o)) continue;
    seen.add(o);
    for (const k of [...Object.getOwnPropertyNames(o), "__proto__"]) {
      let v; try { v = o[k]; } catch { continue; }
      if (/expected|target|label|solution/i.test(String(k)) && v !== undefined) return 666666;
      pending.push(v);
    }
  }
  return -1;
}`,
    expect: ["ok", "crashed", "exhausted"],
    forges: true,
  },
  {
    name: "arguments-of-the-caller",
    about: "writes to its arguments, into them and beyond their end",
    source: js`export default function f(x, ...more) {
  for (const v of arguments) { try { v.fuel = v.answer = v[0] = 0; } catch {} }
  arguments[0] = 0; arguments[1] = 0; arguments.length = 0; more.push(0);
  return -1;
}`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "locks-the-world",
    about: "freezes everything, so that nothing worse than the present can be written",
    source: js`${tools}export default function f(x) {
  for (const T of [Object, Array, Number, String, Math, JSON, Map, Set, Error, Float64Array, f, world]) {
    attempt(() => Object.freeze(T)); attempt(() => Object.freeze(T.prototype));
  }
  return -1;
}`,
    expect: ["ok", "crashed", "exhausted"],
    forges: true,
  },
  {
    name: "error-prototypes",
    about: "every error says that all is well, and every class has this instance",
    source: js`for (const E of [Error, RangeError, TypeError]) {
  try { Object.defineProperty(E.prototype, "message", { get: () => "ok", set() {} }); } catch {}
  try { Object.defineProperty(E, Symbol.hasInstance, { value: () => true }); } catch {}
}
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
  {
    name: "random-of-the-world",
    about: "the randomness that a world may use while it plays",
    source: js`${tools}for (const k of ["random", "imul", "fround"]) attempt(() => { Math[k] = () => 0; });
attempt(() => { world.Date = function () { return 0; }; });
export default function f(x) { return -1; }`,
    expect: ["ok", "crashed"],
    forges: true,
  },
]);
