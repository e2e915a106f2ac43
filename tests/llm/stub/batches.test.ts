import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import { faultNames } from "../../../src/llm/stub/options.ts";
import { requestFor, stubWithClient } from "./client.ts";

function requests(count: number) {
  return Array.from({ length: count }, (_, i) => ({ custom_id: `draft-${i}`, params: requestFor("edits", i) }));
}

async function resultsOf(client: Anthropic, id: string) {
  const results = new Map<string, Anthropic.Messages.MessageBatchResult>();
  for await (const { custom_id, result } of await client.messages.batches.results(id)) results.set(custom_id, result);
  return results;
}

test("a batch ends after it was asked for, and gives the answers that messages would have had", async () => {
  const { stub, client } = await stubWithClient({ batchPolls: 2 });
  const batch = await client.messages.batches.create({ requests: requests(3) });
  expect(batch).toMatchObject({
    processing_status: "in_progress",
    request_counts: { processing: 3 },
    results_url: null,
  });
  const states = [];
  for (let i = 0; i < 3; i++) states.push((await client.messages.batches.retrieve(batch.id)).processing_status);
  expect(states).toEqual(["in_progress", "in_progress", "ended"]);
  const results = await resultsOf(client, batch.id);
  expect(await resultsOf(client, batch.id)).toEqual(results);
  expect(stub.stats()).toMatchObject({ requests: 3, paid: 3, distinct: 3 });
  for (const { custom_id, params } of requests(3)) {
    const { content, usage } = await client.messages.create(params);
    const { input_tokens, output_tokens } = usage;
    const message = { content, usage: { input_tokens, output_tokens, service_tier: "batch" } };
    expect(results.get(custom_id)).toMatchObject({ type: "succeeded", message });
  }
  expect(stub.stats()).toMatchObject({ requests: 6, paid: 6, distinct: 3 });
});

test("requests of a batch meet faults one by one", async () => {
  const share = 1 / faultNames.length;
  const { stub, client } = await stubWithClient({
    faults: Object.fromEntries(faultNames.filter((name) => name !== "huge").map((name) => [name, share])),
    batchPolls: 0,
    tries: 10,
  });
  const { id } = await client.messages.batches.create({ requests: requests(100) });
  const { request_counts: counts } = await client.messages.batches.retrieve(id);
  expect(counts.succeeded + counts.errored + counts.expired).toBe(100);
  expect(Math.min(counts.succeeded, counts.errored, counts.expired)).toBeGreaterThan(0);
  const types = [...(await resultsOf(client, id)).values()].map((result) => result.type);
  expect(types.filter((type) => type === "errored")).toHaveLength(counts.errored);
  expect(stub.stats().paid).toBe(counts.succeeded);
});

test("a batch that is canceled is not paid", async () => {
  const { stub, client } = await stubWithClient();
  const { id } = await client.messages.batches.create({ requests: requests(2) });
  expect((await client.messages.batches.cancel(id)).processing_status).toBe("canceling");
  expect(await client.messages.batches.retrieve(id)).toMatchObject({
    processing_status: "ended",
    request_counts: { canceled: 2 },
  });
  expect([...(await resultsOf(client, id)).values()]).toEqual([{ type: "canceled" }, { type: "canceled" }]);
  expect(stub.stats().paid).toBe(0);
});

test("a batch that is wrong or not there is refused", async () => {
  const { stub, client } = await stubWithClient();
  const [one] = requests(1);
  const create = (wrong: readonly unknown[]) => client.messages.batches.create({ requests: wrong as never });
  await expect(create([])).rejects.toThrow(Anthropic.BadRequestError);
  await expect(create([one, one])).rejects.toThrow("only once");
  await expect(create([{ ...one!, custom_id: "a b" }])).rejects.toThrow("custom_id");
  await expect(client.messages.batches.retrieve("msgbatch_none")).rejects.toThrow(Anthropic.NotFoundError);
  const { id } = await create([{ custom_id: "bad", params: { model: "claude-x" } }]);
  const early = await fetch(`${stub.url}/v1/messages/batches/${id}/results`, { headers: { "x-api-key": "stub" } });
  expect(early.status).toBe(400);
  await client.messages.batches.retrieve(id);
  expect(await client.messages.batches.retrieve(id)).toMatchObject({ request_counts: { errored: 1 } });
  expect((await resultsOf(client, id)).get("bad")).toMatchObject({
    error: { error: { type: "invalid_request_error" } },
  });
});
