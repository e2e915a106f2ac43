/** The fuel that guest code pays; it lives in the isolate, where the guest has no name for it. */
export interface Fuel {
  /** Ticks left. */
  n: number;
  /** How deep calls are nested. */
  d: number;
}

/**
 * Turns the fresh realm it runs in into one for hostile code: globals by allow-list, no way to make code from text, no
 * clock, no shared memory, no locale, built-ins that pay fuel for their work, and every intrinsic frozen.
 * Everything that later runs outside the guest must be captured before.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function hardenRealm(fuel: Fuel, blow: () => never, random: () => number): void {
  const { apply, construct, ownKeys, getOwnPropertyDescriptor, defineProperty, getPrototypeOf, deleteProperty } =
    Reflect;
  const { isArray } = Array;
  const { freeze } = Object;
  const { floor, log2 } = Math;
  const realm = globalThis as unknown as Record<PropertyKey, unknown>;
  type Method = (this: unknown, ...inputs: unknown[]) => unknown;

  function charge(ticks: number): void {
    // A NaN charge must not slip through, hence the negation.
    if (!((fuel.n -= ticks) >= 0)) blow();
  }

  function hide(target: object, key: PropertyKey, value: unknown): void {
    defineProperty(target, key, { value, writable: false, enumerable: false, configurable: false });
  }

  /** Replaces methods by ones that pay `cost` first; the cost also checks `this`. */
  function meter(target: object, names: string, cost: (self: unknown, inputs: unknown[]) => number): void {
    for (const name of names.split(" ")) {
      const original = getOwnPropertyDescriptor(target, name)?.value as Method | undefined;
      if (original === undefined) continue;
      const metered = {
        [name](this: unknown, ...inputs: unknown[]) {
          charge(cost(this, inputs));
          return apply(original, this, inputs);
        },
      }[name]!;
      hide(target, name, metered);
    }
  }

  function remove(target: object, names: string): void {
    for (const name of names.split(" ")) deleteProperty(target, name);
  }

  function arrayLength(self: unknown): number {
    if (!isArray(self)) throw new TypeError("Array methods work on arrays only");
    return self.length;
  }

  function sizeOf(value: unknown): number {
    return typeof value === "string" || isArray(value) ? value.length : 1;
  }

  function textLength(self: unknown): number {
    if (typeof self !== "string") throw new TypeError("String methods work on strings only");
    return self.length;
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
  remove(Object.prototype, "__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ toLocaleString");
  remove(Number.prototype, "toLocaleString");
  remove(Symbol, "isConcatSpreadable asyncIterator species");
  remove(Array, "fromAsync");
  remove(Array.prototype, "toLocaleString");
  remove(String, "raw");
  remove(String.prototype, "normalize localeCompare toLocaleLowerCase toLocaleUpperCase anchor big blink bold fixed");
  remove(String.prototype, "fontcolor fontsize italics link small strike sub sup");
  const iterators = getPrototypeOf(getPrototypeOf([][Symbol.iterator]())!)!;
  for (const key of ownKeys(iterators)) if (key !== Symbol.iterator) deleteProperty(iterators, key);

  // Arrays. What does a fixed amount of work (push, pop, at) stays as it is, and fast.
  const list = Array.prototype;
  meter(list, "includes indexOf lastIndexOf join toString reverse slice splice shift unshift fill copyWithin", arrayLength);
  meter(list, "every some find findIndex findLast findLastIndex filter forEach map reduce reduceRight", arrayLength);
  meter(list, "toReversed toSpliced with", arrayLength);
  meter(list, "sort toSorted", (self) => {
    const length = arrayLength(self);
    return length * floor(log2(length + 1) + 1);
  });
  meter(list, "concat", (self, inputs) => {
    let total = arrayLength(self);
    for (const input of inputs) total += sizeOf(input);
    return total;
  });
  const flatten = (from: unknown[], depth: number, into: unknown[]): unknown[] => {
    for (const item of from) {
      charge(1);
      if (depth > 0 && isArray(item)) flatten(item, depth - 1, into);
      else defineProperty(into, into.length, { value: item, writable: true, enumerable: true, configurable: true });
    }
    return into;
  };
  const { map } = list;
  hide(list, "flat", function flat(this: unknown, depth: unknown = 1) {
    arrayLength(this);
    return flatten(this as unknown[], Number(depth), []);
  });
  hide(list, "flatMap", function flatMap(this: unknown, ...inputs: unknown[]) {
    arrayLength(this);
    return flatten(apply(map, this, inputs) as unknown[], 1, []);
  });
  const RealArray = Array;
  const isIterable = (value: unknown): value is Iterable<unknown> =>
    value !== null && value !== undefined && (value as Iterable<unknown>)[Symbol.iterator] !== undefined;
  hide(Array, "from", function from(source: unknown, each?: (value: unknown, index: number) => unknown) {
    const made: unknown[] = [];
    const add = (value: unknown): void => {
      charge(1);
      const item = each === undefined ? value : each(value, made.length);
      defineProperty(made, made.length, { value: item, writable: true, enumerable: true, configurable: true });
    };
    if (isIterable(source)) {
      for (const value of source) add(value);
    } else {
      const lengthOf = Number((source as { length?: unknown } | null)?.length);
      for (let i = 0; i < lengthOf; i++) add((source as Record<number, unknown>)[i]);
    }
    return made;
  });

  /** A constructor that pays for its first argument; `takes` says how many arguments, `statics` what it keeps. */
  function meterConstructor(name: string, unit: number, takes: number, statics: string): void {
    const original = realm[name] as (new (...inputs: unknown[]) => unknown) & { prototype: object };
    const wrapper = function (this: unknown, ...inputs: unknown[]): unknown {
      const [first] = inputs;
      if (typeof first === "number") charge(first * unit);
      else if (inputs.length > 0) charge(sizeOf(first));
      const used = inputs.length > takes ? RealArray.prototype.slice.call(inputs, 0, takes) : inputs;
      return construct(original, used as unknown[], new.target ?? wrapper);
    };
    hide(wrapper, "prototype", original.prototype);
    for (const key of statics.split(" ")) hide(wrapper, key, (original as unknown as Record<string, unknown>)[key]);
    hide(original.prototype, "constructor", wrapper);
    defineProperty(realm, name, { value: wrapper, writable: false, enumerable: false, configurable: false });
  }

  // Typed arrays and buffers: fixed length, paid for.
  const TypedArray = getPrototypeOf(Float64Array) as { prototype: object };
  const typedLength = getOwnPropertyDescriptor(TypedArray.prototype, "length")!.get!;
  const lengthOfTyped = (self: unknown): number => apply(typedLength, self, []) as number;
  remove(TypedArray.prototype, "toLocaleString");
  remove(TypedArray, "from");
  meter(TypedArray.prototype, "includes indexOf lastIndexOf join reverse slice fill copyWithin every some", lengthOfTyped);
  meter(TypedArray.prototype, "find findIndex findLast findLastIndex filter forEach map reduce reduceRight", lengthOfTyped);
  meter(TypedArray.prototype, "toReversed with subarray", lengthOfTyped);
  meter(TypedArray.prototype, "set", (self, inputs) => lengthOfTyped(self) + sizeOf(inputs[0]));
  meter(TypedArray.prototype, "sort toSorted", (self) => lengthOfTyped(self) * 20);
  hide(TypedArray.prototype, "toString", list.toString);
  remove(ArrayBuffer.prototype, "resize transfer transferToFixedLength slice");

  // Text.
  const text = String.prototype;
  meter(text, "concat endsWith includes indexOf lastIndexOf match matchAll search slice split startsWith", textCost);
  meter(text, "substr substring toLowerCase toUpperCase trim trimEnd trimStart isWellFormed toWellFormed", textCost);
  meter(text, "replace replaceAll", (self, inputs) => textLength(self) * (1 + sizeOf(inputs[1])) + sizeOf(inputs[0]));
  meter(text, "repeat", (self, inputs) => textLength(self) * Number(inputs[0]) + 1);
  meter(text, "padStart padEnd", (self, inputs) => textLength(self) + Number(inputs[0]));
  function textCost(self: unknown, inputs: unknown[]): number {
    let total = textLength(self);
    for (const input of inputs) total += sizeOf(input);
    return total;
  }
  meter(JSON, "parse stringify", (_, inputs) => sizeOf(inputs[0]));
  meter(RegExp.prototype, "exec test", (_, inputs) => sizeOf(inputs[0]));
  remove(RegExp.prototype, "compile");
  remove(RegExp, "$_ $& $+ $` $' $1 $2 $3 $4 $5 $6 $7 $8 $9 input lastMatch lastParen leftContext rightContext");

  const typed = ["Uint8Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array"];
  for (const name of typed) meterConstructor(name, 0.5, 3, "BYTES_PER_ELEMENT");
  meterConstructor("ArrayBuffer", 0.125, 1, "isView");
  meterConstructor("RegExp", 1, 2, "name");
  meterConstructor("Array", 1, Infinity, "isArray of from");

  // Seeded chance instead of Math.random; no clock at all.
  hide(Math, "random", () => random());

  // Freeze all that can be reached, the intrinsics without a global name included. Methods have no parts of their own.
  const seen = new Set<object>();
  function freezeParts(owner: object): void {
    if (seen.has(owner)) return;
    seen.add(owner);
    freeze(owner);
    for (const key of ownKeys(owner)) {
      const { value, get, set } = getOwnPropertyDescriptor(owner, key)!;
      if (typeof value === "function" && getOwnPropertyDescriptor(value, "prototype") === undefined) freeze(value);
      else if ((typeof value === "object" && value !== null) || typeof value === "function") freezeWithParent(value);
      if (get !== undefined) freeze(get);
      if (set !== undefined) freeze(set);
    }
  }
  function freezeWithParent(owner: object): void {
    freezeParts(owner);
    const parent = getPrototypeOf(owner);
    if (parent !== null) freezeParts(parent);
  }
  for (const hidden of [generator, generator(), iterators, [][Symbol.iterator](), ""[Symbol.iterator](), dead]) {
    freezeWithParent(hidden);
  }
  for (const hidden of [new Map().entries(), new Set().values(), "a".matchAll(/a/g)]) freezeWithParent(hidden);
  for (const key of ownKeys(realm)) {
    const value = realm[key];
    if (typeof value === "object" || typeof value === "function") freezeWithParent(value as object);
  }
  freeze(realm);
}
