import { expect, onTestFinished, test } from "vitest";
import { defaultSpec } from "../../../src/campaign/default-spec.ts";
import type { Genome } from "../../../src/genome/genome.ts";
import { anthropicModels } from "../../../src/llm/anthropic.ts";
import { programShown } from "../../../src/llm/fences.ts";
import type { ModelReply } from "../../../src/llm/model.ts";
import { pricedModels } from "../../../src/llm/prices.ts";
import { readChild } from "../../../src/llm/reading.ts";
import { firstRequest } from "../../../src/llm/requests.ts";
import { createStub } from "../../../src/llm/stub/stub.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { primitivesOf } from "../../../src/scenario/scenario.ts";
import { assert } from "../../../src/std/errors.ts";
import { randomFromSeed } from "../../../src/std/random.ts";
import { rampedProgram } from "../../../src/variation/operators/random-program.ts";

function textOf(reply: ModelReply): string {
  assert(reply.status === "replied", "the stub replies");
  return reply.text;
}

test.each(["bin-packing", "cart-pole", "pursuit", "symbolic-regression"])(
  "what campaigns on %s ask is answered with children that they can read and have not had",
  async (name) => {
    const scenario = await loadScenario(name, {});
    const stub = await createStub({ useless: 0 });
    const models = anthropicModels({ key: "stub", baseUrl: stub.url });
    onTestFinished(async () => {
      await models.close();
      await stub.close();
    });
    const llm = { births: 1, outputMax: 4000, lessonsEvery: 0, batches: false };
    const spec = { ...defaultSpec(scenario, name), llm: { ...llm, models: pricedModels(["claude-haiku-4-5"]) } };
    const context = { signature: scenario.agent, primitives: primitivesOf(scenario), sizeMax: 40 };
    const parents = Array.from({ length: 20 }, (_, i) => rampedProgram.vary([], context, randomFromSeed(i)));
    const children = await Promise.all(
      parents.map(async (parent): Promise<string> => {
        assert(parent !== undefined, "a random program is made");
        const reply = await models.ask(firstRequest(spec, scenario, parent), new AbortController().signal);
        const frame = { shape: "edits", shown: programShown(parent.bytes), sizeMax: spec.sizeMax + 40 } as const;
        const read: { made: Genome } | { why: string } = readChild(textOf(reply), frame);
        if ("why" in read) return read.why;
        return read.made.bytes === parent.bytes ? "the parent again" : "a child";
      }),
    );
    expect(children).toEqual(children.map(() => "a child"));
  },
);
