import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

const agent = "export default function f(x) { return 1; }";

/** Sources that are built to break what surrounds them: the parser, the rewriting, the wrapper that they are put into. */
export const wrapper: readonly HostileProgram[] = ofClass("wrapper", [
  {
    name: "closes-the-wrapper",
    about: "unbalanced brackets, in the hope of plain text substitution",
    source: js`export default function f(x) { return 1; } })(); Object.out = 666666; (function () {`,
    expect: ["refused"],
  },
  {
    name: "closes-an-expression",
    about: "ends the agent as an expression, and starts another one after it",
    source: js`export default (x) => 1); for (;;); (0`,
    expect: ["refused"],
  },
  {
    name: "top-level-return",
    about: "returns an agent of its own before the wrapper can return one",
    source: `${agent} return () => 666666;`,
    expect: ["refused"],
  },
  {
    name: "trailing-line-comment",
    about: "an open line comment would swallow the wrapper's own bracket",
    source: `${agent} //`,
    expect: ["ok"],
  },
  {
    name: "open-block-comment",
    about: "an open block comment would swallow the rest",
    source: `${agent} /* and so on`,
    expect: ["refused"],
  },
  {
    name: "html-open-comment",
    about: "a comment in scripts, an error in modules: what is parsed must be what is run",
    source: `${agent}\nlet a = 1; <!-- a = 666666;\n`,
    expect: ["refused"],
  },
  {
    name: "html-close-comment",
    about: "an arrow at the start of a line hides the line in scripts, and is an error in modules",
    source: `${agent}\nlet a = 1\n--> a = 666666;\n`,
    expect: ["refused"],
  },
  {
    name: "script-tag",
    about: "the end of a script element inside a string",
    source: js`const s = "</script><script>while(1);</script>"; export default function f(x) { return s.length; }`,
    expect: ["ok"],
  },
  {
    name: "template-injection",
    about: "back-ticks and placeholders, in case the source is put into a template",
    source: "const s = '`${Object.out = 666666}`'; export default function f(x) { return Object.out ?? s.length; }",
    expect: ["ok"],
  },
  {
    name: "replacement-patterns",
    about: "dollar patterns, in case the source is put in place by String.replace",
    source: 'const s = "$&$\'$`$1$$"; export default function f(x) { return s.length; }',
    expect: ["ok"],
  },
  {
    name: "line-separators",
    about: "U+2028 and U+2029 in a string, and after a line comment",
    source: `const s = "\u2028\u2029"; //\u2028export default function f(x) { return s.length; }`,
    expect: ["ok"],
  },
  {
    name: "hashbang",
    about: "a first line that is only allowed as the first line",
    source: `#!/usr/bin/env node\n${agent}`,
    expect: ["ok", "refused"],
  },
  {
    name: "source-map-comment",
    about: "points a debugger to a file and an address",
    source: `${agent}\n//# sourceMappingURL=file:///etc/passwd\n//# sourceURL=node:internal/process`,
    expect: ["ok"],
  },
  {
    name: "byte-order-mark",
    about: "starts with a byte order mark",
    source: `\uFEFF${agent}`,
    expect: ["ok", "refused"],
  },
  {
    name: "null-byte",
    about: "a null byte between two statements, where C would stop reading",
    source: `${agent}\u0000; for (;;);`,
    expect: ["refused"],
  },
  {
    name: "null-byte-in-text",
    about: "null bytes and lone surrogates in a string literal",
    source: `const s = "a\u0000b\uD800"; export default function f(x) { return s.length; }`,
    expect: ["ok", "refused"],
  },
  {
    name: "reserved-name",
    about: "overwrites the tick by the name it is likely to have",
    source: js`export default function f(x) { $$t = () => 0; for (;;); }`,
    expect: ["refused"],
  },
  {
    name: "reserved-name-escaped",
    about: "the same name, spelled with escapes",
    source: js`var \u0024\u{24}t = () => 0; export default function f(x) { for (;;); }`,
    expect: ["refused"],
  },
  {
    name: "reserved-parameter",
    about: "shadows reserved names as parameters and in patterns",
    source: js`export default function f(x, { a: $$n } = { a: 0 }, ...$$x) { return 1; }`,
    expect: ["refused"],
  },
  {
    name: "likely-names",
    about: "module variables with every name that a wrapper might use itself",
    source: js`var tick = 1, fuel = 1, run = 1, play = 1, solve = 1, agent = 1, agents = 1, result = 1, module = 1, exports = 1, factory = 1;
export default function f(x) { return 1; }`,
    expect: ["ok"],
  },
  {
    name: "shadows-globals",
    about: "module variables that shadow undefined things and well-known objects",
    source: js`const Math = null, Number = () => 7, Object = 1, globalThis = {}, isFinite = () => true, Array = 0;
export default function f(x) { return Number(); }`,
    expect: ["ok"],
  },
  {
    name: "wrapper-arguments",
    about: "arguments at the top of the module: nothing there, unless a function is around it",
    source: js`const got = typeof arguments === "undefined" ? [] : arguments;
export default function f(x) { for (let i = 0; i < got.length; i++) got[i] = () => 0; return 1; }`,
    expect: ["ok", "crashed", "refused"],
  },
  {
    name: "wrapper-arguments-unmeter",
    about: "the same, and then a loop that should no longer be counted",
    source: js`for (let i = 0; i < arguments.length; i++) arguments[i] = () => 0;
export default function f(x) { for (;;); }`,
    expect: ["exhausted", "crashed", "refused"],
  },
  {
    name: "module-this",
    about: "this is undefined in a module; in a sloppy wrapper it is the world",
    source: js`const top = this; export default function f(x) { return top === undefined ? 1 : 2; }`,
    expect: ["ok", "refused"],
  },
  {
    name: "replaces-itself",
    about: "the agent assigns to its own name",
    source: js`export default function f(x) { f = () => 2; return 1; }`,
    expect: ["ok"],
  },
  {
    name: "default-before-its-value",
    about: "exports a constant that is only defined below",
    source: js`export { late as default }; const late = (x) => 1;`,
    expect: ["refused", "ok"],
  },
  {
    name: "exports-a-class",
    about: "a class cannot be called",
    source: js`export default class f { constructor(x) { this.x = x; } }`,
    expect: ["refused", "crashed"],
  },
  {
    name: "exports-a-number",
    about: "the agent is not a function",
    source: js`export default 42`,
    expect: ["refused", "crashed", "bad-action"],
  },
  {
    name: "exports-a-callable-proxy",
    about: "the agent is a proxy whose apply trap loops",
    source: js`export default new Proxy(() => 1, { apply() { for (;;); } })`,
    expect: ["exhausted", "crashed", "refused"],
  },
  {
    name: "exports-a-builtin",
    about: "the agent is not the guest's own function",
    source: js`export default Math.floor`,
    expect: ["ok", "refused", "crashed"],
  },
  {
    name: "exports-nothing",
    about: "an agent that forgot to export",
    source: js`function f(x) { return 1; }`,
    expect: ["refused"],
  },
  { name: "empty", about: "no source at all", source: "", expect: ["refused"] },
  {
    name: "two-defaults",
    about: "two agents in one module",
    source: `${agent}\nexport default (x) => 2;`,
    expect: ["refused"],
  },
  {
    name: "unclosed-string",
    about: "a syntax error",
    source: js`export default function f(x) { return "1; }`,
    expect: ["refused"],
  },
  {
    name: "sloppy-syntax",
    about: "octal literals and deleted names: sloppy scripts only",
    source: js`export default function f(x) { delete x; return 017; }`,
    expect: ["refused"],
  },
  {
    name: "deep-parentheses",
    about: "ten thousand nested parentheses",
    source: `export default function f(x) { return ${"(".repeat(10_000)}x${")".repeat(10_000)}; }`,
    expect: ["refused"],
  },
  {
    name: "deep-operators",
    about: "a chain of eight thousand additions, left-deep once parsed",
    source: `export default function f(x) { return x${"+x".repeat(8_000)}; }`,
    expect: ["refused"],
  },
  {
    name: "deep-functions",
    about: "a thousand arrow functions in each other",
    source: `export default function f(x) { return (${"()=>".repeat(1_000)}1) ? 1 : 1; }`,
    expect: ["refused"],
  },
  {
    name: "deep-arrays-and-templates",
    about: "arrays inside templates inside arrays",
    source: `export default function f(x) { return ${"[`${".repeat(2_000)}x${"}`]".repeat(2_000)}.length; }`,
    expect: ["refused"],
  },
  {
    name: "many-statements",
    about: "flat, but thirty thousand statements",
    source: `export default function f(x) { ${"x;".repeat(30_000)} return 1; }`,
    expect: ["refused"],
  },
  {
    name: "huge-comment",
    about: "a megabyte of comment",
    source: `/*${"z".repeat(1 << 20)}*/ ${agent}`,
    expect: ["refused"],
  },
  {
    name: "huge-in-bytes",
    about: "few characters, three times as many bytes",
    source: `/*${"\u20AC".repeat(60_000)}*/ ${agent}`,
    expect: ["ok", "refused"],
  },
]);
