import { type HostileProgram, js, ofClass } from "./hostile-program.ts";

/** Calls of one built-in over lists that are endless, or only claim to be long; most never look at a clock. */
export const listBuiltins: readonly HostileProgram[] = ofClass("builtins", [
  {
    name: "index-of-virtual",
    about: "indexOf over 2^53 - 1 elements that do not exist",
    source: js`export default function f(x) { return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "last-index-of-virtual",
    about: "the same from the end",
    source: js`export default function f(x) { return Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, x); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "includes-virtual-function",
    about: "includes on a function whose length was redefined",
    source: js`export default function f(x) {
  const g = Object.defineProperty(() => 0, "length", { value: 2 ** 53 - 1 });
  return [].includes.call(g, 7) ? 1 : 0;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "join-virtual",
    about: "joins four billion holes with nothing between them",
    source: js`export default function f(x) { return [].join.call({ length: 2 ** 32 - 1 }, "").length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "copy-within-virtual",
    about: "moves elements that are not there",
    source: js`export default function f(x) { [].copyWithin.call({ length: 2 ** 53 - 1 }, 0, 1); return 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "reverse-virtual",
    about: "reverses nothing, very long",
    source: js`export default function f(x) { Array.prototype.reverse.call({ length: 2 ** 53 - 2 }); return 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "fill-virtual",
    about: "fills a proxy whose set trap is a built-in that always agrees",
    source: js`export default function f(x) {
  [].fill.call(new Proxy({ length: 2 ** 53 - 1 }, { set: Boolean }), 1);
  return 1;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "unshift-virtual",
    about: "makes room at the front of 2^53 - 2 elements",
    source: js`export default function f(x) { return [].unshift.call({ length: 2 ** 53 - 2 }, x); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "splice-virtual",
    about: "takes one element out of the front, so that the rest must move",
    source: js`export default function f(x) { return [].splice.call({ length: 2 ** 53 - 1 }, 0, 1).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "some-with-native-callback",
    about: "the callback is a built-in too, so no guest code is ever entered",
    source: js`export default function f(x) { return [].some.call({ length: 2 ** 53 - 1 }, Boolean) ? 1 : 0; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "find-last-with-native-callback",
    about: "findLast asks Boolean about 2^53 - 1 missing elements",
    source: js`export default function f(x) { return [].findLast.call({ length: 2 ** 53 - 1 }, Boolean) ?? 1; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "holey-sort",
    about: "sorts an array with four billion holes and two elements",
    source: js`export default function f(x) { const a = [2]; a[2 ** 32 - 2] = 1; return a.sort()[0]; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "concat-spreadable",
    about: "a proxy that claims to be a very long list; its only trap is a built-in",
    source: js`export default function f(x) {
  return [].concat(new Proxy({ [Symbol.isConcatSpreadable]: true, length: 2 ** 32 - 1 }, { has: Object.is })).length;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "flat-of-a-cycle",
    about: "flattens an array that contains itself",
    source: js`export default function f(x) { const a = [x]; a.push(a); return a.flat(Infinity).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "flat-doubles",
    about: "forty levels of a pair of the same pair",
    source: js`export default function f(x) { let a = [x]; for (let i = 0; i < 40; i++) a = [a, a]; return a.flat(50).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "array-from-length",
    about: "makes an array of what only has a length",
    source: js`export default function f(x) { return Array.from({ length: 2 ** 32 - 1 }).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "huge-fill",
    about: "fills a billion elements in one call",
    source: js`export default function f(x) { return new Array(1e9).fill(x)[5]; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "huge-argument-list",
    about: "fifty million arguments",
    source: js`export default function f(x) { return Math.max(...new Array(5e7).fill(1)); }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "apply-array-like",
    about: "an argument list that only has a length",
    source: js`export default function f(x) { return String.fromCharCode.apply(null, { length: 2 ** 31 - 1 }).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "endless-native-iterator-into-set",
    about: "next is Object itself: it never says done, and no guest code runs",
    source: js`const it = { [Symbol.iterator]: () => it, next: Object };
export default function f(x) { return new Set(it).size; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "endless-native-iterator-into-array-from",
    about: "Array.from over an iterator without guest code",
    source: js`const it = { [Symbol.iterator]: () => it, next: Object };
export default function f(x) { return Array.from(it).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "endless-native-iterator-destructured",
    about: "the pattern [, , ...rest] over the same",
    source: js`const it = { [Symbol.iterator]: () => it, next: Object };
export default function f(x) { const [, , ...rest] = it; return rest.length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "endless-native-iterator-grouped",
    about: "Map.groupBy with a built-in as the callback",
    source: js`const it = { [Symbol.iterator]: () => it, next: Object };
export default function f(x) { return Map.groupBy(it, Boolean).size; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "endless-set-like",
    about: "a set operation with an object that only looks like a set",
    source: js`export default function f(x) {
  return new Set([1]).union({ size: 1, has: Boolean, keys: () => ({ next: Object }) }).size;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "iterator-helper-drop",
    about: "drops infinitely many elements of an endless iterator",
    source: js`export default function f(x) { return Iterator.from({ next: Object }).drop(Infinity).next().done ? 1 : 0; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "typed-array-sort",
    about: "sorts sixty million numbers natively",
    source: js`export default function f(x) { const a = new Float64Array(6e7); a[0] = 1; return a.sort()[1]; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "typed-array-from",
    about: "fills two billion bytes through TypedArray.from",
    source: js`export default function f(x) { return Uint8Array.from({ length: 2 ** 31 }).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "keys-of-a-long-string",
    about: "every character of a hundred-million-letter string as a pair",
    source: js`export default function f(x) { return Object.entries("x".repeat(1e8)).length; }`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "own-keys-proxy",
    about: "ownKeys answers with a list-like of endless length",
    source: js`export default function f(x) {
  return Object.keys(new Proxy({}, { ownKeys: () => ({ length: 2 ** 53 - 1, 0: "a" }) })).length;
}`,
    expect: ["exhausted", "crashed"],
  },
  {
    name: "to-spliced-virtual",
    about: "the copying sibling of splice",
    source: js`export default function f(x) { return [].toSpliced.call({ length: 2 ** 32 - 1 }, 0, 0).length; }`,
    expect: ["exhausted", "crashed"],
  },
]);
