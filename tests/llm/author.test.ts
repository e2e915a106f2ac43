import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Desk, Refusal } from "../../src/campaign/author.ts";
import { createAuthor } from "../../src/llm/author.ts";
import { usageBound } from "../../src/llm/bound.ts";
import { costBound } from "../../src/llm/costs.ts";
import type { ModelRequest, Models } from "../../src/llm/model.ts";
import { callOf } from "../../src/llm/recorded.ts";
import { firstRequest } from "../../src/llm/requests.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { memberOf } from "../../src/testing/members.ts";
import { WorldError } from "../../src/std/errors.ts";
import { adder, deskOf, draftOf, emptyState, programReply, scripted, specOf, sums, usage } from "./fakes.ts";

const first = adder(1, "return a;");
const second = adder(2, "return b;");
const third = adder(3, "return a - b;");
const fourth = adder(4, "return a * b;");
const sum = "export default function sum(a, b) {\n  return a + b;\n}\n";

function authorOf(models: Models, changes = {}): ReturnType<typeof createAuthor> {
  return createAuthor({ spec: specOf(changes), scenario: sums, models });
}

/** A gate that gives these refusals one after the other, and then lets everything pass. */
function gateOf(...refusals: readonly (Refusal | undefined)[]): Desk["refusal"] {
  let place = 0;
  return async () => refusals[place++];
}

describe("a draft", () => {
  test("becomes a child with its parents, and one call that says what it cost", async () => {
    const models = scripted(() => programReply("return a + b;"));
    const desk = deskOf();
    const { child, calls } = await authorOf(models).write(draftOf([[first]]), desk);
    expect(child).toMatchObject({ genome: { bytes: sum }, parents: [1] });
    expect(calls).toEqual([
      {
        call: callOf(models.asked[0]!),
        role: "edit",
        operator: "llm-rewrite",
        model: "small",
        usage,
        usd: 0.001_22,
        result: "used",
        observed: { ms: 5, tries: 1 },
      },
    ]);
    expect(desk.settled).toEqual([{ usd: 0.001_22, tokens: 1310 }]);
  });

  test("is asked of its model, with what its operator wants in reply", async () => {
    const models = scripted(() =>
      JSON.stringify({ thoughts: "", edits: [{ search: "return a", replace: "return a + b" }] }),
    );
    const draft = draftOf([[first]], { operator: "llm-edit", model: "large" });
    const { child } = await authorOf(models).write(draft, deskOf());
    expect(child?.genome.bytes).toBe(sum);
    expect(models.asked).toMatchObject([
      { model: "large", outputMax: 1000, schema: { required: ["thoughts", "edits"] } },
    ]);
  });

  test("asks for leave to spend the most that its request can cost, before it asks", async () => {
    const models = scripted(() => programReply("return a + b;"));
    const desk = deskOf();
    await authorOf(models).write(draftOf([[first]]), desk);
    const tariff = { model: specOf().llm!.models[0]!, batches: false };
    expect(desk.permitted).toEqual([costBound(models.asked[0]!, tariff)]);
  });

  test("costs half where calls go out together", async () => {
    const models = scripted(() => programReply("return a + b;"));
    const llm = { ...specOf().llm!, batches: true };
    const { calls } = await authorOf(models, { llm }).write(draftOf([[first]]), deskOf());
    expect(calls[0]!.usd).toBe(0.000_61);
  });

  test("that is no program is tried once more, with the reply and what is wrong with it", async () => {
    const models = scripted((_, place) => (place === 0 ? programReply("return a +;") : programReply("return a + b;")));
    const { child, calls } = await authorOf(models).write(draftOf([[first], [second]]), deskOf());
    expect(child).toMatchObject({ genome: { bytes: sum }, parents: [1] });
    expect(calls.map(({ role, result }) => [role, result])).toEqual([
      ["edit", "rejected"],
      ["repair", "used"],
    ]);
    expect(calls[0]!.why).toContain("The program is not JavaScript");
    const again = models.asked[1]!.prompt;
    expect(again.startsWith(models.asked[0]!.prompt)).toBe(true);
    expect(again).toContain(programReply("return a +;"));
    expect(again).toContain(`<fault>\n${calls[0]!.why}\n</fault>`);
    expect(models.asked[1]!.system).toBe(models.asked[0]!.system);
  });

  test("that fails on a few cases is tried once more, with the fault", async () => {
    const models = scripted(() => programReply("return c;"));
    const fault = { kind: "crashed", case: "train-0", message: "c is not defined" } as const;
    const desk = deskOf({ refusal: gateOf({ kind: "failed", fault }) });
    const { child, calls } = await authorOf(models).write(draftOf([[first]]), desk);
    expect(child).toBeDefined();
    expect(calls[0]).toMatchObject({
      result: "rejected",
      why: "the program failed when it was tried on a few cases: crashed on case train-0: c is not defined",
    });
  });

  test("that is refused twice ends: there is one second try in a draft", async () => {
    const models = scripted(() => "Certainly!");
    const { child, calls } = await authorOf(models).write(draftOf([[first], [second]]), deskOf());
    expect(child).toBeUndefined();
    expect(calls.map(({ result }) => result)).toEqual(["rejected", "rejected"]);
  });

  test("that is no news is tried with the next parents, four in all and with one second try in five calls", async () => {
    const replies = ["return a +;", "return 1;", "return 2;", "return 3;", "return 4;"];
    const models = scripted((_, place) => programReply(replies[place]!));
    const desk = deskOf({ refusal: async () => ({ kind: "duplicate", of: 9 }) });
    const author = authorOf(models);
    const { child, calls } = await author.write(draftOf([[first], [second], [third], [fourth], [first]]), desk);
    expect(child).toBeUndefined();
    expect(calls.map(({ result }) => result)).toEqual(["rejected", ...Array<string>(4).fill("duplicate")]);
    expect(calls).toHaveLength(author.callsMost);
    expect(calls[1]!.why).toBe("the program equals variant 9");
    const parents = models.asked.map(({ prompt }) => /<program id="(\d)"/.exec(prompt)![1]);
    expect(parents).toEqual(["1", "1", "2", "3", "4"]);
    expect(new Set(calls.map(({ call }) => call)).size).toBe(5);
  });

  test("takes the parents with whom it was written", async () => {
    const models = scripted(() => programReply("return a + b;"));
    const desk = deskOf({ refusal: gateOf({ kind: "same-behaviour", as: 7 }) });
    const draft = draftOf([[first], [third, second]], { operator: "llm-crossover" });
    const { child, calls } = await authorOf(models).write(draft, desk);
    expect(child?.parents).toEqual([2, 3]);
    expect(calls.map(({ result, why }) => [result, why])).toEqual([
      ["duplicate", "the program scores on a few cases just as variant 7 does"],
      ["used", undefined],
    ]);
  });

  test("ends where there is no reply, with the fault's name", async () => {
    const fault = { name: "overloaded", message: "Try\nagain\u0007 later" } as const;
    const { child, calls } = await authorOf(scripted(() => fault)).write(draftOf([[first], [second]]), deskOf());
    expect(child).toBeUndefined();
    expect(calls).toMatchObject([{ result: "failed", why: "overloaded: Try again later", usage }]);
  });

  test("ends without a call where the budget does not bear it, at once or later", async () => {
    const models = scripted(() => "{}");
    const poor = await authorOf(models).write(draftOf([[first]]), deskOf({ permit: async () => undefined }));
    expect(poor).toEqual({ calls: [] });
    let leaves = 1;
    const permit: Desk["permit"] = async () => (leaves-- > 0 ? { recordOnly: false, settle: () => {} } : undefined);
    const { child, calls } = await authorOf(models).write(draftOf([[first]]), deskOf({ permit }));
    expect(child).toBeUndefined();
    expect(calls).toHaveLength(1);
    expect(models.asked).toHaveLength(1);
  });

  test("shows programs alone, whatever else lives", async () => {
    const models = scripted(() => programReply("return a + b;"));
    const network = memberOf(9, { genome: genomeOf("network", "weights") });
    const draft = { ...draftOf([[first]]), tries: [{ parents: [first], inspirations: [network, second] }] };
    await authorOf(models).write(draft, deskOf({ state: emptyState({ best: network }) }));
    const [{ prompt }] = models.asked as [ModelRequest];
    expect(prompt.match(/^<program id="\d"/gm)).toEqual(['<program id="1"', '<program id="2"']);
    expect(prompt).not.toContain("best program so far");
  });

  test("rejects where the desk does, and where a reply cannot be kept", async () => {
    const stopped = new Error("stopped");
    const author = authorOf(scripted(() => "{}"));
    const permit = (): Promise<never> => Promise.reject(stopped);
    await expect(author.write(draftOf([[first]]), deskOf({ permit }))).rejects.toBe(stopped);
    const full = new WorldError("disk", "The disk is full", "");
    const broken = authorOf({ ...scripted(() => ""), ask: () => Promise.reject(full) });
    await expect(broken.write(draftOf([[first]]), deskOf())).rejects.toBe(full);
  });
});

describe("mending", () => {
  const fault = { kind: "crashed", message: "no" } as const;
  const failures = [5, 6, 7].map((id) => ({ id, genome: adder(id, `return ${id};`).genome, fault }));

  test("takes the program that failed by its turn, and the next one after a duplicate", async () => {
    const models = scripted(() => programReply("return a + b;"));
    const draft = draftOf([[], []], { operator: "llm-repair", turn: 5 });
    const desk = deskOf({ failures, refusal: gateOf({ kind: "duplicate", of: 1 }) });
    const { child, calls } = await authorOf(models).write(draft, desk);
    expect(models.asked.map(({ prompt }) => /<program id="(\d)"/.exec(prompt)![1])).toEqual(["7", "5"]);
    expect(child?.parents).toEqual([5]);
    expect(calls.map(({ role }) => role)).toEqual(["repair", "repair"]);
  });

  test("asks nothing where nothing has failed", async () => {
    const models = scripted(() => "{}");
    const draft = draftOf([[]], { operator: "llm-repair" });
    expect(await authorOf(models).write(draft, deskOf())).toEqual({ calls: [] });
    expect(models.asked).toEqual([]);
  });
});

describe("an author", () => {
  test("asks the same of the same draft at the same desk", async () => {
    const ask = async (): Promise<readonly ModelRequest[]> => {
      const models = scripted((_, place) => programReply(place === 0 ? "return" : `return ${place};`));
      const desk = deskOf({ refusal: async () => ({ kind: "duplicate", of: 1 }), lessons: ["Add."] });
      await authorOf(models).write(draftOf([[first], [second], [third]]), desk);
      return models.asked;
    };
    expect(await ask()).toEqual(await ask());
  });

  test("never throws, whatever models reply, and tells every call", async () => {
    const replies = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.string().map(programReply),
      fc.constantFrom("return a + b;", "return 1;").map(programReply),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(replies, { minLength: 5, maxLength: 5 }), fc.boolean(), async (texts, areNews) => {
        const models = scripted((_, place) => texts[place]!);
        const desk = deskOf(areNews ? {} : { refusal: async () => ({ kind: "duplicate", of: 1 }) });
        const { child, calls } = await authorOf(models).write(draftOf([[first], [second], [third], [fourth]]), desk);
        expect(calls.map(({ call }) => call)).toEqual(models.asked.map(callOf));
        expect(calls.filter(({ result }) => result === "used")).toHaveLength(child === undefined ? 0 : 1);
        expect(calls.every(({ why = "" }) => why.length <= 300)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("bounds what any call costs by its dearest model and its largest prompt", async () => {
    const models = scripted(() => programReply("return a +;"));
    const author = authorOf(models);
    const huge = adder(1, `return ${JSON.stringify("x".repeat(50_000))} === a ? 1 : 2;`);
    const desk = deskOf();
    await author.write(draftOf([[huge, huge, huge]], { operator: "llm-crossover", model: "large" }), desk);
    expect(desk.permitted).toHaveLength(2);
    for (const most of desk.permitted) {
      expect(most.usd).toBeLessThanOrEqual(author.callMost.usd);
      expect(most.tokens).toBeLessThanOrEqual(author.callMost.tokens);
    }
    const prompt = Buffer.byteLength(models.asked[1]!.prompt);
    expect(prompt).toBeGreaterThan(24_000);
  });

  test("tells what is under way", () => {
    const status = { inFlight: 2, queued: 1, asked: 5, recorded: 3, limited: 1, overloaded: 0, retryMs: 100 };
    const models: Models = { ...scripted(() => ""), status: () => status };
    expect(authorOf(models).status()).toEqual(status);
    expect(authorOf(scripted(() => "")).status()).toMatchObject({ queued: 0, recorded: 0 });
  });

  test("gives up what is under way when it is closed, and closes its models, more than once", async () => {
    const models = scripted(() => "");
    const asked = Promise.withResolvers<void>();
    const hanging: Models = {
      ...models,
      ask: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
          asked.resolve();
        }),
    };
    const author = authorOf(hanging);
    const writing = author.write(draftOf([[first]]), deskOf()).catch((error: unknown) => error);
    await asked.promise;
    await Promise.all([author.close(), author.close()]);
    expect(await writing).toEqual(new Error("The author was closed"));
    expect(models.closed()).toBe(true);
  });
});

describe("lessons", () => {
  const state = emptyState({
    evaluations: 200,
    members: [second, first, adder(8, "return 7;", [0, 0, 0, 0, 0, 1])],
    operators: new Map([
      ["hoist", { births: 5, bred: 5, improved: 0, failed: 1, drafts: 0, usd: 0 }],
      ["llm-edit", { births: 12, bred: 12, improved: 4, failed: 0, drafts: 14, usd: 0.1 }],
    ]),
  });

  test("are drawn from the best programs, the operators, the faults and the lessons so far", async () => {
    const models = scripted(() => JSON.stringify({ lessons: ["Add both.", "Keep it short."] }));
    const failures = [{ id: 5, genome: first.genome, fault: { kind: "crashed", message: "no" } as const }];
    const desk = deskOf({ state, failures, lessons: ["Use a."] });
    const { lessons, calls } = await authorOf(models).learn(desk);
    expect(lessons).toEqual(["Add both.", "Keep it short."]);
    expect(calls).toMatchObject([{ role: "scratchpad", model: "small", result: "used" }]);
    expect(calls[0]).not.toHaveProperty("operator");
    const [{ prompt, schema }] = models.asked as [ModelRequest];
    expect(schema).toMatchObject({ required: ["lessons"] });
    expect(prompt).toContain("after 200 evaluations");
    expect(prompt.indexOf('<program id="8"')).toBeLessThan(prompt.indexOf('<program id="1"'));
    expect(prompt).not.toContain('<program id="2"');
    expect(prompt).toContain("- llm-edit: 12 children, 4 better than their best parent, 0 failed\n- hoist: 5 children");
    expect(prompt).toContain("<fault>\ncrashed: no\n</fault>");
    expect(prompt).toContain("<lesson>\nUse a.\n</lesson>");
  });

  test.each([
    ["no reply", { name: "timeout", message: "" } as const, { result: "failed", why: "timeout:" }],
    [
      "a reply that is none",
      "[]",
      { result: "rejected", why: "expected a JSON object with `lessons`, and nothing else" },
    ],
  ])("are none where there is %s, and the call is told", async (_, answer, call) => {
    const told = await authorOf(scripted(() => answer)).learn(deskOf({ state }));
    expect(told).toEqual({ calls: [expect.objectContaining(call)] });
  });

  test("are none without a call where the budget does not bear it", async () => {
    const models = scripted(() => "{}");
    expect(await authorOf(models).learn(deskOf({ state, permit: async () => undefined }))).toEqual({ calls: [] });
    expect(models.asked).toEqual([]);
  });
});

test("the first request of a campaign can be seen before anything is spent", () => {
  const request = firstRequest(specOf(), sums, first.genome);
  expect(request).toMatchObject({ model: "small", outputMax: 1000 });
  expect(request.prompt).toContain(first.genome.bytes);
  expect(usageBound(request).input).toBeGreaterThan(1000);
});
