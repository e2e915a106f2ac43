import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

/** Programs that fail in a way that hurts whoever reads the failure. */
export const throws: readonly HostileProgram[] = ofClass("throws", [
  {
    name: "looping-message",
    about: "the thrown object's message never finishes being read",
    source: js`export default function f(x) { throw { get message() { for (;;); } }; }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "looping-stack",
    about: "a real error whose stack was replaced by a getter",
    source: js`export default function f(x) {
  throw Object.defineProperty(new Error("e"), "stack", { get() { while (true); } });
}`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "looping-name",
    about: "an error class whose name loops on its prototype",
    source: js`class E extends Error { get name() { for (;;); } toString() { for (;;); } }
export default function f(x) { throw new E("e"); }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "looping-conversions",
    about: "toString, valueOf, toJSON, toPrimitive and inspection all loop",
    source: js`const spin = () => { for (;;); };
export default function f(x) {
  throw { toString: spin, valueOf: spin, toJSON: spin, [Symbol.toPrimitive]: spin, [Symbol.for("nodejs.util.inspect.custom")]: spin };
}`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "looping-constructor-name",
    about: "the thrown object's constructor and tag are getters",
    source: js`export default function f(x) {
  throw { get constructor() { for (;;); }, get [Symbol.toStringTag]() { for (;;); } };
}`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "thrown-proxy",
    about: "a proxy with every trap looping, handler included",
    source: js`const handler = new Proxy({}, { get() { for (;;); } });
export default function f(x) { throw new Proxy(new Error("e"), handler); }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "thrown-callable-proxy",
    about: "a function-like proxy without any guest code: every trap is a built-in",
    source: js`export default function f(x) {
  throw new Proxy(function () {}, { get: Object, getPrototypeOf: () => Error.prototype, has: Boolean, ownKeys: Array });
}`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "revoked-proxy",
    about: "touching the thrown value throws again",
    source: js`export default function f(x) { const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy; }`,
    expect: ["crashed"],
  },
  {
    name: "throws-while-read",
    about: "reading the message throws an error whose message throws ...",
    source: js`const bomb = () => ({ get message() { throw bomb(); }, get stack() { throw bomb(); } });
export default function f(x) { throw bomb(); }`,
    expect: ["crashed"],
  },
  {
    name: "throws-nothing",
    about: "undefined is thrown",
    source: js`export default function f(x) { throw undefined; }`,
    expect: ["crashed"],
  },
  {
    name: "throws-null-late",
    about: "null is thrown, on the last case only",
    source: js`export default function f(x) { if (x > 1.85) throw null; return 1; }`,
    expect: ["crashed"],
  },
  {
    name: "throws-a-symbol",
    about: "a value that cannot be turned into text",
    source: js`export default function f(x) { throw Symbol("s"); }`,
    expect: ["crashed"],
  },
  {
    name: "throws-an-answer",
    about: "a number is thrown, as if that were an answer",
    source: js`export default function f(x) { throw x * x; }`,
    expect: ["crashed"],
  },
  {
    name: "throws-a-huge-string",
    about: "a quarter of a gigabyte of text, as the error",
    source: js`export default function f(x) { throw "m".repeat(2 ** 28); }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "huge-message",
    about: "an error with a message of a hundred million letters, and a stack that repeats it",
    source: js`export default function f(x) { throw new Error("\u20AC".repeat(1e8)); }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "message-for-the-screen",
    about: "colour codes, a link, a bell, a line of the log and a right-to-left mark",
    source: js`export default function f(x) {
  throw new Error("\x1b[2J\x1b]8;;http://x\x07link\x1b]8;;\x07\u202e\n{\"type\":\"variant-evaluated\"}\r\0");
}`,
    expect: ["crashed"],
  },
  {
    name: "message-is-no-text",
    about: "an error whose message is an object with a looping conversion",
    source: js`export default function f(x) {
  const e = new Error("e"); e.message = { toString() { for (;;); } }; e.stack = e.message; throw e;
}`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "cause-cycle",
    about: "two errors that are each other's cause, inside an aggregate of itself",
    source: js`export default function f(x) {
  const a = new Error("a"), b = new Error("b", { cause: a }), g = new AggregateError([a, b], "g");
  a.cause = b; g.errors.push(g); g.cause = g; throw g;
}`,
    expect: ["crashed"],
  },
  {
    name: "prepared-stack-loops",
    about: "the engine itself calls prepareStackTrace when it formats the error",
    source: js`export default function f(x) { Error.prepareStackTrace = () => { for (;;); }; return null.x; }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "endless-stack-trace",
    about: "stack traces without a limit, taken at the bottom of a deep recursion, kept",
    source: js`const kept = [];
export default function f(x) {
  Error.stackTraceLimit = Infinity;
  const dig = (n) => { kept.push(new Error("d").stack); return n === 0 ? 0 : 1 + dig(n - 1); };
  return dig(4000);
}`,
    expect: ["ok", "crashed", "exhausted"],
  },
  {
    name: "throws-while-loading",
    about: "the module itself throws a hostile value, before there is a case",
    source: js`throw { get message() { for (;;); }, get stack() { for (;;); } };
export default function f(x) { return 1; }`,
    expect: ["crashed", "exhausted"],
  },
  {
    name: "rejection-with-a-getter",
    about: "answers well, and leaves behind a rejection whose message loops",
    source: js`export default function f(x) { Promise.reject({ get message() { for (;;); } }); return 1; }`,
    expect: ["ok", "crashed", "exhausted"],
  },
  {
    name: "thenable-microtask",
    about: "resolves a promise with a thenable that loops once the call is over",
    source: js`export default function f(x) { Promise.resolve({ then() { for (;;); } }); return 1; }`,
    expect: ["ok", "crashed", "exhausted"],
  },
  {
    name: "overflow-in-a-handler",
    about: "runs out of stack inside catch inside finally, with the least room left",
    source: js`function g() { try { g(); } catch { try { g(); } finally { null.x; } } finally { void [].concat([1]).sort(); } }
export default function f(x) { g(); return 1; }`,
    expect: ["crashed", "exhausted"],
  },
]);
