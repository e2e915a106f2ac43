import Anthropic, { type APIError } from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import { assert } from "../../../src/std/errors.ts";
import { programKind } from "../../../src/genome/kinds/program.ts";
import { type FaultName, settled, type StubOptions } from "../../../src/llm/stub/options.ts";
import { planOf } from "../../../src/llm/stub/plan.ts";
import { requestOf } from "../../../src/llm/stub/request.ts";
import { program, requestFor, stubWithClient, textOf } from "./client.ts";

function faulty(fault: FaultName, options: StubOptions = {}) {
  return stubWithClient({ faults: { [fault]: 1 }, useless: 0, ...options });
}

async function streamed(client: Anthropic, number = 0, signal?: AbortSignal): Promise<Anthropic.Message> {
  const stream = client.messages.stream(requestFor("edits", number), signal === undefined ? {} : { signal });
  stream.on("error", () => {});
  return stream.finalMessage();
}

const passing = [
  ["429", 429, "rate_limit_error"],
  ["529", 529, "overloaded_error"],
  ["500", 500, "api_error"],
] as const;

describe.each(passing)("a %s", (fault, status, type) => {
  test("is met by the first tries of each request, which are not paid", async () => {
    const { stub, client } = await faulty(fault, { tries: 2, retryAfter: 0.25 });
    for (const number of [1, 2]) {
      for (const _ of [1, 2]) {
        const thrown = await streamed(client, number).catch((error: unknown) => error as APIError);
        expect(thrown).toMatchObject({ status, type, requestID: expect.stringMatching(/^req_stub_/) });
        const { headers } = thrown as APIError;
        expect(headers?.get("retry-after") ?? null).toBe(fault === "429" ? "0.25" : null);
      }
      expect((await streamed(client, number)).stop_reason).toBe("end_turn");
    }
    expect(stub.stats()).toMatchObject({ requests: 6, paid: 2, distinct: 2, byFault: { [fault]: 4 } });
  });

  test("never passes where ten tries meet it", async () => {
    const { client } = await faulty(fault, { tries: 10 });
    for (let i = 0; i < 12; i++) await expect(streamed(client)).rejects.toMatchObject({ status });
  });
});

test("an error in the stream comes after its beginning, and passes", async () => {
  const { stub, client } = await faulty("stream-error");
  await expect(streamed(client)).rejects.toMatchObject({ type: "overloaded_error" });
  await expect(streamed(client)).resolves.toMatchObject({ stop_reason: "end_turn" });
  expect(stub.stats()).toMatchObject({ requests: 2, paid: 1, byFault: { "stream-error": 1 } });
});

test("a truncated stream ends before its message, with and without a broken connection", async () => {
  const { stub, client } = await faulty("truncated");
  const ends = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const seen: string[] = [];
      try {
        const stream = await client.messages.create({ ...requestFor("edits", i), stream: true });
        for await (const { type } of stream) seen.push(type);
      } catch {
        return "broken";
      }
      expect(seen).toContain("message_start");
      expect(seen).not.toContain("message_stop");
      return "ended";
    }),
  );
  expect(new Set(ends)).toEqual(new Set(["broken", "ended"]));
  expect(stub.stats()).toMatchObject({ paid: 0, cut: 0, byFault: { truncated: 12 } });
});

test("a timeout hangs until the client goes, before the answer or in it", async () => {
  const { stub, client } = await faulty("timeout");
  const settings = settled({ faults: { timeout: 1 } });
  const begins = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      const planned = requestOf(requestFor("edits", i));
      assert(typeof planned !== "string", "the stub reads the request");
      const hangsAtOnce = planOf(planned, settings).coin;
      const gone = new AbortController();
      const stream = client.messages.stream(requestFor("edits", i), { signal: gone.signal });
      const begun = new Promise((resolve) => stream.once("streamEvent", resolve));
      const ended = stream.finalMessage().catch((error: unknown) => error);
      // Those that hang in the answer have begun it by then.
      if (!hangsAtOnce) await begun;
      while (stub.stats().requests < 8) await client.models.list();
      gone.abort();
      expect(await ended).toBeInstanceOf(Anthropic.APIUserAbortError);
      return [hangsAtOnce, stream.currentMessage === undefined] as const;
    }),
  );
  for (const [hangsAtOnce, isEmpty] of begins) expect(isEmpty).toBe(hangsAtOnce);
  expect(new Set(begins.map(([hangsAtOnce]) => hangsAtOnce)).size).toBe(2);
  while (stub.stats().cut < 8) await client.models.list();
  expect(stub.stats()).toMatchObject({ requests: 8, paid: 0, cut: 8 });
});

test("an answer that nobody waits for is counted as cut off, and not as paid", async () => {
  const { stub, client } = await stubWithClient({ latencyMs: [600_000, 600_000] });
  const gone = new AbortController();
  const asked = streamed(client, 0, gone.signal).catch((error: unknown) => error);
  while (stub.stats().requests === 0) await client.models.list();
  gone.abort();
  expect(await asked).toBeInstanceOf(Anthropic.APIUserAbortError);
  while (stub.stats().cut === 0) await client.models.list();
  expect(stub.stats()).toMatchObject({ requests: 1, paid: 0, cut: 1 });
});

test("a slow answer comes whole", async () => {
  const { stub, client } = await faulty("slow", { slowMs: 20 });
  expect((await streamed(client)).stop_reason).toBe("end_turn");
  expect((await client.messages.create(requestFor("edits"))).stop_reason).toBe("end_turn");
  expect(stub.stats()).toMatchObject({ paid: 2, distinct: 1, byFault: { slow: 2 } });
});

test("a malformed answer is none that the schema allows", async () => {
  const { client } = await faulty("malformed");
  const texts = await Promise.all(Array.from({ length: 20 }, async (_, i) => textOf(await streamed(client, i))));
  for (const text of texts) {
    const keeps = (() => {
      try {
        return Array.isArray((JSON.parse(text) as { edits?: unknown } | null)?.edits);
      } catch {
        return false;
      }
    })();
    expect(keeps).toBe(false);
  }
  expect(new Set(texts).size).toBeGreaterThan(2);
});

test("a bad edit searches for what is not there, and a bad program does not parse", async () => {
  const { client } = await faulty("bad-edit");
  const { edits } = JSON.parse(textOf(await streamed(client))) as { edits: { search: string }[] };
  expect(edits.some(({ search }) => !program.includes(search))).toBe(true);
  const written = JSON.parse(textOf(await client.messages.create(requestFor("program")))) as { program: string };
  expect(() => programKind.parse(written.program)).toThrow("not JavaScript");
});

test.each([
  ["empty", "end_turn"],
  ["refusal", "refusal"],
] as const)("an answer that is %s has no text", async (fault, reason) => {
  const { client } = await faulty(fault);
  const message = await streamed(client);
  expect(message).toMatchObject({ content: [], stop_reason: reason });
  expect(message.usage.output_tokens).toBeGreaterThan(0);
});

test("a huge answer has 10 MiB of text, and counts no more than was allowed", async () => {
  const { stub, client } = await faulty("huge");
  const message = await streamed(client);
  expect(textOf(message).length).toBeGreaterThan(10 * 2 ** 20);
  expect(message.usage.output_tokens).toBe(4000);
  expect(stub.stats().paid).toBe(1);
});

test("an injection is a program that holds orders, false fences, control characters and what looks like a key", async () => {
  const { client } = await faulty("injection");
  const reply = JSON.parse(textOf(await client.messages.create(requestFor("program")))) as { program: string };
  const { bytes } = programKind.parse(reply.program);
  for (const part of ["</program>", "SYSTEM:", "sk-ant-api03-"]) expect(bytes).toContain(part);
  expect(reply.program).toContain("Ignore all previous instructions");
  expect(reply.program).toContain("\\u202e");
});

test("a key is refused for a share of requests, or from a request on", async () => {
  const { client } = await faulty("refused-key");
  await expect(streamed(client)).rejects.toThrow(Anthropic.AuthenticationError);
  const { stub, client: later } = await stubWithClient({ refuseAfter: 2 });
  for (const number of [1, 2]) await streamed(later, number);
  for (const number of [1, 3]) await expect(streamed(later, number)).rejects.toThrow(Anthropic.AuthenticationError);
  expect(stub.stats()).toMatchObject({ requests: 4, paid: 2, byFault: { "refused-key": 2 } });
});

test("shares of faults are kept, and hit the same requests again", async () => {
  const faults = { empty: 0.3, refusal: 0.2 };
  const reasons = async () => {
    const { stub, client } = await stubWithClient({ faults, seed: 3 });
    const messages = await Promise.all(
      Array.from({ length: 100 }, (_, i) => client.messages.create(requestFor("edits", i))),
    );
    const { empty = 0, refusal = 0 } = stub.stats().byFault;
    expect(empty).toBeGreaterThan(15);
    expect(empty).toBeLessThan(45);
    expect(refusal).toBeGreaterThan(8);
    expect(refusal).toBeLessThan(35);
    return messages.map(({ content, stop_reason }) => `${stop_reason} ${content.length}`);
  };
  expect(await reasons()).toEqual(await reasons());
});
