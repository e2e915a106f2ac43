import type { Origins } from "./meter.ts";

/**
 * Freezes every intrinsic of the realm it runs in, those without a global name included, so that a guest can neither
 * change nor leave anything there. Runs after `stripRealm` and `meterRealm`.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function freezeRealm({ reflect, realm }: Origins): void {
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = reflect;
  const { freeze, hasOwn } = Object;
  const generator = function* (): Generator {};
  const iterators = getPrototypeOf(getPrototypeOf([][Symbol.iterator]())!)!;

  // Methods have no parts of their own.
  const seen = new Set<object>();
  function freezeParts(owner: object): void {
    if (seen.has(owner)) return;
    seen.add(owner);
    freeze(owner);
    for (const key of ownKeys(owner)) {
      const { value, get, set } = getOwnPropertyDescriptor(owner, key)!;
      if (typeof value === "function" && !hasOwn(value, "prototype")) freeze(value);
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
  for (const hidden of [generator, generator(), iterators, [][Symbol.iterator](), ""[Symbol.iterator]()]) {
    freezeWithParent(hidden);
  }
  for (const hidden of [new Map().entries(), new Set().values(), "a".matchAll(/a/g)]) freezeWithParent(hidden);
  for (const key of ownKeys(realm)) {
    const value = realm[key];
    if (typeof value === "object" || typeof value === "function") freezeWithParent(value as object);
  }
  freeze(realm);
}
