import { describe, expect, test } from "vitest";
import type { Brain } from "../../../src/inference/engines/engine.ts";
import { createPlainEngine } from "../../../src/inference/engines/plain.ts";
import { checkEngine } from "../../../src/testing/engine.ts";

const single = Math.fround;

/** The outputs of one network with one column, step by step. */
async function answers(brain: Brain, observations: readonly (readonly number[])[]): Promise<number[][]> {
  const policy = await createPlainEngine().load([brain], 1);
  return observations.map((observation) => {
    policy.inputs.set(observation);
    void policy.forward(0);
    return [...policy.outputs];
  });
}

describe("the plain engine", () => {
  test("keeps the laws of an engine", async () => {
    await checkEngine(createPlainEngine, 0);
  });

  test("adds the bias first, then the products in the order of the weights, each rounded", async () => {
    const shape = { inputs: 3, outputs: 1, hidden: [], activation: "tanh", outputActivation: "linear" } as const;
    const weights = Float32Array.of(0.1, 1e8, -1e8, 0.3);
    const [[answer]] = (await answers(
      { kind: "network", network: { shape: { ...shape, recurrent: false }, weights } },
      [[1, 1, 1]],
    )) as [[number]];
    expect(answer).toBe(single(single(single(single(0.3) + single(0.1)) + 1e8) - 1e8));
    expect(answer).toBe(0);
  });

  test("a hidden layer of a recurrent network sees its own values of the step before", async () => {
    const shape = { inputs: 1, outputs: 1, hidden: [1], activation: "linear", outputActivation: "linear" } as const;
    // Of the hidden unit: input, own value, bias; of the output: hidden unit, bias.
    const weights = Float32Array.of(1, 0.5, 0, 2, 1);
    const brain: Brain = { kind: "network", network: { shape: { ...shape, recurrent: true }, weights } };
    expect(await answers(brain, [[1], [0], [4]])).toEqual([[3], [2], [9.5]]);
  });

  test("a delayed connection carries the value of the step before, 0 at first; one that is not enabled nothing", async () => {
    const gene = { weight: 1, enabled: true, delayed: false };
    const brain: Brain = {
      kind: "neat",
      network: {
        inputs: 1,
        outputs: 1,
        nodes: [
          { id: 2, activation: "linear", bias: 0.5 },
          { id: 1, activation: "linear", bias: 0 },
        ],
        connections: [
          { ...gene, innovation: 1, from: 0, to: 2 },
          { ...gene, innovation: 2, from: 1, to: 2, delayed: true },
          { ...gene, innovation: 3, from: 0, to: 1, weight: 100, enabled: false },
          { ...gene, innovation: 4, from: 2, to: 1, weight: 2 },
        ],
      },
    };
    expect(await answers(brain, [[1], [0], [1]])).toEqual([[3], [7], [17]]);
  });
});
