import { describe, expect, test } from "vitest";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import type { SandboxOptions } from "../../src/sandbox/backend.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { checkBackend } from "../../src/testing/backend.ts";
import { decided, echoBatch, eventually, isRunning } from "./fixtures.ts";

/** A program and what becomes of it. */
const samples = [
  ["export default function f(x) { return x * 2; }", "scored"],
  ["export default function f(x) { return x.no.thing; }", "crashed"],
  ["export default function f(x) { let s = 0; for (let i = 0; i < 9; i++) s += x; return s; }", "scored"],
  ["export default function f(x) { for (;;); }", "exhausted"],
  ["export default (x) => [x].map((y) => y + 1)[0];", "scored"],
  ["export default function f(x) { return String(x); }", "bad-action"],
  ["export default function f(x) { return 1 / (x - x); }", "bad-action"],
  ["export default async function f(x) { return x; }", "refused"],
  ["export default function f(", "refused"],
  ["export default function f(x) { return Math.random() + x; }", "scored"],
  ["export default function f(x) { return Math.sin(x) > 0.5 ? -x : Math.max(x, 1); }", "scored"],
] as const;

const sources = samples.map(([source]) => source);
const trial = { batch: echoBatch(sources), expected: samples.map(([, expected]) => expected) };

describe("the sandbox backend", () => {
  test.each<[string, SandboxOptions]>([
    ["with one lane", { lanes: 1 }],
    ["with two lanes", { lanes: 2 }],
    ["with every program alone", { lanes: 2, speed: "alone" }],
  ])("keeps the laws of a backend %s", async (_, options) => {
    await checkBackend(() => createSandbox(options), trial);
  });

  test("gives the same outcomes with one lane, with two, and with every program alone", async () => {
    const seen = new Set<string>();
    for (const options of [{ lanes: 1 }, { lanes: 2 }, { lanes: 1, speed: "alone" }] as const) {
      const backend = createSandbox(options);
      const outcomes = await evaluateAll(backend, trial.batch);
      await backend.close();
      seen.add(outcomes.map(decided).join("\n"));
    }
    expect(seen.size).toBe(1);
  });

  test("says which case a program failed on, and why", async () => {
    const backend = createSandbox({ lanes: 1 });
    const late = "export default function f(x) { if (x > 1) throw new RangeError('too large'); return x; }";
    const [outcome] = await evaluateAll(backend, echoBatch([late]));
    await backend.close();
    const fault = { kind: "crashed", case: "11", message: "RangeError: too large" };
    expect(outcome).toMatchObject({ status: "failed", fault });
  });

  test("keeps nothing of one program, and nothing of one case, for the next", async () => {
    const backend = createSandbox({ lanes: 1, speed: "alone" });
    const counting = "let n = 0; export default function f(x) { return ++n; }";
    const outcomes = await evaluateAll(backend, echoBatch([counting, counting]));
    await backend.close();
    const ones = { status: "scored", scores: Array.from({ length: 20 }, () => [1]) };
    expect(outcomes).toMatchObject([ones, ones]);
  });

  test("blames a scenario that breaks its contract on the user, not on the programs", async () => {
    const backend = createSandbox({ lanes: 1 });
    const seated = { id: "a", instance: 1, seats: [{ reference: "nobody" }, "self"] as const };
    const batch = { ...trial.batch, cases: { list: [seated] } };
    await expect(evaluateAll(backend, batch)).rejects.toMatchObject({ name: "UserError", code: "scenario-cases" });
    const unknown = { ...trial.batch, scenario: { ...trial.batch.scenario, path: "no-such-scenario" } };
    await expect(evaluateAll(backend, unknown)).rejects.toMatchObject({ name: "UserError" });
    expect(await evaluateAll(backend, trial.batch)).toHaveLength(samples.length);
    await backend.close();
  });

  test("leaves no process behind when it closes, even one that is stuck", async () => {
    const backend = createSandbox({ lanes: 2 });
    await evaluateAll(backend, trial.batch);
    const pids = backend.lanes().map(({ pid }) => pid);
    expect(pids.every(isRunning) && pids.length > 0).toBe(true);
    const stuck =
      "export default function f(x) { for (const a of Array(3e5).fill([1, 2, 3])) x += a.length; for (;;); }";
    const pending = evaluateAll(backend, echoBatch(Array.from({ length: 20 }, () => stuck)));
    const [ended] = await Promise.allSettled([pending, backend.close()]);
    expect(ended).toMatchObject({ status: "rejected", reason: { name: "WorldError", code: "lanes-closed" } });
    expect(await eventually(() => !pids.some(isRunning))).toBe(true);
  });
});
