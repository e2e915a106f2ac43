import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { type AnthropicOptions, anthropicModels } from "../../src/llm/anthropic.ts";
import { usageBound } from "../../src/llm/bound.ts";
import type { ModelReply, Models } from "../../src/llm/model.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { checkModels } from "../../src/testing/models.ts";
import { noUsage } from "../../src/variation/calls.ts";
import { begin, createInbox, ended, refuse, reply, said, started, startProvider, stopped } from "./provider.ts";
import { canary, requestFor, three } from "./requests.ts";

const never = new AbortController().signal;
const request = requestFor("one");
const bound = usageBound(request);
/** Of a reply that came whole. */
const usage = { input: 11, cacheWrite: 5, cacheRead: 7, output: 20 };
/** Of a reply that broke off: there might have been as much output as was allowed. */
const usageAtMost = { ...usage, output: 1000 };

type Answer = Parameters<typeof startProvider>[0];

interface Meeting {
  readonly models: Models;
  readonly came: () => number;
  readonly requests: Awaited<ReturnType<typeof startProvider>>["requests"];
}

/** Has models ask a provider that answers so. */
async function meet<T>(
  answer: Answer,
  options: Partial<AnthropicOptions>,
  work: (meeting: Meeting) => Promise<T>,
): Promise<T> {
  await using provider = await startProvider(answer);
  const models = anthropicModels({ key: canary, baseUrl: provider.url, backoffMs: 1, graceMs: 0, ...options });
  try {
    return await work({ models, came: provider.came, requests: provider.requests });
  } finally {
    await models.close();
  }
}

async function askOnce(
  answer: Answer,
  options: Partial<AnthropicOptions> = {},
): Promise<ModelReply & { came: number }> {
  return meet(answer, options, async ({ models, came }) => ({ ...(await models.ask(request, never)), came: came() }));
}

function fault(name: string, message: unknown = expect.any(String)): object {
  return { status: "failed", fault: { name, message } };
}

describe("models over the Messages API", () => {
  test("keep the contract of models, whatever goes wrong", async () => {
    const faults = { "429": 0.1, "529": 0.1, "stream-error": 0.1, truncated: 0.2, empty: 0.1, refusal: 0.1, huge: 0.1 };
    const stub = await createStub({ faults, retryAfter: 0 });
    const requests = [...three, ...Array.from("defghijklmnopq", (name) => requestFor(name))];
    const create = (): Models => anthropicModels({ key: canary, baseUrl: stub.url, inFlight: 3, backoffMs: 1 });
    await checkModels(create, { requests });
    await stub.close();
  });

  test("read a reply as it is written, with what it cost and the provider's name for it", async () => {
    const got = await askOnce((response) => reply(response, '{"thoughts":"ü 🦎"}'));
    const observed = { ms: expect.any(Number), tries: 1, requestId: "req_1" };
    expect(got).toEqual({ status: "replied", text: '{"thoughts":"ü 🦎"}', usage, observed, came: 1 });
  });

  test("ask with the system marked for the cache, the schema, and no temperature", () =>
    meet(
      (response) => reply(response, "yes"),
      {},
      async ({ models, requests }) => {
        await models.ask(request, never);
        const [{ body, headers, url }] = requests as [(typeof requests)[0]];
        expect(url).toBe("/v1/messages");
        expect(JSON.parse(body)).toEqual({
          model: "claude-haiku-4-5",
          max_tokens: 1000,
          stream: true,
          system: [{ type: "text", text: request.system, cache_control: { type: "ephemeral" } }],
          messages: [{ role: "user", content: request.prompt }],
          output_config: { format: { type: "json_schema", schema: request.schema } },
        });
        expect(JSON.stringify(headers)).toContain(canary);
      },
    ));

  test("take the last word on tokens, and what was said before where it says nothing", async () => {
    const cost = { input_tokens: 12, cache_creation_input_tokens: null, output_tokens: 21 };
    const got = await askOnce((response) => {
      begin(response, started, said("yes"), ended("max_tokens", cost), stopped);
      response.end();
    });
    expect(got).toMatchObject({ status: "replied", usage: { input: 12, cacheWrite: 5, cacheRead: 7, output: 21 } });
  });

  test("take a reply whose stream breaks off after its last word", async () => {
    const got = await askOnce((response) => {
      begin(response, started, said("yes"), ended());
      response.write("event: mess", () => response.destroy());
    });
    expect(got).toMatchObject({ status: "replied", text: "yes", usage });
  });
});

describe("what a provider refuses", () => {
  const passing: readonly (readonly [status: number, type: string, counted: object])[] = [
    [408, "timeout_error", { limited: 0, overloaded: 0 }],
    [409, "invalid_request_error", { limited: 0, overloaded: 0 }],
    [429, "rate_limit_error", { limited: 2, overloaded: 0 }],
    [500, "api_error", { limited: 0, overloaded: 2 }],
    [529, "overloaded_error", { limited: 0, overloaded: 2 }],
  ];
  test.each(passing)("with %i is asked again, and counted", (status, type, counted) =>
    meet(
      (response, k) => (k < 2 ? refuse(response, status, type) : reply(response, "yes")),
      {},
      async ({ models }) => {
        expect(await models.ask(request, never)).toMatchObject({ status: "replied", usage, observed: { tries: 3 } });
        expect(models.status()).toMatchObject({ asked: 1, ...counted });
      },
    ),
  );

  const lasting: readonly (readonly [status: number, type: string, name: string, tries: number])[] = [
    [429, "rate_limit_error", "rate-limited", 4],
    [529, "overloaded_error", "overloaded", 4],
    [503, "api_error", "server-error", 4],
    [401, "authentication_error", "refused-key", 1],
    [403, "permission_error", "refused-key", 1],
    [400, "invalid_request_error", "bad-request", 1],
    [404, "not_found_error", "bad-request", 1],
    [413, "request_too_large", "bad-request", 1],
  ];
  test.each(lasting)("with %i %s for good is named %s, and costs nothing", async (status, type, name, tries) => {
    const got = await askOnce((response) => refuse(response, status, type, { message: "Not you." }));
    expect(got).toMatchObject({ ...fault(name, `${status} Not you.`), usage: noUsage, came: tries });
    expect(got.observed).toMatchObject({ tries, requestId: "req_refused" });
  });

  test("in a stream before the reply begins is asked again", async () => {
    const error = ["error", { error: { type: "overloaded_error", message: "Busy" } }] as const;
    const got = await askOnce((response, k) => {
      if (k > 0) return reply(response, "yes");
      begin(response, error);
      return void response.end();
    });
    expect(got).toMatchObject({ status: "replied", usage, observed: { tries: 2 } });
  });

  test("in a stream after the reply has begun is not asked again, since it may have to be paid", async () => {
    const error = ["error", { error: { type: "overloaded_error", message: "Busy" } }] as const;
    const got = await askOnce((response) => {
      begin(response, started, said("ye"), error);
      response.end();
    });
    expect(got).toMatchObject({ ...fault("overloaded", "529 Busy"), usage: usageAtMost, came: 1 });
  });

  test("for longer than a minute is given up at once", async () => {
    const headers = { "retry-after": "61" };
    const got = await askOnce((response) => refuse(response, 429, "rate_limit_error", { headers }));
    expect(got).toMatchObject({ ...fault("rate-limited"), came: 1 });
  });

  test("is not asked again where it says so", async () => {
    const headers = { "x-should-retry": "false" };
    const got = await askOnce((response) => refuse(response, 429, "rate_limit_error", { headers }));
    expect(got).toMatchObject({ ...fault("rate-limited"), came: 1 });
  });

  test("for a while holds all calls back, and says for how long", () => {
    const headers = { "retry-after": "30" };
    const refuseAll: Answer = (response) => refuse(response, 429, "rate_limit_error", { headers });
    return meet(refuseAll, { inFlight: 2 }, async ({ models, came }) => {
      const first = models.ask(request, never);
      while (models.status().retryMs === undefined) await turn();
      const asked = Promise.allSettled([first, models.ask(requestFor("two"), never)]);
      for (let k = 0; k < 20; k++) await turn();
      expect(models.status()).toMatchObject({ inFlight: 2, limited: 1 });
      expect(models.status().retryMs).toBeGreaterThan(20_000);
      expect(came()).toBe(1);
      await models.close();
      expect(await asked).toMatchObject([1, 2].map(() => ({ reason: { name: "WorldError" } })));
    });
  });

  test("because nobody listens is asked again, then named", async () => {
    const { url } = await startProvider(() => {}).then(async (provider) => {
      await provider[Symbol.asyncDispose]();
      return provider;
    });
    const models = anthropicModels({ key: canary, baseUrl: url, backoffMs: 1 });
    const got = await models.ask(request, never);
    expect(got).toMatchObject({ ...fault("unreachable", expect.stringContaining("ECONNREFUSED")), usage: noUsage });
    expect(got.observed.tries).toBe(4);
    await models.close();
  });
});

/** The event loop comes round. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

describe("a reply that does not come to its end", () => {
  const cases: readonly (readonly [
    title: string,
    name: string,
    cost: object,
    answer: (response: ServerResponse) => void,
  ])[] = [
    [
      "because the stream ends",
      "cut-off",
      usageAtMost,
      (response) => {
        begin(response, started, said("ye"));
        response.end();
      },
    ],
    [
      "because the connection breaks",
      "cut-off",
      usageAtMost,
      (response) => {
        begin(response, started, said("ye"));
        response.write("event: content", () => response.destroy());
      },
    ],
    [
      "before it says what it read",
      "cut-off",
      bound,
      (response) => {
        begin(response);
        response.end();
      },
    ],
    ["because nothing more comes", "timeout", usageAtMost, (response) => begin(response, started, said("ye"))],
    ["because nothing comes at all", "timeout", bound, () => {}],
    [
      "because it never ends",
      "too-large",
      usageAtMost,
      (response) => {
        begin(response, started);
        for (let k = 0; k < 20; k++) begin(response, said("y".repeat(1 << 16)));
      },
    ],
    [
      "because it is no JSON",
      "malformed",
      usageAtMost,
      (response) => {
        begin(response, started);
        response.end("event: content_block_delta\ndata: {oops}\n\n");
      },
    ],
    [
      "because an event lacks its parts",
      "malformed",
      usageAtMost,
      (response) => {
        begin(response, started, ["content_block_delta", { index: 0 }]);
        response.end();
      },
    ],
  ];
  test.each(cases)(
    "%s is %s, is not asked again, and counts with what it may cost",
    async (_title, name, cost, answer) => {
      expect(await askOnce(answer, { idleMs: 200 })).toMatchObject({ ...fault(name), usage: cost, came: 1 });
    },
  );

  test("is waited for while pings come, and no longer than a call may take", async () => {
    const got = await askOnce(
      (response) => {
        begin(response, started);
        const pings = setInterval(() => begin(response, ["ping", {}]), 20);
        response.on("close", () => clearInterval(pings));
      },
      { idleMs: 1000, callMs: 2000 },
    );
    expect(got).toMatchObject({ ...fault("timeout", "The call took longer than a call may"), came: 1 });
  });

  test("because what answers is no provider costs nothing", async () => {
    const got = await askOnce(
      (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    );
    expect(got).toMatchObject({ ...fault("malformed"), usage: noUsage, came: 1 });
  });

  test.each([
    ["refusal", "I", "The model would not answer (stop reason: refusal)"],
    ["end_turn", " ", "The model wrote nothing (stop reason: end_turn)"],
  ])("with %s is empty, and paid", async (reason, text, message) => {
    const got = await askOnce((response) => {
      begin(response, started, said(text), ended(reason), stopped);
      response.end();
    });
    expect(got).toMatchObject({ ...fault("empty", message), usage });
  });
});

describe("the key", () => {
  const echoes: readonly (readonly [string, Answer])[] = [
    ["an error", (response) => refuse(response, 400, "invalid_request_error", { message: `\u001b[2Jno ${canary}\n` })],
    ["a page", (response) => void response.writeHead(502).end(`<p>Bearer ${canary}</p>`.repeat(99))],
    ["a header", (response) => refuse(response, 401, "x", { headers: { "request-id": canary } })],
    ["an event", (response) => begin(response, ["error", { error: { type: "api_error", message: canary } }])],
    ["a reason to stop", (response) => begin(response, started, ended(canary))],
  ];
  test.each(echoes)("is in no reply, though %s shows it", async (_title, answer) => {
    const got = await askOnce(answer, { idleMs: 200 });
    expect(got.status).toBe("failed");
    expect(JSON.stringify(got)).not.toContain(canary);
    expect(JSON.stringify(got)).toContain("[key]");
  });
});

describe("calls in flight", () => {
  const names = ["1", "2", "3", "4", "5"];

  test("are as many as are allowed", () => {
    const { answer, next } = createInbox();
    return meet(answer, { inFlight: 2 }, async ({ models, came }) => {
      const asked = names.map((name) => models.ask(requestFor(name), never));
      expect(models.status()).toMatchObject({ inFlight: 2, queued: 3, asked: 2 });
      for (let done = 0; done < 5; done++) {
        const response = await next();
        expect(came() - done).toBeLessThanOrEqual(2);
        reply(response, "yes");
      }
      expect(await Promise.all(asked)).toMatchObject(names.map(() => ({ status: "replied" })));
    });
  });

  test("come in the order in which they were asked for", () =>
    meet(
      (response) => reply(response, "yes"),
      { inFlight: 1 },
      async ({ models, requests }) => {
        await Promise.all(names.map((name) => models.ask(requestFor(name), never)));
        expect(requests.map(({ body }) => /\((\d)\)/.exec(body)?.[1])).toEqual(names);
      },
    ));

  test("that wait their turn can be given up, and leave it to the next", () => {
    const { answer, next } = createInbox();
    return meet(answer, { inFlight: 1 }, async ({ models, came }) => {
      const first = models.ask(request, never);
      const controller = new AbortController();
      const second = models.ask(requestFor("two"), controller.signal);
      const third = models.ask(requestFor("three"), never);
      controller.abort(new Error("enough"));
      await expect(second).rejects.toThrow("enough");
      expect(models.status()).toMatchObject({ inFlight: 1, queued: 1 });
      reply(await next(), "yes");
      reply(await next(), "yes");
      expect(await Promise.all([first, third])).toMatchObject([{ status: "replied" }, { status: "replied" }]);
      expect(came()).toBe(2);
    });
  });

  test("may come to their end when models are closed, and those that wait are not begun", () => {
    const { answer, next } = createInbox();
    return meet(answer, { inFlight: 1, graceMs: 60_000 }, async ({ models, came }) => {
      const asked = Promise.allSettled([models.ask(request, never), models.ask(requestFor("two"), never)]);
      const response = await next();
      const closed = models.close();
      reply(response, "yes");
      expect(await asked).toMatchObject([{ value: { status: "replied" } }, { reason: { name: "WorldError" } }]);
      await closed;
      expect(came()).toBe(1);
    });
  });

  test("are given up when models are closed, where that takes too long", () => {
    const { answer, next } = createInbox();
    return meet(answer, { graceMs: 1 }, async ({ models }) => {
      const asked = Promise.allSettled([models.ask(request, never)]);
      const response = await next();
      begin(response, started);
      await models.close();
      expect(await asked).toMatchObject([{ reason: { name: "WorldError" } }]);
    });
  });

  test("are from 1 to 64", () => {
    for (const inFlight of [0, 65, 1.5]) {
      expect(() => anthropicModels({ key: canary, inFlight })).toThrow("llm-in-flight");
    }
  });
});
