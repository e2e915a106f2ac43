import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { CourierSettings } from "../../src/cli/courier-lines.ts";
import { couriered } from "../../src/cli/couriered.ts";
import type { KeptReply, Models } from "../../src/llm/model.ts";
import { callOf } from "../../src/llm/recorded.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { readKept } from "../../src/store/kept.ts";
import { lockHolder } from "../../src/store/lock.ts";
import { checkModels } from "../../src/testing/models.ts";
import { createInbox, reply, startProvider } from "../llm/provider.ts";
import { canary, requestFor, three } from "../llm/requests.ts";
import { until } from "../runner/detached.ts";
import { inFolder } from "../simulation/mortal.ts";

const never = new AbortController().signal;
const asker = fileURLToPath(new URL("./asker.ts", import.meta.url));
const request = requestFor("one");
const yes = { status: "replied", text: "yes" };
const closed = { name: "WorldError", code: "models-closed" };
const lost = { name: "WorldError", code: "courier-lost" };

interface Office {
  readonly folder: string;
  readonly settings: CourierSettings;
  /** The next request that reaches the provider. */
  next(): Promise<ServerResponse>;
  came(): number;
  /** The process of the courier that is at work. */
  courier(): number | undefined;
  find(name: string): KeptReply | undefined;
  models(more?: { readonly inFlight?: number; readonly program?: string }): Models;
}

/** A folder with a provider that answers as the test says; afterwards no courier is left. */
function inOffice(work: (office: Office) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const { answer, next } = createInbox();
    await using provider = await startProvider(answer);
    const [calls, lock] = [join(folder, "calls.jsonl"), join(folder, "calls.lock")];
    const settings = { key: canary, baseUrl: provider.url, inFlight: 4, calls, lock };
    const courier = (): number | undefined => lockHolder(lock)?.pid;
    const { find } = readKept<KeptReply>(calls);
    try {
      await work({
        folder,
        settings,
        next,
        came: provider.came,
        courier,
        find: (name) => find(callOf(requestFor(name))),
        models: ({ inFlight = 4, ...more } = {}) => couriered({ settings: { ...settings, inFlight }, find, ...more }),
      });
      await until(() => courier() === undefined, "the courier ends");
    } finally {
      const pid = courier();
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    }
  });
}

describe("models that a courier asks", () => {
  test("keep the contract of models", () =>
    inOffice(async ({ settings, folder }) => {
      const stub = await createStub({ faults: { "529": 0.2, truncated: 0.2 }, latencyMs: [1, 20] });
      const { find } = readKept<KeptReply>(settings.calls);
      const here = { ...settings, baseUrl: stub.url };
      await checkModels(() => couriered({ settings: here, find }), { requests: three });
      const batches = { ...here, calls: join(folder, "more.jsonl"), batches: join(folder, "batches.jsonl") };
      const more = readKept<KeptReply>(batches.calls);
      await checkModels(() => couriered({ settings: batches, find: more.find }), { requests: three });
      expect(existsSync(batches.batches)).toBe(true);
      await stub.close();
    }));

  test("find what is kept without a courier", () =>
    inOffice(async ({ models, next, came }) => {
      const first = models();
      const asked = first.ask(request, never);
      reply(await next(), "yes");
      expect(await asked).toMatchObject(yes);
      await first.close();
      const again = models({ program: "nowhere.js" });
      expect(await again.ask(request, never)).toMatchObject(yes);
      expect(again.status()).toMatchObject({ asked: 0, recorded: 1 });
      await again.close();
      expect(came()).toBe(1);
    }));

  test("say how it stands", () =>
    inOffice(async ({ models, next }) => {
      const asking = models({ inFlight: 1 });
      const asked = ["one", "two", "three"].map((name) => asking.ask(requestFor(name), never));
      const first = await next();
      await until(() => asking.status().inFlight === 1, "the courier tells of it");
      expect(asking.status()).toMatchObject({ inFlight: 1, queued: 2, asked: 1 });
      reply(first, "yes");
      for (let left = 0; left < 2; left++) reply(await next(), "yes");
      await Promise.all(asked);
      expect(asking.status()).toMatchObject({ inFlight: 0, queued: 0, asked: 3, recorded: 0 });
      await asking.close();
    }));
});

describe("a reply that was under way", () => {
  test("when its runner was killed, with all its group, is kept", () =>
    inOffice(async ({ settings, next, came, courier, find, models }) => {
      const words = [settings, request].map((word) => JSON.stringify(word));
      const runner = spawn(process.execPath, [asker, ...words], { detached: true, stdio: "ignore" });
      const response = await next();
      process.kill(-runner.pid!, "SIGKILL");
      await once(runner, "exit");
      reply(response, "yes");
      await until(() => courier() === undefined, "the courier ends");
      expect(find("one")?.reply).toMatchObject(yes);
      const after = models();
      expect(await after.ask(request, never)).toMatchObject(yes);
      await after.close();
      expect(came()).toBe(1);
    }));

  test("when models were closed is kept, and those that waited their turn are not begun", () =>
    inOffice(async ({ models, next, came, courier, find }) => {
      const asking = models({ inFlight: 1 });
      const asked = Promise.allSettled([asking.ask(request, never), asking.ask(requestFor("two"), never)]);
      const response = await next();
      await asking.close();
      expect(await asked).toMatchObject([{ reason: closed }, { reason: closed }]);
      expect(find("one")).toBeUndefined();
      reply(response, "yes");
      await until(() => courier() === undefined, "the courier ends");
      expect(find("one")?.reply).toMatchObject(yes);
      expect(came()).toBe(1);
    }));

  test("is waited for by the models of the next sitting, and not paid again", () =>
    inOffice(async ({ models, next, came, courier }) => {
      const before = models();
      before.ask(request, never).catch(() => {});
      const response = await next();
      const late = courier();
      await before.close();
      const after = models();
      const asked = [after.ask(request, never), after.ask(requestFor("two"), never)];
      expect(courier()).toBe(late);
      reply(response, "yes");
      reply(await next(), "and two");
      expect(await Promise.all(asked)).toMatchObject([yes, { text: "and two" }]);
      expect(courier()).not.toBe(late);
      await after.close();
      expect(came()).toBe(2);
    }));

  test("when the courier is told to end is kept, and found by the next courier", () =>
    inOffice(async ({ models, next, came, courier }) => {
      const asking = models();
      const asked = asking.ask(request, never);
      const response = await next();
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.kill(courier()!, signal);
      reply(response, "yes");
      expect(await asked).toMatchObject(yes);
      await asking.close();
      expect(came()).toBe(1);
    }));
});

describe("a courier", () => {
  test("that is killed is started again, twice at most, and what was under way is asked again", () =>
    inOffice(async ({ models, next, came, courier }) => {
      const asking = models();
      const asked = asking.ask(request, never);
      asked.catch(() => {});
      await next();
      process.kill(courier()!, "SIGKILL");
      reply(await next(), "yes");
      expect(await asked).toMatchObject(yes);
      const more = asking.ask(requestFor("two"), never);
      more.catch(() => {});
      for (const _ of [1, 2]) {
        await next();
        process.kill(courier()!, "SIGKILL");
      }
      await expect(more).rejects.toMatchObject({
        ...lost,
        message: expect.stringContaining("3 times: it ended with SIGKILL"),
      });
      await expect(asking.ask(requestFor("three"), never)).rejects.toMatchObject(lost);
      expect(asking.status().inFlight).toBe(0);
      await asking.close();
      expect(came()).toBe(4);
    }));

  const mad: readonly (readonly [title: string, program: string, message: string])[] = [
    ["that sends what is no JSON", `console.log("Hello")`, "no line of its protocol"],
    ["that sends what is no line of a courier", `console.log('{"type":"kept","call":1}')`, "no line of its protocol"],
    ["that sends a line without an end", `process.stdout.write("x".repeat(1e5))`, "no line of its protocol"],
    ["that ends with a complaint", `console.error("No room"); process.exit(3)`, "it ended with 3: No room"],
  ];
  test.each(mad)("%s is left, and named when that goes on", (_title, program, message) =>
    inOffice(async ({ folder, models }) => {
      const file = join(folder, "mad.mjs");
      writeFileSync(file, `${program};\nprocess.stdin.resume();\n`);
      const asking = models({ program: file });
      await expect(asking.ask(request, never)).rejects.toMatchObject({
        ...lost,
        message: expect.stringContaining(message),
      });
      await asking.close();
    }),
  );

  test("that has not kept what it says is named", () =>
    inOffice(async ({ folder, models }) => {
      const file = join(folder, "liar.mjs");
      const status = { inFlight: 0, asked: 0, limited: 0, overloaded: 0 };
      const line = JSON.stringify({ type: "kept", call: callOf(request), status });
      writeFileSync(file, `console.log(${JSON.stringify(line)});\nprocess.stdin.resume();\n`);
      const asking = models({ program: file });
      await expect(asking.ask(request, never)).rejects.toMatchObject({
        ...lost,
        message: expect.stringContaining("is not in the file"),
      });
      await asking.close();
    }));

  test("that cannot write the replies says so, and asks nothing", () =>
    inOffice(async ({ folder, settings, came }) => {
      const calls = join(folder, "nowhere", "calls.jsonl");
      const asking = couriered({ settings: { ...settings, calls }, find: () => undefined });
      await expect(asking.ask(request, never)).rejects.toMatchObject({
        name: "WorldError",
        code: "disk",
        message: expect.stringContaining(calls),
      });
      await asking.close();
      expect(came()).toBe(0);
    }));
});
