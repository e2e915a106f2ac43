import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Backend, evaluateAll } from "../../src/evaluation/backend.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { benign } from "../hostile/corpus.ts";
import { decided, echoBatch } from "./fixtures.ts";

const killsMin = 20;
/** Kills random sandbox processes until it is told to stop, each once something was heard of it, in the middle of its life. */
function startKiller(backend: Backend, seed: number): { stop(): Promise<number> } {
  const random = randomFromSeed(seed);
  const killed = new Set<number>();
  const stopping = new AbortController();
  async function killNow(): Promise<void> {
    while (!stopping.signal.aborted) {
      const pids = backend.lanes().map(({ pid }) => pid);
      const working = pids.filter((pid) => pid > 0 && !killed.has(pid));
      if (working.length > 0) {
        const pid = random.pick(working);
        process.kill(pid, "SIGKILL");
        killed.add(pid);
      }
      await sleep(random.int(200));
    }
  }
  const done = killNow();
  return {
    async stop() {
      stopping.abort();
      await done;
      return killed.size;
    },
  };
}

describe.runIf(process.platform === "linux")("a sandbox whose processes are killed at random", () => {
  test("loses nothing and answers what it always answers", async () => {
    // Programs for both paths: the benign ones run alone, the others share a realm.
    const confined = Array.from(
      { length: 40 },
      (_, k) => `export default function f(x) { return x * ${k} + Math.sin(x); }`,
    );
    const sources = Array.from({ length: 6 }, () => [...benign.map(({ source }) => source), ...confined]).flat();
    const backend = createSandbox({ lanes: 2 });
    const undisturbed = (await evaluateAll(backend, echoBatch(sources))).map(decided);
    const killer = startKiller(backend, 11);
    let killed = 0;
    const until = performance.now() + 30_000;
    for (let rounds = 0; performance.now() < until && killed < killsMin; rounds++) {
      const outcomes = await evaluateAll(backend, echoBatch(sources));
      expect(outcomes.map(decided)).toEqual(undisturbed);
      killed = backend.lanes().reduce((sum, { restarts }) => sum + restarts, 0);
    }
    const kills = await killer.stop();
    await backend.close();
    console.log(`${kills} kills, ${killed} restarts`);
    expect(kills).toBeGreaterThanOrEqual(10);
  });
});
