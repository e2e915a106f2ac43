import { describe, expect, test } from "vitest";
import type { Backend, Batch } from "../../src/evaluation/backend.ts";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { steerBackend } from "../../src/runner/steered-backend.ts";

/** A backend that scores each genome with its own lanes, one piece a genome, and keeps a list of what it did. */
function countingBackend(lanes: number, diary: string[]): Backend {
  return {
    async *evaluate({ genomes }) {
      for (const { bytes } of genomes) {
        diary.push(`${lanes} begins ${bytes}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        const outcome: Outcome = { status: "scored", scores: [[lanes]], measures: [] };
        yield [outcome];
      }
    },
    lanes: () => [],
    async close() {
      diary.push(`${lanes} closed`);
    },
  };
}

function batchOf(...texts: string[]): Batch {
  const genomes = texts.map((text) => genomeOf("program", text));
  const scenario = { path: "none", options: {}, seed: 1 };
  return { scenario, cases: { split: "train" }, genomes, rivals: [] };
}

describe("a backend that is steered", () => {
  test("held, finishes what it has begun and sends nothing more until it is let go", async () => {
    const diary: string[] = [];
    const backend = steerBackend((lanes) => countingBackend(lanes, diary), 1);
    const pieces = backend.evaluate(batchOf("a", "b", "c"))[Symbol.asyncIterator]();
    await pieces.next();
    expect(backend.hold()).toBe(true);
    expect(backend.hold()).toBe(false);
    const next = pieces.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(diary).toEqual(["1 begins a"]);
    expect(backend.flying()).toBe(2);
    expect(backend.release()).toBe(true);
    expect(backend.release()).toBe(false);
    expect((await next).done).toBe(false);
    await pieces.next();
    expect((await pieces.next()).done).toBe(true);
    expect(diary).toEqual(["1 begins a", "1 begins b", "1 begins c"]);
    expect(backend.flying()).toBe(0);
  });

  test("given other lanes, finishes a batch on the old ones, closes them, and begins the next on the new ones", async () => {
    const diary: string[] = [];
    const backend = steerBackend((lanes) => countingBackend(lanes, diary), 1);
    const pieces = backend.evaluate(batchOf("a", "b"))[Symbol.asyncIterator]();
    await pieces.next();
    backend.setJobs(3);
    expect(backend.jobs()).toBe(3);
    await pieces.next();
    await pieces.next();
    await evaluateAll(backend, batchOf("c"));
    expect(diary).toEqual(["1 begins a", "1 begins b", "1 closed", "3 begins c"]);
    backend.setJobs(2);
    expect(diary.at(-1)).toBe("3 closed");
    await backend.close();
    expect(diary.at(-1)).toBe("2 closed");
  });

  test("counts a batch that was left before its end as gone", async () => {
    const backend = steerBackend((lanes) => countingBackend(lanes, []), 1);
    for await (const _ of backend.evaluate(batchOf("a", "b", "c"))) break;
    expect(backend.flying()).toBe(0);
  });

  test("knows whether agents are measured or the search goes on", async () => {
    const backend = steerBackend((lanes) => countingBackend(lanes, []), 1);
    await evaluateAll(backend, { ...batchOf("a"), cases: { split: "test" } });
    expect(backend.isJudging()).toBe(true);
    await evaluateAll(backend, batchOf("a"));
    expect(backend.isJudging()).toBe(false);
  });
});
