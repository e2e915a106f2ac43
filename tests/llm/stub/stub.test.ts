import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import { programKind } from "../../../src/genome/kinds/program.ts";
import { createStub } from "../../../src/llm/stub/stub.ts";
import { clientOf, program, requestFor, type Shape, stubWithClient, textOf } from "./client.ts";

interface Reply {
  readonly thoughts: string;
  readonly program: string;
  readonly edits: readonly { readonly search: string; readonly replace: string }[];
}

async function replyOf(client: Anthropic, shape: Shape, number = 0, programs?: readonly string[]): Promise<Reply> {
  return JSON.parse(textOf(await client.messages.create(requestFor(shape, number, programs)))) as Reply;
}

function childOf(reply: Reply): string {
  const text = reply.edits.reduce((now, { search, replace }) => {
    expect(now.split(search)).toHaveLength(2);
    return now.replace(search, () => replace);
  }, program);
  return programKind.parse(text).bytes;
}

const first20 = Array.from({ length: 20 }, (_, i) => i);

describe("an answer of the stub", () => {
  test("changes the first program of the prompt, by edits that apply exactly", async () => {
    const { client } = await stubWithClient({ useless: 0 });
    const parent = programKind.parse(program).bytes;
    const children = await Promise.all(first20.map(async (i) => childOf(await replyOf(client, "edits", i))));
    expect(children.filter((child) => child !== parent)).toHaveLength(20);
    expect(new Set(children).size).toBeGreaterThan(15);
  });

  test("is a whole program where the schema wants one", async () => {
    const { client } = await stubWithClient({ useless: 0 });
    for (const i of first20) {
      const reply = await replyOf(client, "program", i);
      expect(programKind.parse(reply.program).bytes).not.toBe(programKind.parse(program).bytes);
      expect(reply.thoughts).toMatch(/^Changed by /);
    }
  });

  test("takes parts of the other programs too", async () => {
    const { client } = await stubWithClient({ useless: 0 });
    const second = "export default function priority(item, space, gap, twins) {\n  return 777 + 888 * twins;\n}";
    const replies = await Promise.all(first20.map((i) => replyOf(client, "program", i, [program, second])));
    expect(replies.some(({ thoughts }) => thoughts.includes("subtree-crossover"))).toBe(true);
    expect(replies.some((reply) => /777|888/.test(reply.program))).toBe(true);
  });

  test("is no good as often as it was told", async () => {
    const { client } = await stubWithClient({ useless: 1 });
    const parent = programKind.parse(program).bytes;
    const children = await Promise.all(first20.map(async (i) => childOf(await replyOf(client, "edits", i))));
    const same = children.filter((child) => child === parent).length;
    expect(same).toBeGreaterThan(0);
    expect(children.filter((child) => child.includes("return 0;"))).toHaveLength(20 - same);
  });

  test("has lessons where lessons are asked for, and keeps to a schema that it does not know", async () => {
    const { client } = await stubWithClient();
    const lessons = JSON.parse(textOf(await client.messages.create(requestFor("lessons")))) as { lessons: string[] };
    expect(lessons.lessons).toHaveLength(3);
    const named = JSON.parse(textOf(await client.messages.create(requestFor("name")))) as unknown;
    expect(named).toEqual({ name: "stub", sizes: [], sure: false, share: 0 });
  });

  test.each([["number[]"], ["boolean"]])("is a program that gives a %s where the parent does", async (type) => {
    const body = type === "boolean" ? "return list[0] > 1;" : "return [list[0], 1];";
    const parent = `export default function act(list) {\n  ${body}\n}`;
    const { client } = await stubWithClient({ useless: 1 });
    const replies = await Promise.all(first20.map((i) => replyOf(client, "program", i, [parent])));
    const constant = type === "boolean" ? "return false;" : "return [];";
    expect(replies.some((reply) => reply.program.includes(constant))).toBe(true);
    expect(replies.some((reply) => reply.program.includes("return 0;"))).toBe(false);
  });

  test("says that there is nothing to change where there is no program", async () => {
    const { client } = await stubWithClient();
    expect(await replyOf(client, "edits", 0, ["this is no program"])).toMatchObject({ edits: [] });
    expect(await replyOf(client, "program", 0, [])).toMatchObject({ program: "" });
  });

  test("ends where a model may write no more", async () => {
    const { client } = await stubWithClient({ useless: 0 });
    const message = await client.messages.create({ ...requestFor("program"), max_tokens: 20 });
    expect(message).toMatchObject({ stop_reason: "max_tokens", usage: { output_tokens: 20 } });
    expect(textOf(message)).toHaveLength(80);
  });
});

describe("what the stub says", () => {
  test("depends on the request and the seed, and not on the order, time or way of asking", async () => {
    const { client } = await stubWithClient({ seed: 7 });
    const inOrder: string[] = [];
    for (const i of first20) inOrder.push(JSON.stringify(await client.messages.create(requestFor("edits", i))));
    const { client: another } = await stubWithClient({ seed: 7, latencyMs: [0, 30] });
    const atOnce = await Promise.all(
      first20.toReversed().map((i) => another.messages.stream(requestFor("edits", i)).finalMessage()),
    );
    for (const [i, message] of atOnce.toReversed().entries()) {
      const { id, content, usage, stop_reason } = JSON.parse(inOrder[i]!) as Anthropic.Message;
      expect(message).toMatchObject({ id, content, usage, stop_reason });
    }
    const { client: other } = await stubWithClient({ seed: 8 });
    const changed = await Promise.all(first20.map((i) => other.messages.create(requestFor("edits", i))));
    expect(changed.map((message) => JSON.stringify(message))).not.toEqual(inOrder);
  });

  test("comes in pieces, between the events of a stream", async () => {
    const { client } = await stubWithClient();
    const events: string[] = [];
    const stream = await client.messages.create({ ...requestFor("program"), stream: true });
    for await (const { type } of stream) events.push(type);
    expect([...new Set(events)]).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(events.filter((type) => type === "content_block_delta").length).toBeGreaterThan(2);
  });

  test("counts four bytes as a token, with the marked prefix apart", async () => {
    const system = "You improve programs.";
    const counted = async (options: { cold: number; tokensScale?: number }) => {
      const { client } = await stubWithClient(options);
      return (await client.messages.create(requestFor("edits"))).usage;
    };
    const prefix = Math.ceil(system.length / 4);
    const [cold, warm, scaled] = [
      await counted({ cold: 1 }),
      await counted({ cold: 0 }),
      await counted({ cold: 0, tokensScale: 3 }),
    ];
    expect(cold).toMatchObject({ cache_creation_input_tokens: prefix, cache_read_input_tokens: 0 });
    expect(warm).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: prefix });
    expect(warm.input_tokens).toBe(cold.input_tokens);
    expect(Math.abs(scaled.input_tokens - 3 * warm.input_tokens)).toBeLessThan(3);
    expect(Math.abs(scaled.output_tokens - 3 * warm.output_tokens)).toBeLessThan(3);
  });
});

describe("the stub", () => {
  test("counts what it was asked, and what was delivered", async () => {
    const { stub, client } = await stubWithClient();
    const messages = await Promise.all(
      [1, 1, 2].map((i) => client.messages.stream(requestFor("edits", i)).finalMessage()),
    );
    const output = messages.reduce((sum, { usage }) => sum + usage.output_tokens, 0);
    expect(stub.stats()).toMatchObject({ requests: 3, paid: 3, distinct: 2, cut: 0, byFault: {}, usage: { output } });
    expect(await (await fetch(`${stub.url}/stub/stats`)).json()).toEqual(stub.stats());
  });

  test("knows models whose names begin with claude-", async () => {
    const { client } = await stubWithClient();
    expect(await client.models.retrieve("claude-opus-5-5")).toMatchObject({ id: "claude-opus-5-5", type: "model" });
    const names = [];
    for await (const { id } of client.models.list()) names.push(id);
    expect(names).toContain("claude-haiku-4-5");
    await expect(client.models.retrieve("gpt")).rejects.toThrow(Anthropic.NotFoundError);
    await expect(client.messages.create({ ...requestFor("edits"), model: "gpt" })).rejects.toThrow("model: gpt");
  });

  test("refuses a missing key and the one that it was told", async () => {
    const { stub, client } = await stubWithClient({ refusedKey: "sk-refused" });
    await expect(clientOf(stub, "sk-refused").models.list()).rejects.toThrow(Anthropic.AuthenticationError);
    const bare = await fetch(`${stub.url}/v1/models`);
    expect(bare.status).toBe(401);
    expect(await bare.json()).toMatchObject({ type: "error", error: { type: "authentication_error" } });
    const old = await fetch(`${stub.url}/v1/models`, { headers: { "x-api-key": "stub" } });
    expect(old.status).toBe(200);
    await expect(client.models.list()).resolves.toBeDefined();
  });

  test("answers what it does not know, cannot read or finds too large with an error of the API and its request id", async () => {
    const { stub } = await stubWithClient();
    const post = async (path: string, body: string) => {
      const reply = await fetch(`${stub.url}${path}`, { method: "POST", body, headers: { "x-api-key": "stub" } });
      expect(reply.headers.get("request-id")).toMatch(/^req_stub_\d+$/);
      const { error } = (await reply.json()) as { error: { type: string } };
      return [reply.status, error.type];
    };
    expect(await post("/v1/complete", "{}")).toEqual([404, "not_found_error"]);
    expect(await post("/", "{}")).toEqual([404, "not_found_error"]);
    expect(await post("/v1/messages", "{")).toEqual([400, "invalid_request_error"]);
    expect(await post("/v1/messages", "null")).toEqual([400, "invalid_request_error"]);
    expect(await post("/v1/messages", '{"model":"claude-x","max_tokens":0}')).toEqual([400, "invalid_request_error"]);
    expect(await post("/v1/messages", " ".repeat(9 * 2 ** 20))).toEqual([413, "request_too_large"]);
    expect(stub.stats()).toMatchObject({ requests: 0, paid: 0 });
  });

  test("listens on this machine only, says when its port is taken, and closes with answers under way", async () => {
    const { stub, client } = await stubWithClient({ faults: { timeout: 1 } });
    expect(new URL(stub.url).hostname).toBe("127.0.0.1");
    await expect(createStub({ port: Number(new URL(stub.url).port) })).rejects.toMatchObject({ code: "no-port" });
    const asked = client.messages.stream(requestFor("edits")).finalMessage();
    const broken = asked.catch((error: unknown) => error);
    while (stub.stats().requests === 0) await client.models.list();
    await Promise.all([stub.close(), stub.close()]);
    expect(await broken).toBeInstanceOf(Anthropic.AnthropicError);
  });

  test("refuses settings that make no sense", async () => {
    await expect(createStub({ faults: { "429": 0.7, empty: 0.7 } })).rejects.toMatchObject({ code: "bad-setting" });
    await expect(createStub({ faults: { nonsense: 0.1 } as never })).rejects.toMatchObject({ code: "bad-setting" });
    await expect(createStub({ latencyMs: [20, 10] })).rejects.toMatchObject({ code: "bad-setting" });
    await expect(createStub({ useless: 2 })).rejects.toMatchObject({ code: "bad-setting" });
  });
});
