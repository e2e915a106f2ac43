import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

/** Calls of one built-in on text, big integers, JSON and regular expressions that take very long or grow very large. */
export const textBuiltins: readonly HostileProgram[] = ofClass("builtins", [
  {
    name: "big-power-literal",
    about: "a power with big-integer literals",
    source: js`export default function f(x) { return Number(3n ** 600000000n % 7n); }`,
    expect: ["refused"],
  },
  {
    name: "big-power-converted",
    about: "the same without literals",
    source: js`export default function f(x) { return Number(BigInt(3) ** BigInt(600000000) % BigInt(7)); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "big-to-string",
    about: "a big integer of a billion bits in decimal",
    source: js`export default function f(x) { const b = BigInt; return (b(1) << b(1e9)).toString().length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "big-parse",
    about: "reads fifty million decimal digits into a big integer",
    source: js`export default function f(x) { return Number(BigInt("9".repeat(5e7)) > BigInt(1)); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "normalize",
    about: "composes two hundred million combining characters",
    source: js`export default function f(x) { return "\u0344\u1e9b".repeat(1e8).normalize("NFKD").length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "locale-compare",
    about: "collates two long strings that differ in the last letter",
    source: js`export default function f(x) {
  const s = "a\u0300".repeat(5e7);
  return (s + "b").localeCompare(s + "c");
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "date-parse",
    about: "a date whose comment is half a gigabyte long",
    source: js`export default function f(x) { return Date.parse("(".repeat(5e8)) || 1; }`,
    expect: ["ok", "exhausted", "crashed"],
  },
  {
    name: "json-parse-wide",
    about: "thirty million numbers in one array",
    source: js`export default function f(x) { return JSON.parse("[" + "1,".repeat(3e7) + "1]").length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "json-parse-deep",
    about: "ten million open brackets",
    source: js`export default function f(x) { return JSON.parse("[".repeat(1e7) + "]".repeat(1e7)).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "json-stringify-diamond",
    about: "sixty objects, each with the one before it twice: 2^60 in text",
    source: js`export default function f(x) {
  let o = { x }; for (let i = 0; i < 60; i++) o = { a: o, b: o };
  return JSON.stringify(o).length;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "json-stringify-indent",
    about: "a deep list with ten spaces more a level: longer than any string can be",
    source: js`export default function f(x) {
  let o = [x]; const wide = new Array(80).fill(0); for (let i = 0; i < 1500; i++) o = [o, ...wide];
  return JSON.stringify(o, null, 10).length;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "regexp-nested-plus",
    about: "the textbook catastrophe; a linear engine may well answer it",
    source: js`export default function f(x) { return /^(a+)+$/.test("a".repeat(40) + "!") ? 1 : 0; }`,
    expect: ["ok", "exhausted", "crashed"],
  },
  {
    name: "regexp-backreference",
    about: "a catastrophe that no linear engine can take over",
    source: js`export default function f(x) { return /^(?:(a+)\1*)+$/.test("a".repeat(60) + "b") ? 1 : 0; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "regexp-lookaround",
    about: "as many tries as the eightieth Fibonacci number, inside a lookahead",
    source: js`export default function f(x) { return /^(?=(?:a|aa)+c)/.test("a".repeat(80) + "b") ? 1 : 0; }`,
    expect: ["ok", "exhausted", "crashed"],
  },
  {
    name: "regexp-literal-explodes",
    about: "two thousand case-insensitive Unicode classes in one literal: short to read, long to compile",
    source: `export default function f(x) { return /${"[\\p{L}\\P{Lu}\\p{Sc}]".repeat(2000)}/iu.test("a") ? 1 : 0; }`,
    expect: ["ok", "exhausted", "crashed", "refused"],
  },
  {
    name: "regexp-constructor-explodes",
    about: "compiles a million groups",
    source: js`export default function f(x) { return new RegExp("(a?)".repeat(1e6) + "b").test("ab") ? 1 : 0; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "regexp-polynomial",
    about: "a search that takes the fourth power of the length",
    source: js`export default function f(x) { return "x".repeat(2e4).search(/x*x*x*y/); }`,
    expect: ["ok", "exhausted", "crashed"],
  },
  {
    name: "match-all-empty",
    about: "one match object for every gap in a long string",
    source: js`export default function f(x) { return [..."x".repeat(1e8).matchAll(/(?:)/g)].length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "repeat-and-split",
    about: "half a gigabyte of text, split into letters",
    source: js`export default function f(x) { return "ab".repeat(2 ** 28 - 20).split("").length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "pad-start",
    about: "pads to the longest string there is, then asks for its upper case",
    source: js`export default function f(x) { return String(x).padStart(2 ** 29 - 24, "\u00df-").toUpperCase().length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "replace-all-blows-up",
    about: "a million letters become five hundred letters each",
    source: js`export default function f(x) { return "x".repeat(1e6).replaceAll("x", "y".repeat(500)).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "replace-with-prefix",
    about: "each match is replaced by everything before it",
    source: "export default function f(x) { return 'x'.repeat(3e4).replace(/x/g, '$`').length; }",
    expect: ["exhausted", "crashed"],
  },
  {
    name: "last-index-of-quadratic",
    about: "a naive search: a million positions, a million letters each",
    source: js`export default function f(x) { return "a".repeat(4e6).lastIndexOf("a".repeat(2e6) + "b"); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "encode-uri-expands",
    about: "every character becomes twelve",
    source: js`export default function f(x) { return encodeURIComponent("\u{1F600}".repeat(4e7)).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "raw-of-virtual-list",
    about: "String.raw over a list that only has a length",
    source: js`export default function f(x) { return String.raw({ raw: { length: 2 ** 53 - 1 } }).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "spread-of-text",
    about: "a hundred million letters as an array literal",
    source: js`export default function f(x) { return [..."z".repeat(1e8)].length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "number-of-long-text",
    about: "reads half a gigabyte of digits as a number",
    source: js`export default function f(x) { return 1 / Number("1".repeat(2 ** 29 - 24)); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "compare-long-ropes",
    about: "compares unequal ropes of half a gigabyte again and again through a built-in",
    source: js`export default function f(x) {
  const a = Array.from({ length: 50 }, (_, i) => "p".repeat(4e8) + i);
  return new Set(a.sort()).size;
}`,
    expect: ["exhausted", "crashed"],
  },
]);
