import { describe, expect, test } from "vitest";
import type { SteppedScenario } from "../../src/scenario/scenario.ts";
import type { Flow } from "../../src/scenario/flow.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";
import { checkScenario } from "../../src/testing/scenario.ts";
import { walking } from "./worlds.ts";

/** The walk to 3 in ten steps, with seats for networks that keep the contract but for some changes. */
function withTensors(changes: Partial<Tensors> = {}): SteppedScenario {
  const tensors: Tensors = {
    inputs: 1,
    outputs: 2,
    encode(observation, into, at) {
      into[at] = (observation[0] as number) / 3;
    },
    decode: (outputs, at, stride) => (outputs[at]! > outputs[at + stride]! ? 1 : -1),
    flow,
    ...changes,
  };
  return { ...walking(), tensors };
}

const flow: Flow = {
  state: 2,
  steps: 10,
  begin: (instance) => [(instance as { hint: number }).hint % 3, 0],
  observe: (to, [place]) => [to.div(place!, to.of(3))],
  step(to, [before, steps], outputs) {
    const place = to.add(before!, to.where(to.greater(outputs[0]!, outputs[1]!), to.of(1), to.of(-1)));
    return { state: [place, to.add(steps!, to.of(1))], over: to.greater(place, to.of(2.5)) };
  },
  score: ([, steps]) => [steps!],
  measure: () => [],
};

/** The flow with something else said of its first step. */
function flowWith(changes: Partial<Flow>): { readonly flow: Flow } {
  return { flow: { ...flow, ...changes } };
}

describe("checkScenario, where networks have seats,", () => {
  test("passes tensors that keep the contract", async () => {
    await checkScenario(withTensors());
  });

  test.each<[string, Partial<Tensors>, string]>([
    [
      "inputs that are not finite",
      {
        encode(_observation, into, at) {
          into[at] = NaN;
        },
      },
      "not all finite",
    ],
    ["inputs that are not written", { encode: () => undefined }, "does not write its 1 inputs"],
    ["more inputs than it says", { encode: (_observation, into) => void into.fill(1) }, "does not write its 1 inputs"],
    ["actions that are not finite", { decode: (outputs, at) => 1 / outputs[at]! }, "for the finite outputs"],
    ["outputs of others", { decode: (outputs) => Math.sign(outputs[0]!) }, "looks at more than its outputs"],
    ["a flow that shows something else", flowWith({ observe: (to) => [to.of(7)] }), "`flow` shows something else"],
    ["a flow with more state than it says", flowWith({ state: 3 }), "not as many numbers of state"],
    ["a flow that ends early", flowWith({ steps: 1 }), "`flow` does not end with `world`"],
    ["a flow with another score", flowWith({ score: () => [0] }), "`flow` ends otherwise"],
    ["a flow with a measure of its own", flowWith({ measure: () => [1] }), "`flow` ends otherwise"],
  ])("names %s", async (_what, changes, message) => {
    await expect(checkScenario(withTensors(changes))).rejects.toThrow(message);
  });
});
