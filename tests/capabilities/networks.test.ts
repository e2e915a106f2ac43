import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ablate } from "../../src/capabilities/ablation.ts";
import { exploitScreen } from "../../src/capabilities/exploit.ts";
import { counted } from "../../src/capabilities/proving.ts";
import { tested } from "../../src/capabilities/subject.ts";
import { transplant } from "../../src/capabilities/transplant.ts";
import { neatGenome, neatOf } from "../../src/genome/kinds/neat.ts";
import type { Proving } from "../../src/capabilities/trial.ts";
import { networkText } from "../../src/capabilities/anatomies/network-text.ts";
import { asNeat } from "../../src/genome/kinds/network/as-neat.ts";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import { brainOf } from "../../src/inference/brains.ts";
import { createPlainEngine } from "../../src/inference/engines/plain.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { cutting } from "../../src/variation/dissection.ts";
import { dissectedNetwork, livingPart } from "../../src/variation/neat/dissection.ts";
import { graftedNetwork } from "../../src/variation/neat/graft.ts";
import { anyNeat, connection, node } from "../genome/neats.ts";
import { network } from "../inference/brains.ts";
import { carrier, gates, inProcess, loudness, pathAlone, quietStrangers } from "./gates.ts";

const random = randomFromSeed(2);
const { pattern } = loudness;
const trials = () => ({ pattern, scenario: gates, proving: counted(inProcess), random });

/** What a network gives back for some rows of inputs, one after the other. */
async function outputsOf(genome: Parameters<typeof brainOf>[0], rows: readonly (readonly number[])[]) {
  const policy = await createPlainEngine().load([brainOf(genome)], 1);
  return rows.map((row) => {
    policy.inputs.set(row);
    void policy.forward(0);
    return [...policy.outputs];
  });
}

describe("The responsible part of a network", () => {
  test("is the hidden path that makes the behaviour, in the names of the scenario", async () => {
    const { ablation, isPassed, core } = await ablate(carrier, trials());
    expect(ablation.part).toBe("x, y -> h0 -> sound\nh0 = relu(1 x + 1 y - 1)\nsound = 2 h0");
    expect(core).toEqual(pathAlone);
    expect(ablation).toMatchObject({ size: 4, of: 15, places: [], shown: [1, 0] });
    expect(isPassed).toBe(true);
  });

  test("is not lost with others, and what leads nowhere is never part of it", async () => {
    const { ablation, isSpecific } = await ablate(carrier, trials());
    const [lost, of] = ablation.sham;
    expect(lost).toBe(0);
    expect(of).toBeGreaterThanOrEqual(3);
    expect(isSpecific).toBe(of >= 5);
    expect(ablation.part).not.toMatch(/h[1-9]/);
  });

  test("is found in a fixed topology too", async () => {
    // Three hidden units; the second does it.
    const weights = [0, 0, 0.5, 0, 1, 1, 0, -1, 0, 0.2, -0.3, 0, 0.3, 2, 0.2, 0];
    const shape = { inputs: 3, outputs: 1, hidden: [3], activation: "relu", outputActivation: "linear" } as const;
    const fixed = networkGenome({ shape: { ...shape, recurrent: false }, weights: Float32Array.from(weights) });
    const { ablation, isPassed } = await ablate(fixed, trials());
    expect(ablation.part).toBe("x, y -> h1 -> sound\nh1 = relu(1 x + 1 y - 1)\nsound = 2 h1");
    expect(isPassed).toBe(true);
  });
});

test("A part of a network is told from its inputs to its outputs, also where it reads none", () => {
  const names = { inputs: ["x", "y"], outputs: ["left", "right"] };
  const whole = neatOf(
    neatGenome({
      inputs: 2,
      outputs: 2,
      nodes: [node(2, { activation: "linear" }), node(3, { bias: 0.25 }), node(9, { activation: "sigmoid" }), node(8)],
      connections: [
        connection(9, 2, { weight: -2 }),
        connection(0, 3, { weight: 1.2345 }),
        connection(1, 8, { delayed: true, weight: -1 }),
        connection(8, 3, { weight: -0.5 }),
      ],
    }),
  );
  const only = (...from: readonly number[]) => {
    const connections = whole.connections.filter((one) => from.includes(one.from));
    return livingPart({ ...whole, connections });
  };
  expect(networkText(only(0, 1, 8), whole, names)).toBe(
    "x, y -> h0 -> right\nh0 = tanh(-1 y before)\nright = tanh(1.23 x - 0.5 h0 + 0.25)",
  );
  expect(networkText({ ...only(9), nodes: only(9).nodes.filter(({ id }) => id !== 3) }, whole, names)).toBe(
    "bias -> h1 -> left\nh1 = sigmoid(0)\nleft = -2 h1",
  );
});

describe("A transplant of a part of a network", () => {
  test("brings the behaviour to strangers, more often than random parts as large and as loud do", async () => {
    const result = await transplant(pathAlone, quietStrangers(random), trials());
    const [own, shams] = [result!.success, result!.sham].map(([shown, of]) => shown / of);
    expect(own).toBeGreaterThan(0.9);
    expect(shams).toBeLessThan(0.5);
    expect(result!.p).toBeLessThan(0.01);
  });

  test("of a part that does not make it brings nothing", async () => {
    const other = neatGenome({
      inputs: 3,
      outputs: 1,
      nodes: [node(3, { activation: "linear" })],
      connections: [connection(2, 3, { weight: 0.4 })],
    });
    const result = await transplant(other, quietStrangers(random), trials());
    expect(result!.p).toBeGreaterThan(0.05);
  });

  test("leaves the stranger's own sums, and adds the part's", async () => {
    await fc.assert(
      fc.asyncProperty(anyNeat, anyNeat, async (one, other) => {
        const linear = (genes: typeof one) => {
          const nodes = genes.nodes.map((each) => (each.id < 4 ? { ...each, activation: "linear" as const } : each));
          // Outputs that feed others would hear the sum, not the stranger's own.
          const connections = genes.connections.filter(({ from }) => from < 2 || from > 3);
          return neatGenome(livingPart({ ...genes, nodes, connections }));
        };
        const [host, part] = [linear(one), linear(other)];
        const both = graftedNetwork(host, part);
        const rows = [
          [0.5, -1],
          [1, 0.25],
        ];
        const [sum, own, added] = await Promise.all([both!, host, part].map((genome) => outputsOf(genome, rows)));
        for (const [i, row] of sum!.entries()) {
          for (const [k, value] of row.entries()) {
            const expected = own![i]![k]! + added![i]![k]!;
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(expected)));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

test("A network with a planted path passes every test, the same each time", async () => {
  const subject = { candidate: loudness, carrier, strangers: quietStrangers(random), seed: 3 };
  const found = await tested(subject, { proving: inProcess, scenario: gates });
  expect(found.proof).toMatchObject({ status: "validated", class: "skill", name: "performs both" });
  expect(await tested(subject, { proving: inProcess, scenario: gates })).toEqual(found);
});

describe("The screen for exploits", () => {
  const source = "export default function sound(x, y, z) { return 0; }";
  const scenario = { ...gates, references: [{ name: "silence", about: "", source }] };
  /** References are programs; this one earns nothing. */
  const proving: Proving = {
    play: async (genomes, seed) =>
      genomes[0]?.kind === "program"
        ? [{ outcome: { status: "scored", scores: [[0]], measures: [] }, traces: [] }]
        : inProcess.play(genomes, seed),
  };
  const withWeight = (weight: number) =>
    neatGenome({
      inputs: 3,
      outputs: 1,
      nodes: [node(3, { bias: 0.5 }), node(10)],
      connections: [connection(0, 10), connection(2, 3, { weight, enabled: weight !== 0 })],
    });

  test("suspects a network that reads nothing and is better than all references", async () => {
    expect(await exploitScreen(withWeight(0), scenario, counted(proving))).toMatchObject({ why: /none of its inputs/ });
    expect(await exploitScreen(withWeight(0.1), scenario, counted(proving))).toEqual({ suspected: false });
  });
});

test("A fixed topology and what it is looked at as compute the same, bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(network, async (one) => {
      const genome = networkGenome(one);
      const rows = [0.3, -0.7, 0.9].map((value, step) =>
        Array.from({ length: one.shape.inputs }, (_, i) => value / (1 + i + step)),
      );
      expect(await outputsOf(asNeat(genome), rows)).toEqual(await outputsOf(genome, rows));
    }),
    { numRuns: 60 },
  );
});

test("Taking all units out leaves a network that reads nothing", () => {
  fc.assert(
    fc.property(anyNeat, (one) => {
      const { units, knockedOut } = dissectedNetwork(neatGenome(one));
      const { nodes, connections } = neatOf(knockedOut(cutting(new Map(), units))!);
      expect(units.length === 0 || connections.length === 0).toBe(true);
      expect(units.length === 0 || nodes.every(({ bias }) => bias === 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
