import { describe, expect, test } from "vitest";
import type { SteppedScenario } from "../../src/scenario/scenario.ts";
import type { Episodes, Flow, Tensors } from "../../src/scenario/tensors.ts";
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
    episodes: episodesWith(),
    flow,
    ...changes,
  };
  return { ...walking(), tensors };
}

function episodesWith(changes: Partial<Episodes> = {}): (count: number) => Episodes {
  return (count) => {
    const [places, steps] = [new Float64Array(count), new Float64Array(count)];
    return {
      begin(episode, instance) {
        places[episode] = (instance as { hint: number }).hint % 3;
        steps[episode] = 0;
      },
      observe(episode, into, at) {
        into[at] = places[episode]! / 3;
      },
      step(episode, outputs, at, stride) {
        places[episode]! += outputs[at]! > outputs[at + stride]! ? 1 : -1;
        return ++steps[episode]! === 10 || places[episode] === 3;
      },
      score: (episode) => [steps[episode]!],
      measure: () => [],
      ...changes,
    };
  };
}

const flow: Flow = {
  state: 1,
  steps: 10,
  begin: (instance) => [(instance as { hint: number }).hint % 3],
  observe: (to, state) => [to.div(state[0]!, to.of(3))],
  step(to, state, outputs) {
    const place = to.add(state[0]!, to.where(to.greater(outputs[0]!, outputs[1]!), to.of(1), to.of(-1)));
    return { state: [place], reward: to.of(1), over: to.greater(place, to.of(2.5)) };
  },
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
    ["episodes that show something else", { episodes: episodesWith({ observe: () => undefined }) }, "shows something"],
    ["episodes that end at once", { episodes: episodesWith({ step: () => true }) }, "does not end with `world`"],
    ["episodes with another score", { episodes: episodesWith({ score: () => [0] }) }, "ends otherwise than `world`"],
    ["episodes with a measure of their own", { episodes: episodesWith({ measure: () => [1] }) }, "ends otherwise"],
    ["a flow that shows something else", flowWith({ observe: (to) => [to.of(7)] }), "`flow` shows something else"],
    ["a flow with more state than it says", flowWith({ state: 2 }), "not as many numbers of state"],
    ["a flow that ends early", flowWith({ steps: 1 }), "`flow` does not end with `world`"],
    [
      "rewards that are not the score",
      flowWith({ step: (to, state, outputs) => ({ ...flow.step(to, state, outputs), reward: to.of(2) }) }),
      "are not the score",
    ],
  ])("names %s", async (_what, changes, message) => {
    await expect(checkScenario(withTensors(changes))).rejects.toThrow(message);
  });
});
