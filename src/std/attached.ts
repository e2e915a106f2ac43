/** What is known about objects, kept on the objects themselves where nothing else sees it. */
export interface Attached<Owner extends object, Value> {
  get(owner: Owner): Value | undefined;
  set(owner: Owner, value: Value): void;
}

/**
 * A memory of values by object. It does what a `WeakMap` does, for objects that are not frozen, at a fraction of what
 * one costs the garbage collector when objects live short and are many.
 */
export function attached<Owner extends object, Value>(): Attached<Owner, Value> {
  const key = Symbol("attached");
  type Holder = Owner & { [key]?: Value };
  return {
    get: (owner) => (owner as Holder)[key],
    set: (owner, value) => void Object.defineProperty(owner, key, { value, writable: true }),
  };
}
