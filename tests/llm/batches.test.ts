import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BatchOptions, type BatchTicket, type BatchTickets, batchedModels } from "../../src/llm/batches.ts";
import { usageBound } from "../../src/llm/bound.ts";
import type { Models } from "../../src/llm/model.ts";
import { callOf } from "../../src/llm/recorded.ts";
import { createStub, type Stub } from "../../src/llm/stub/stub.ts";
import type { StubOptions } from "../../src/llm/stub/options.ts";
import { openKept } from "../../src/store/kept.ts";
import { checkModels } from "../../src/testing/models.ts";
import { noUsage } from "../../src/variation/calls.ts";
import { inFolder } from "../simulation/mortal.ts";
import { createInbox, refuse, startProvider } from "./provider.ts";
import { canary, requestFor, three } from "./requests.ts";

const never = new AbortController().signal;
const request = requestFor("one");

function createTickets(): BatchTickets & { readonly kept: BatchTicket[] } {
  const kept: BatchTicket[] = [];
  return {
    kept,
    find: (call) => kept.findLast((ticket) => ticket.call === call),
    add: (ticket) => void kept.push(ticket),
  };
}

function batched(baseUrl: string, tickets: BatchTickets, options: Partial<BatchOptions> = {}): Models {
  const quick = { gatherMs: 5, pollMs: [1, 5], backoffMs: 1 } as const;
  return batchedModels({ key: canary, baseUrl, tickets, ...quick, ...options });
}

async function withStub<T>(options: StubOptions, work: (stub: Stub) => Promise<T>): Promise<T> {
  const stub = await createStub(options);
  try {
    return await work(stub);
  } finally {
    await stub.close();
  }
}

describe("models over the Message Batches API", () => {
  test("keep the contract of models, whatever goes wrong with single calls", () =>
    withStub({ faults: { "529": 0.2, timeout: 0.2, empty: 0.2 } }, async ({ url }) => {
      const requests = [...three, ...Array.from("defghijk", (name) => requestFor(name))];
      await checkModels(() => batched(url, createTickets()), { requests });
    }));

  test("send calls that come together as one batch, and keep in which one they are", () =>
    withStub({ batchPolls: 3 }, async ({ url, stats }) => {
      const tickets = createTickets();
      const models = batched(url, tickets);
      const asked = three.map((one) => models.ask(one, never));
      expect(models.status()).toMatchObject({ queued: 3, inFlight: 0 });
      const [first, ...others] = await Promise.all(asked);
      const batch = tickets.kept[0]?.batch;
      expect(first).toMatchObject({ status: "replied", observed: { tries: 1, requestId: batch } });
      expect(others).toMatchObject([{ status: "replied" }, { status: "replied" }]);
      expect(tickets.kept).toEqual(three.map((one) => ({ call: callOf(one), batch })));
      expect(stats()).toMatchObject({ requests: 3, paid: 3 });
      expect(models.status()).toMatchObject({ asked: 3, queued: 0, inFlight: 0 });
      await models.close();
    }));

  test("go on with the same batch after a stop, and pay nothing twice", () =>
    inFolder((folder) =>
      withStub({ batchPolls: 50 }, async ({ url, stats }) => {
        const path = join(folder, "batches.jsonl");
        const before = openKept<BatchTicket>(path);
        const stopped = batched(url, before);
        const asked = Promise.allSettled(three.map((one) => stopped.ask(one, never)));
        while (before.find(callOf(three[2]!)) === undefined) await new Promise((resolve) => void setImmediate(resolve));
        await stopped.close();
        expect(await asked).toMatchObject(three.map(() => ({ reason: { name: "WorldError" } })));
        before.close();

        const after = openKept<BatchTicket>(path);
        const models = batched(url, after);
        const replies = await Promise.all([...three, request].map((one) => models.ask(one, never)));
        expect(replies).toMatchObject([0, 1, 2, 3].map(() => ({ status: "replied" })));
        const [batch, ...batches] = replies.map(({ observed }) => observed.requestId);
        expect(batches).toEqual([batch, batch, expect.not.stringMatching(batch!)]);
        expect(stats()).toMatchObject({ requests: 4, paid: 4, distinct: 4 });
        await models.close();
        after.close();
      }),
    ));

  test("keep the batch that is being sent when they are closed", async () => {
    const inbox = createInbox();
    await using provider = await startProvider(inbox.answer);
    const tickets = createTickets();
    const models = batched(provider.url, tickets);
    const asked = models.ask(request, never);
    const response = await inbox.next();
    const closed = models.close();
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: "batch_late", processing_status: "in_progress" }));
    await expect(asked).rejects.toMatchObject({ name: "WorldError" });
    await closed;
    expect(tickets.kept).toEqual([{ call: callOf(request), batch: "batch_late" }]);
  });

  test("ask anew where the provider does not know a batch any more, and only once", () =>
    withStub({}, async ({ url, stats }) => {
      const tickets = createTickets();
      tickets.add({ call: callOf(request), batch: "batch_of_another_day" });
      const models = batched(url, tickets);
      expect(await models.ask(request, never)).toMatchObject({ status: "replied" });
      expect(stats()).toMatchObject({ requests: 1, paid: 1 });
      await models.close();
    }));

  test("share one item among equal calls", () =>
    withStub({}, async ({ url, stats }) => {
      const models = batched(url, createTickets());
      const [first, second] = await Promise.all([models.ask(request, never), models.ask({ ...request }, never)]);
      expect(second).toBe(first);
      expect(stats().requests).toBe(1);
      await models.close();
    }));

  const faults: readonly (readonly [fault: "429" | "500" | "529" | "timeout" | "refused-key", name: string])[] = [
    ["429", "rate-limited"],
    ["529", "overloaded"],
    ["500", "server-error"],
    ["timeout", "timeout"],
    ["refused-key", "refused-key"],
  ];
  test.each(faults)("name what became of a call with %s, which costs nothing", (fault, name) =>
    withStub({ faults: { [fault]: 1 } }, async ({ url }) => {
      const models = batched(url, createTickets());
      expect(await models.ask(request, never)).toMatchObject({ status: "failed", fault: { name }, usage: noUsage });
      await models.close();
    }),
  );

  test("pay for what a model would not answer", () =>
    withStub({ faults: { refusal: 1 } }, async ({ url }) => {
      const models = batched(url, createTickets());
      const reply = await models.ask(request, never);
      expect(reply).toMatchObject({ status: "failed", fault: { name: "empty" } });
      expect(reply.usage.input).toBeGreaterThan(0);
      await models.close();
    }));
});

/** A batch as the provider shows it. */
function batchJson(status: "in_progress" | "ended", url: string): string {
  return JSON.stringify({
    id: "batch_1",
    processing_status: status,
    results_url: `${url}/v1/messages/batches/batch_1/results`,
  });
}

/** The line of a result. */
function resultLine(result: object | undefined): string {
  return `${JSON.stringify({ custom_id: callOf(request), result })}\n`;
}

function succeeded(text: string): string {
  const usage = { input_tokens: 3, output_tokens: 4 };
  return resultLine({
    type: "succeeded",
    message: { content: [{ type: "text", text }], stop_reason: "end_turn", usage },
  });
}

describe("a batch", () => {
  test("that is refused for a while is sent again, and then waited for through failures of the network", async () => {
    const script: readonly string[] = [
      "busy",
      "created",
      "broken",
      "running",
      "busy",
      "ended",
      "ended",
      "cut",
      "ended",
      "ended",
      "whole",
    ];
    let url = "";
    const line = succeeded("yes");
    await using provider = await startProvider((response, k) => {
      const act = script[k];
      if (act === "busy") return refuse(response, 529, "overloaded_error");
      if (act === "broken") return void response.destroy();
      if (act === "cut") {
        response.writeHead(200).write(line.slice(0, 40), () => response.destroy());
        return;
      }
      response.writeHead(200, { "content-type": "application/json" });
      response.end(act === "whole" ? line : batchJson(act === "ended" ? "ended" : "in_progress", url));
    });
    url = provider.url;
    const models = batched(url, createTickets());
    const reply = await models.ask(request, never);
    expect(reply).toMatchObject({ status: "replied", text: "yes", usage: { ...noUsage, input: 3, output: 4 } });
    expect(reply.observed.tries).toBe(2);
    expect(provider.requests.filter(({ url: path }) => path === "/v1/messages/batches")).toHaveLength(2);
    expect(provider.came()).toBe(script.length);
    await models.close();
  });

  test("that may have arrived without an answer is not sent again, and counts with what it may cost", async () => {
    await using provider = await startProvider((response) => void response.destroy());
    const models = batched(provider.url, createTickets());
    const reply = await models.ask(request, never);
    expect(reply).toMatchObject({ status: "failed", fault: { name: "unreachable" }, usage: usageBound(request) });
    expect(provider.came()).toBe(1);
    await models.close();
  });

  test("that nobody took is given up after a few tries, and costs nothing", async () => {
    await using provider = await startProvider((response) => refuse(response, 500, "api_error"));
    const models = batched(provider.url, createTickets());
    const reply = await models.ask(request, never);
    expect(reply).toMatchObject({ status: "failed", fault: { name: "server-error" }, usage: noUsage });
    expect(models.status().overloaded).toBe(4);
    await models.close();
  });

  const results: readonly (readonly [title: string, body: string, name: string, usage: object])[] = [
    ["without a result for a call", "", "cut-off", usageBound(request)],
    ["that was canceled", resultLine({ type: "canceled" }), "cut-off", noUsage],
    [
      "with a reply that is too long",
      succeeded("y".repeat(2 ** 20 + 1)),
      "too-large",
      { ...noUsage, input: 3, output: 4 },
    ],
    ["with results that are no JSON", "{oops}\n", "malformed", usageBound(request)],
    ["with results that lack their parts", resultLine(undefined), "malformed", usageBound(request)],
  ];
  test.each(results)("%s fails its calls", async (_title, body, name, usage) => {
    let url = "";
    await using provider = await startProvider((response, _k, { url: path = "" }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(path.endsWith("results") ? body : batchJson("ended", url));
    });
    url = provider.url;
    const models = batched(url, createTickets());
    expect(await models.ask(request, never)).toMatchObject({ status: "failed", fault: { name }, usage });
    await models.close();
  });

  test("that is not done in time is given up, and counts with what it may cost", () =>
    withStub({ batchPolls: 1000 }, async ({ url }) => {
      const models = batched(url, createTickets(), { waitMs: 20 });
      const reply = await models.ask(request, never);
      expect(reply).toMatchObject({ status: "failed", fault: { name: "timeout" }, usage: usageBound(request) });
      await models.close();
    }));
});
