import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anthropicModels } from "../../src/llm/anthropic.ts";
import type { Cassette, KeptReply, ModelReply, ModelRequest, Models } from "../../src/llm/model.ts";
import { callOf, recorded } from "../../src/llm/recorded.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { openKept, readKept } from "../../src/store/kept.ts";
import { checkModels } from "../../src/testing/models.ts";
import { noUsage } from "../../src/variation/calls.ts";
import { inFolder } from "../simulation/mortal.ts";
import { canary, requestFor, three } from "./requests.ts";

const never = new AbortController().signal;

/** A cassette in memory. */
function createCassette(): Cassette & { readonly kept: Map<string, KeptReply> } {
  const kept = new Map<string, KeptReply>();
  return { kept, find: (call) => kept.get(call), add: (one) => void kept.set(one.call, one) };
}

interface Scripted extends Models {
  readonly asked: ModelRequest[];
  /** Answers the call that has waited longest. */
  answer(reply: ModelReply): void;
}

/** Models that answer when they are told to; when they are closed, they answer what is open. */
function createScripted(): Scripted {
  const asked: ModelRequest[] = [];
  const open: ((reply: ModelReply) => void)[] = [];
  const models: Scripted = {
    asked,
    ask(request) {
      asked.push(request);
      return new Promise((resolve) => void open.push(resolve));
    },
    answer: (reply) => open.shift()!(reply),
    status: () => ({ inFlight: open.length, asked: asked.length, limited: 0, overloaded: 0 }),
    async close() {
      while (open.length > 0) models.answer(yes);
    },
  };
  return models;
}

const observed = { ms: 5, tries: 1 };
const yes: ModelReply = { status: "replied", text: "yes", usage: { ...noUsage, input: 3 }, observed };
const no: ModelReply = { status: "failed", fault: { name: "overloaded", message: "529" }, usage: noUsage, observed };

describe("the name of a call", () => {
  test("is that of its fields, whatever their order", () =>
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string(),
        fc.string(),
        fc.nat(),
        (prompt, system, model, outputMax) => {
          const schema = { type: "object" };
          const call = callOf({ model, system, prompt, schema, outputMax });
          expect(call).toMatch(/^[0-9a-f]{64}$/);
          expect(callOf({ outputMax, schema, prompt, system, model })).toBe(call);
          expect(callOf({ model, system, prompt, schema, outputMax: outputMax + 1 })).not.toBe(call);
          expect(callOf({ model, system: prompt, prompt: `${system}.`, schema, outputMax })).not.toBe(call);
        },
      ),
    ));
});

describe("recorded models", () => {
  test("keep the contract of models", () =>
    inFolder(async (folder) => {
      const stub = await createStub({ faults: { "529": 0.2, truncated: 0.2 } });
      const kept = openKept<KeptReply>(join(folder, "calls.jsonl"));
      const models = (): Models => anthropicModels({ key: canary, baseUrl: stub.url, backoffMs: 1 });
      await checkModels(() => recorded(models(), kept), { requests: three });
      await checkModels(() => recorded(undefined, kept), { requests: three });
      kept.close();
      await stub.close();
    }));

  test("answer the same again without the network, and without paying", () =>
    inFolder(async (folder) => {
      const path = join(folder, "calls.jsonl");
      const faults = { truncated: 0.2, refusal: 0.2, "refused-key": 0.2 };
      const stub = await createStub({ faults });
      const requests = Array.from("abcdefghijkl", (name) => requestFor(name));
      const kept = openKept<KeptReply>(path);
      const models = recorded(anthropicModels({ key: canary, baseUrl: stub.url }), kept);
      const replies = await Promise.all(requests.map((request) => models.ask(request, never)));
      expect(new Set(replies.map(({ status }) => status)).size).toBe(2);
      await models.close();
      kept.close();
      await stub.close();

      const again = recorded(undefined, readKept<KeptReply>(path) as Cassette);
      expect(await Promise.all(requests.map((request) => again.ask(request, never)))).toEqual(replies);
      expect(again.status()).toEqual({ inFlight: 0, asked: 0, limited: 0, overloaded: 0, recorded: 12 });
    }));

  test("keep a reply before anybody has it", async () => {
    const cassette = createCassette();
    const models = createScripted();
    const [request] = three as [ModelRequest];
    const asked = recorded(models, cassette).ask(request, never);
    expect(cassette.kept.size).toBe(0);
    models.answer(no);
    const keptFirst = asked.then(() => cassette.kept.get(callOf(request)));
    expect(await keptFirst).toEqual({ call: callOf(request), request, reply: no });
    expect(await asked).toBe(no);
  });

  test("hand nothing out that could not be kept", async () => {
    const models = createScripted();
    const full: Cassette = {
      find: () => undefined,
      add() {
        throw new Error("The disk is full");
      },
    };
    const asked = recorded(models, full).ask(three[0]!, never);
    models.answer(yes);
    await expect(asked).rejects.toThrow("The disk is full");
  });

  test("ask once for equal requests at the same time, whoever of them gives up", async () => {
    const models = createScripted();
    const shared = recorded(models, createCassette());
    const controller = new AbortController();
    const first = shared.ask(requestFor("a"), controller.signal);
    const second = shared.ask(requestFor("a"), never);
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    models.answer(yes);
    expect(await second).toBe(yes);
    expect(await shared.ask(requestFor("a"), never)).toBe(yes);
    expect(models.asked).toHaveLength(1);
    expect(shared.status()).toMatchObject({ asked: 1, recorded: 1 });
  });

  test("keep a reply that was begun, though everybody has given up and they are being closed", async () => {
    const cassette = createCassette();
    const models = recorded(createScripted(), cassette);
    const controller = new AbortController();
    const asked = models.ask(requestFor("a"), controller.signal);
    controller.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    await models.close();
    expect(cassette.kept.get(callOf(requestFor("a")))?.reply).toBe(yes);
  });

  test("without models say what is not on record, and keep no note of it", async () => {
    const cassette = createCassette();
    const reply = await recorded(undefined, cassette).ask(three[0]!, never);
    expect(reply).toMatchObject({ status: "failed", fault: { name: "not-recorded" }, usage: noUsage });
    expect(cassette.kept.size).toBe(0);
  });
});
