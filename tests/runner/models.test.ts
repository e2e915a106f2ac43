import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStub, type Stub } from "../../src/llm/stub/stub.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { inFolder } from "../simulation/mortal.ts";
import { killAgainAndAgain, lamarck } from "./killing.ts";

const campaign =
  "run bin-packing --llm claude-haiku-5-5 --budget-evals 200 --set population=50 --set births=25 --set llm.births=20 " +
  "--set llm.lessonsEvery=60 --set bandit.thrift=0 --display none --jobs 1";
const run = (folder: string, ...words: string[]): string[] => [...campaign.split(" "), "--run-dir", folder, ...words];
const env = ({ url }: Pick<Stub, "url">): NodeJS.ProcessEnv => ({
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_API_KEY: "stub",
});

/** The lines of what a run keeps of replies. */
function kept(folder: string): number {
  const file = join(folder, "calls.jsonl");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
}

/** Has a campaign run against a stub of its own. */
async function against<T>(work: (stub: Stub) => Promise<T>): Promise<T> {
  const stub = await createStub({ latencyMs: [1, 30] });
  try {
    return await work(stub);
  } finally {
    await stub.close();
  }
}

describe("a campaign of 200 births in which models write", () => {
  let straight: { readonly hash: string; readonly events: number };
  let distinct = 0;
  let folder: string;
  const over = Promise.withResolvers<void>();
  let held: Promise<void>;

  beforeAll(async () => {
    const ready = Promise.withResolvers<string>();
    held = inFolder((made) => {
      ready.resolve(made);
      return over.promise;
    });
    folder = await ready.promise;
    await against(async (stub) => {
      await lamarck(run(join(folder, "straight"), "--llm-in-flight", "4"), undefined, env(stub));
      const stats = stub.stats();
      distinct = stats.distinct;
      expect(stats).toMatchObject({ paid: distinct, cut: 0 });
    });
    straight = readRun(join(folder, "straight")).hash();
  }, 120_000);

  afterAll(async () => {
    over.resolve();
    await held;
  });

  test("asks for most of its children, and keeps every reply", () => {
    expect(distinct).toBeGreaterThan(60);
    expect(kept(join(folder, "straight"))).toBe(distinct);
  });

  test("leaves the same log with one call in flight, and pays for as many", async () => {
    await against(async (stub) => {
      await lamarck(run(join(folder, "single"), "--llm-in-flight", "1"), undefined, env(stub));
      expect(stub.stats()).toMatchObject({ paid: distinct, distinct, cut: 0 });
    });
    expect(readRun(join(folder, "single")).hash()).toEqual(straight);
  }, 120_000);

  test("is made again from its record with nobody there to ask, and without a key", async () => {
    const nobody = { ANTHROPIC_BASE_URL: "http://127.0.0.1:9", ANTHROPIC_API_KEY: "" };
    expect(await lamarck(["replay", join(folder, "straight")], undefined, nobody)).toBe("ended");
  }, 120_000);

  test("leaves the same log when it is killed ten times, and pays again for no reply that arrived", async () => {
    await against(async (stub) => {
      const killed = join(folder, "killed");
      const random = randomFromSeed(7);
      const kills = await killAgainAndAgain(run(killed), killed, { kills: 10, spanMs: 700, random, env: env(stub) });
      expect(kills).toBeGreaterThan(3);
      await lamarck(run(killed), undefined, env(stub));
      const stats = stub.stats();
      console.log(`${kills} kills: ${stats.paid} replies delivered, ${stats.distinct} different, ${stats.cut} cut off`);
      expect(stats.distinct).toBe(distinct);
      // Who is killed between the last byte of a reply and the disk has not got it: once a call in flight at most.
      expect(stats.paid - stats.distinct).toBeLessThanOrEqual(4 * kills);
      expect(kept(killed)).toBe(distinct);
    });
    expect(readRun(join(folder, "killed")).hash()).toEqual(straight);
  }, 180_000);
});
