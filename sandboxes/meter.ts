/** The fuel that guest code pays; it lives in the isolate, where the guest has no name for it. */
export interface Fuel {
  /** Ticks left. */
  n: number;
  /** How deep calls are nested. */
  d: number;
}

/** What `stripRealm` takes away, and what still works on the realm needs. */
export interface Origins {
  readonly reflect: typeof Reflect;
  /** The global object. */
  readonly realm: Record<PropertyKey, unknown>;
}

/**
 * Makes the built-ins of the realm it runs in pay fuel for their work, those above all that V8 cannot interrupt.
 * Methods of lists and texts work on lists and texts only. Runs after `stripRealm`; what it puts in place can be
 * changed until `freezeRealm` has run.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function meterRealm(fuel: Fuel, blow: () => never, { reflect, realm }: Origins): void {
  const { apply, construct, getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = reflect;
  const { isArray } = Array;
  const { floor, log2 } = Math;
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
    const methods = target as Record<string, Method | undefined>;
    for (const name of names.split(" ")) {
      const original = methods[name];
      if (original === undefined) continue;
      methods[name] = {
        metered(this: unknown, ...inputs: unknown[]) {
          charge(cost(this, inputs));
          return apply(original, this, inputs);
        },
      }.metered;
    }
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

  // Arrays. What does a fixed amount of work (push, pop, at) stays as it is, and fast.
  const list = Array.prototype;
  meter(
    list,
    "includes indexOf lastIndexOf join toString reverse slice splice shift unshift fill copyWithin",
    arrayLength,
  );
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
    wrapper.prototype = original.prototype;
    for (const key of statics.split(" ")) hide(wrapper, key, (original as unknown as Record<string, unknown>)[key]);
    original.prototype.constructor = wrapper;
    realm[name] = wrapper;
  }

  // Typed arrays and buffers: fixed length, paid for.
  const TypedArray = getPrototypeOf(Float64Array) as { prototype: object };
  const typedLength = getOwnPropertyDescriptor(TypedArray.prototype, "length")!.get!;
  const lengthOfTyped = (self: unknown): number => apply(typedLength, self, []) as number;
  meter(
    TypedArray.prototype,
    "includes indexOf lastIndexOf join reverse slice fill copyWithin every some",
    lengthOfTyped,
  );
  meter(
    TypedArray.prototype,
    "find findIndex findLast findLastIndex filter forEach map reduce reduceRight",
    lengthOfTyped,
  );
  meter(TypedArray.prototype, "toReversed with subarray", lengthOfTyped);
  meter(TypedArray.prototype, "set", (self, inputs) => lengthOfTyped(self) + sizeOf(inputs[0]));
  meter(TypedArray.prototype, "sort toSorted", (self) => lengthOfTyped(self) * 20);
  hide(TypedArray.prototype, "toString", list.toString);

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

  const typed = ["Uint8Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array"];
  for (const name of typed) meterConstructor(name, 0.5, 3, "BYTES_PER_ELEMENT");
  meterConstructor("ArrayBuffer", 0.125, 1, "isView");
  meterConstructor("RegExp", 1, 2, "name");
  meterConstructor("Array", 1, Infinity, "isArray of from");
}
