import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { benign } from "../hostile/corpus.ts";
import { decided, echoBatch, sandboxes } from "./fixtures.ts";

const killsMin = 20;
/** A child this old is at work, perhaps at what its predecessor was killed at. */
const ageMs = 100;

/** Kills random sandbox processes until it is told to stop, each in the middle of its life. */
function startKiller(seed: number): { stop(): Promise<number> } {
  const random = randomFromSeed(seed);
  const births = new Map<number, number>();
  const stopping = new AbortController();
  let kills = 0;
  async function killNow(): Promise<void> {
    while (!stopping.signal.aborted) {
      const now = performance.now();
      const { pids } = sandboxes();
      for (const pid of pids) if (!births.has(pid)) births.set(pid, now);
      const grown = pids.filter((pid) => now - births.get(pid)! > ageMs);
      if (grown.length > 0) {
        process.kill(random.pick(grown), "SIGKILL");
        kills++;
      }
      await sleep(random.int(200));
    }
  }
  const done = killNow();
  return {
    async stop() {
      stopping.abort();
      await done;
      return kills;
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
    const killer = startKiller(11);
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
