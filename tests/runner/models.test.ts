import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StubStats } from "../../src/llm/stub/ledger.ts";
import { createStub, type Stub } from "../../src/llm/stub/stub.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { lockHolder } from "../../src/store/lock.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { inFolder } from "../simulation/mortal.ts";
import { createInbox, reply, startProvider } from "../llm/provider.ts";
import { call, until } from "./detached.ts";
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
async function against<T>(
  work: (stub: Stub) => Promise<T>,
  latencyMs: readonly [least: number, most: number] = [1, 30],
): Promise<T> {
  const stub = await createStub({ latencyMs });
  try {
    return await work(stub);
  } finally {
    await stub.close();
  }
}

describe("a campaign of 200 births in which models write", () => {
  let straight: { readonly hash: string; readonly events: number };
  let first: StubStats;
  let distinct: number;
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
      first = stub.stats();
      ({ distinct } = first);
    });
    straight = readRun(join(folder, "straight")).hash();
  }, 120_000);

  afterAll(async () => {
    over.resolve();
    await held;
  });

  test("asks for most of its children, and keeps every reply", () => {
    expect(distinct).toBeGreaterThan(60);
    expect(first).toMatchObject({ paid: distinct, cut: 0 });
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

  test("leaves the same log when it is killed ten times, also in the midst of calls, and pays for no reply twice", async () => {
    const killed = join(folder, "killed");
    await against(
      async (stub) => {
        let hits = 0;
        const amidCalls = async (): Promise<void> => {
          await until(() => stub.stats().requests > stub.stats().paid, "a call is in flight");
          hits++;
        };
        const kills = await killAgainAndAgain(run(killed), killed, {
          kills: 10,
          spanMs: 700,
          random: randomFromSeed(7),
          env: env(stub),
          moment: (kill) => (kill % 2 === 0 ? amidCalls() : undefined),
        });
        expect(kills).toBeGreaterThan(3);
        await lamarck(run(killed), undefined, env(stub));
        await until(() => lockHolder(join(killed, "calls.lock")) === undefined, "no courier is left");
        const stats = stub.stats();
        console.log(`${kills} kills, ${hits} of them amid calls: ${stats.paid} replies, ${stats.distinct} different`);
        expect(hits).toBeGreaterThan(1);
        expect(stats).toMatchObject({ paid: distinct, distinct, cut: 0 });
        expect(kept(killed)).toBe(distinct);
      },
      [50, 150],
    );
    expect(readRun(killed).hash()).toEqual(straight);
  }, 180_000);
});

test(
  "A stop does not wait for replies, which are kept all the same; the next sitting says that it does",
  () =>
    inFolder(async (folder) => {
      const inbox = createInbox();
      await using provider = await startProvider((response, count, request) => {
        const { method, url } = request;
        if (method === "POST") inbox.answer(response, count, request);
        else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: url }));
      });
      const stopped = join(folder, "stopped");
      const { child, code, err } = call(folder, run(stopped, "--llm-in-flight", "2"), env(provider));
      const open = [await inbox.next(), await inbox.next()];
      child.kill("SIGINT");
      expect({ code: await code, err: err() }).toMatchObject({ code: 130 });
      expect(kept(stopped)).toBe(0);
      const next = call(folder, run(stopped, "--display", "plain"), env(provider));
      await until(() => `${next.out()}${next.err()}`.includes("waiting for replies that were under way"), "it says so");
      next.child.kill("SIGKILL");
      await next.code;
      const frugal = call(folder, run(stopped, "--display", "plain", "--budget-usd", "0"), env(provider));
      await until(
        () => `${frugal.out()}${frugal.err()}`.includes("waiting for replies"),
        "it says so without money too",
      );
      for (const response of open) reply(response, "yes");
      await until(() => lockHolder(join(stopped, "calls.lock")) === undefined, "the courier ends");
      expect(kept(stopped)).toBe(2);
      expect(await frugal.code).toBe(0);
      expect(kept(stopped)).toBe(2);
      const used = [...readRun(stopped).events()].filter((event) => event.type === "model-asked" && event.usd > 0);
      expect(used).toHaveLength(2);
      expect(await lamarck(["replay", stopped], undefined, env(provider))).toBe("ended");
    }),
  60_000,
);
