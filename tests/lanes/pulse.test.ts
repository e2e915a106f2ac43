import { describe, expect, test } from "vitest";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { createPulses, joinPulses } from "../../src/lanes/pulse.ts";

const sandbox = { pid: 7, restarts: 0 };

describe("the pulse of a lane", () => {
  test("is there once the lane is, and says what it does and how much of it is done", () => {
    const pulses = createPulses(2);
    expect(pulses.statuses()).toEqual([]);
    const lane = joinPulses(pulses.memory);
    lane.begin(3);
    lane.beat(2, sandbox);
    const idle = { lane: 0, pid: 7, evaluations: 0, restarts: 0 };
    expect(pulses.statuses()).toEqual([{ ...idle, task: expect.objectContaining({ agents: 3, done: 2 }) }]);
    lane.beat(2, { pid: 8, restarts: 1 });
    expect(pulses.statuses()[0]?.task?.done).toBe(3);
    lane.end(3);
    expect(pulses.statuses()).toEqual([{ ...idle, pid: 8, restarts: 1, evaluations: 3 }]);
  });

  test("tells a guest that hangs from one that works: only of the latter something is heard", async () => {
    const pulses = createPulses(2);
    const [silent, lively] = [joinPulses(pulses.memory), joinPulses(pulses.memory)];
    for (const lane of [silent, lively]) lane.begin(9);
    await new Promise((resolve) => setTimeout(resolve, 60));
    lively.beat(1, sandbox);
    const [first, second] = pulses.statuses().map(({ task }) => task!);
    expect(first!.quietMs).toBe(first!.sinceMs);
    expect(first!.quietMs).toBeGreaterThanOrEqual(50);
    expect(second!.quietMs).toBeLessThan(second!.sinceMs);
  });

  test("of a lane that replaces another one takes a place that there is", () => {
    const pulses = createPulses(2);
    const lanes = [1, 2, 3].map(() => joinPulses(pulses.memory));
    lanes[2]!.beat(0, { pid: 9, restarts: 0 });
    expect(pulses.statuses().map(({ lane, pid }) => [lane, pid])).toEqual([
      [0, 9],
      [1, 0],
    ]);
  });

  test("comes from real lanes: their processes, what they have done, and that they rest", async () => {
    const backend = createSandbox({ lanes: 2 });
    try {
      const genomes = Array.from({ length: 20 }, (_, i) =>
        genomeOf("program", `export default function f(x) {\n  return x + ${i};\n}\n`),
      );
      const scenario = { path: "symbolic-regression", options: {}, seed: 1 };
      await evaluateAll(backend, { scenario, cases: { split: "train" }, genomes, rivals: [] });
      const statuses = backend.lanes();
      expect(statuses.reduce((sum, { evaluations }) => sum + evaluations, 0)).toBe(20);
      for (const { pid, task } of statuses) expect({ lives: process.kill(pid, 0), task }).toEqual({ lives: true });
    } finally {
      await backend.close();
    }
  });
});
