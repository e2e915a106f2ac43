import { expect, test } from "vitest";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { echoBatch } from "./fixtures.ts";

/** Counts the built-ins that can be reached; minus how many of them are open to change, where any is. */
const walk = `export default function f() {
  const made = [function* () {}, (function* () {}).prototype, [].values(), ""[Symbol.iterator](), new Map().keys(), new Set().keys(), "a".matchAll(/a/g)];
  const pending = [
    Object, Function, Array, Number, Boolean, String, Symbol, Math, JSON, Map, Set, WeakMap, WeakSet, RegExp, ArrayBuffer,
    DataView, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, Uint8Array,
    Int32Array, Uint32Array, Float32Array, Float64Array, isFinite, isNaN, parseFloat, parseInt,
    ...made.map((one) => Object.getPrototypeOf(one)),
  ];
  const seen = new Set(pending);
  const reach = (value) => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    pending.push(value);
  };
  let open = 0;
  for (const one of pending) {
    if (!Object.isFrozen(one)) open++;
    reach(Object.getPrototypeOf(one));
    for (const key of [...Object.getOwnPropertyNames(one), ...Object.getOwnPropertySymbols(one)]) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(one, key);
      for (const part of [value, get, set]) reach(part);
    }
  }
  return open > 0 ? -open : pending.length;
}`;

test("nothing that a program alone can reach in its realm is open to change", async () => {
  const sandbox = createSandbox({ lanes: 1, speed: "alone" });
  const [outcome] = await evaluateAll(sandbox, echoBatch([walk]));
  await sandbox.close();
  if (outcome?.status !== "scored") throw new Error(JSON.stringify(outcome));
  const counts = outcome.scores.map(([count]) => count!);
  expect(Math.min(...counts)).toBeGreaterThan(300);
});
