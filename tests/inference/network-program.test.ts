import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { neatGenome } from "../../src/genome/kinds/neat.ts";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import type { NetworkShape } from "../../src/genome/kinds/network/shape.ts";
import { createInference } from "../../src/inference/backend.ts";
import { brainOf } from "../../src/inference/brains.ts";
import type { Brain } from "../../src/inference/engines/engine.ts";
import { createPlainEngine } from "../../src/inference/engines/plain.ts";
import { networkAsProgram } from "../../src/inference/network-program.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { rule } from "../../src/sandbox/gate.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { limitsOf, type SteppedScenario } from "../../src/scenario/scenario.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { activations, randomNeat, randomNetwork } from "../../src/testing/brains.ts";
import { agentOf } from "../../src/testing/players.ts";
import { walking } from "../scenario/worlds.ts";

/** A world whose agents see a truth value between numbers. */
function worldFor(inputs: number, returns: "number" | "boolean"): SteppedScenario {
  const parameters = Array.from({ length: inputs }, (_, i) => {
    return { name: `seen${i}`, type: i % 3 === 1 ? ("boolean" as const) : ("number" as const), about: "" };
  });
  return { ...walking(), agent: { name: "act", about: "", parameters, returns } };
}

function genomeOf(brain: Brain): Genome {
  return brain.kind === "network" ? networkGenome(brain.network) : neatGenome(brain.network);
}

/** What the plain loops make of these inputs. */
async function plainly(brain: Brain, inputs: readonly (number | boolean)[]): Promise<number> {
  const policy = await createPlainEngine().load([brain], 1);
  for (const [i, input] of inputs.entries()) policy.inputs[i] = Number(input);
  await policy.forward(0);
  return policy.outputs[0]!;
}

async function expectSame(brain: Brain, inputs: readonly (number | boolean)[]): Promise<void> {
  const genome = genomeOf(brain);
  const expected = await plainly(brainOf(genome), inputs);
  const act = agentOf(networkAsProgram(genome, worldFor(inputs.length, "number")).bytes);
  expect(act(...inputs)).toBe(expected);
  const decide = agentOf(networkAsProgram(genome, worldFor(inputs.length, "boolean")).bytes);
  expect(decide(...inputs)).toBe(expected > 0);
}

const values = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, -0, 1e-42, -1e-42, 1e30, -1e30, 0.1),
);
const seen = fc
  .array(values, { minLength: 1, maxLength: 7 })
  .map((numbers) => numbers.map((value, i) => (i % 3 === 1 ? value > 0 : value)));
const seeds = fc.integer({ min: 0 });

describe("a network as a program", () => {
  test("does what the network does, bit for bit, whatever its shape", async () => {
    const shapes = fc.record({
      hidden: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
      activation: fc.constantFrom(...activations),
      outputActivation: fc.constantFrom(...activations),
    });
    // Larger ones would have weights that are not finite, which no genome has.
    const sizes = fc.constantFrom(0, 0.3, 3, 1e-30, 1e20, 1e37);
    await fc.assert(
      fc.asyncProperty(shapes, seen, sizes, seeds, async (shape, inputs, size, seed) => {
        const whole = { ...shape, inputs: inputs.length, outputs: 1, recurrent: false };
        await expectSame(randomNetwork(whole, randomFromSeed(seed), size), inputs);
      }),
    );
  });

  test("does what an evolved topology does, bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(seen, fc.integer({ min: 0, max: 12 }), seeds, async (inputs, hidden, seed) => {
        const size = { inputs: inputs.length, outputs: 1, hidden, delays: false };
        await expectSame(randomNeat(size, randomFromSeed(seed)), inputs);
      }),
    );
  });

  test("acts in the sandbox as the kernel has it act in the lanes, and every engine that is exact", async () => {
    const scenario = (await loadScenario("pursuit", { steps: 60 })) as SteppedScenario;
    const inputs = scenario.agent.parameters.length;
    const networks = activations.flatMap((activation, i) => {
      const random = randomFromSeed(i);
      const shape = { inputs, outputs: 1, hidden: [5], activation, outputActivation: activation, recurrent: false };
      const topology = { inputs, outputs: 1, hidden: 4, delays: false };
      return [randomNetwork(shape, random.fork("network")), randomNeat(topology, random.fork("neat"))];
    });
    const genomes = networks.map(genomeOf);
    const [own, rivals] = [genomes.slice(2), genomes.slice(0, 2)];
    const address = { path: "pursuit", options: { steps: 60 }, seed: 3 };
    const batch = { scenario: address, cases: { split: "train" }, genomes: own, rivals } as const;
    const asProgram = (genome: Genome): Genome => networkAsProgram(genome, scenario);
    const sandbox = createSandbox({ lanes: 1 });
    const [plain, kernel] = [
      createInference({ lanes: 1, engine: "plain" }),
      createInference({ lanes: 1, engine: "kernel" }),
    ];
    try {
      const programs = { ...batch, genomes: own.map(asProgram), rivals: rivals.map(asProgram) };
      const recorded = await sandbox.record(programs);
      const actions = recorded.map(({ cases }) => cases.map(({ answer }) => answer));
      expect(actions.flat().every((answer) => answer!.length > 100)).toBe(true);
      for (const inference of [plain, kernel]) {
        const recordings = await inference.record(batch);
        expect(recordings.map(({ cases }) => cases.map(({ answer }) => answer))).toEqual(actions);
      }
      const outcomes = await evaluateAll(sandbox, programs);
      expect(outcomes.map(({ observed }) => observed?.speed)).toEqual(own.map(() => "shared"));
    } finally {
      await Promise.all([sandbox.close(), plain.close(), kernel.close()]);
    }
  });

  test.each([[[]], [[8]], [[16]], [[32]], [[16, 16]]])(
    "with the hidden layers %j is proven confined in pursuit",
    async (hidden) => {
      const scenario = await loadScenario("pursuit", {});
      const program = networkAsProgram(genomeOf(shaped(hidden, scenario.agent.parameters.length)), scenario);
      expect(rule(program.bytes, scenario.agent, limitsOf(scenario)).kind).toBe("confined");
    },
  );

  test("that is too large is refused, with its size and what to do", async () => {
    const scenario = await loadScenario("pursuit", {});
    const large = genomeOf(shaped([64, 64], scenario.agent.parameters.length));
    expect(() => networkAsProgram(large, scenario)).toThrow(
      expect.objectContaining({
        code: "no-meeting",
        message: expect.stringMatching(/^A network of 5,?057 weights is too large to meet programs/),
        hint: expect.stringContaining("network.hidden"),
      }),
    );
  });

  test.each([
    ["remembers", walking(), { hidden: [2], recurrent: true }, "A network that remembers cannot meet programs"],
    ["sees other numbers than programs", { ...walking(), tensors }, {}, "they do not see the same numbers there"],
  ])("does not exist where it %s", (_, world, changes, message) => {
    const inputs = world.agent.parameters.length;
    const brain = randomNetwork({ ...shaped([2], inputs).network.shape, ...changes }, randomFromSeed(1));
    expect(() => networkAsProgram(genomeOf(brain), world)).toThrow(message);
  });
});

const tensors: Tensors = { inputs: 1, outputs: 1, encode: () => {}, decode: () => 0 };

function shaped(hidden: readonly number[], inputs: number): Extract<Brain, { kind: "network" }> {
  const shape: NetworkShape = {
    inputs,
    outputs: 1,
    hidden,
    activation: "tanh",
    outputActivation: "tanh",
    recurrent: false,
  };
  return randomNetwork(shape, randomFromSeed(1)) as Extract<Brain, { kind: "network" }>;
}
