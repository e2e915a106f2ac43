/**
 * Takes from the realm it runs in what no agent and no scenario may have: globals outside an allow-list, ways to make
 * code from text, clocks, shared memory, locale, waiting, and built-ins that work on lying array-likes. Chance becomes
 * the seeded `random`.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function stripRealm(random: () => number): void {
  const { ownKeys, defineProperty, getPrototypeOf, deleteProperty } = Reflect;
  const realm = globalThis as unknown as Record<PropertyKey, unknown>;

  function hide(target: object, key: PropertyKey, value: unknown): void {
    defineProperty(target, key, { value, writable: false, enumerable: false, configurable: false });
  }

  function remove(target: object, names: string): void {
    for (const name of names.split(" ")) deleteProperty(target, name);
  }

  // Globals by allow-list.
  const kept =
    "Object Function Array Number Boolean String Symbol Math JSON Map Set WeakMap WeakSet RegExp ArrayBuffer DataView " +
    "Error EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError " +
    "Uint8Array Int32Array Uint32Array Float32Array Float64Array " +
    "Infinity NaN undefined isFinite isNaN parseFloat parseInt";
  const allowed = new Set<PropertyKey>(kept.split(" "));
  for (const key of ownKeys(realm)) if (!allowed.has(key)) deleteProperty(realm, key);

  // No code from text.
  const dead = (): never => {
    throw new TypeError("Making code from text is not allowed");
  };
  const generator = function* (): Generator {};
  const functions = Function.prototype;
  for (const prototype of [
    functions,
    getPrototypeOf(generator)!,
    getPrototypeOf(async () => {})!,
    getPrototypeOf(async function* () {})!,
  ]) {
    hide(prototype, "constructor", dead);
  }
  hide(realm, "Function", dead);
  hide(dead, "prototype", functions);

  // No stack traces to read or shape.
  remove(Error, "captureStackTrace prepareStackTrace");
  (Error as unknown as { stackTraceLimit: number }).stackTraceLimit = 0;

  // No legacy doors, no locale, no awaiting, no lying array-likes.
  remove(
    Object.prototype,
    "__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ toLocaleString",
  );
  remove(Number.prototype, "toLocaleString");
  remove(Symbol, "isConcatSpreadable asyncIterator species");
  remove(Array, "fromAsync");
  remove(Array.prototype, "toLocaleString");
  remove(String, "raw");
  remove(String.prototype, "normalize localeCompare toLocaleLowerCase toLocaleUpperCase anchor big blink bold fixed");
  remove(String.prototype, "fontcolor fontsize italics link small strike sub sup");
  const iterators = getPrototypeOf(getPrototypeOf([][Symbol.iterator]())!)!;
  for (const key of ownKeys(iterators)) if (key !== Symbol.iterator) deleteProperty(iterators, key);

  // Lengths are fixed, and nothing is made from what only looks like a list.
  const TypedArray = getPrototypeOf(Float64Array) as { prototype: object };
  remove(TypedArray.prototype, "toLocaleString");
  remove(TypedArray, "from");
  remove(ArrayBuffer.prototype, "resize transfer transferToFixedLength slice");
  remove(RegExp.prototype, "compile");
  remove(RegExp, "$_ $& $+ $` $' $1 $2 $3 $4 $5 $6 $7 $8 $9 input lastMatch lastParen leftContext rightContext");

  // Seeded chance instead of Math.random; no clock at all.
  hide(Math, "random", () => random());
}
