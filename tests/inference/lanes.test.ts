import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Batch, evaluateAll } from "../../src/evaluation/backend.ts";
import type { EngineName } from "../../src/evaluation/engine-name.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { neatGenome } from "../../src/genome/kinds/neat.ts";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import type { Activation } from "../../src/genome/kinds/network/shape.ts";
import { weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { createInference } from "../../src/inference/backend.ts";
import { checkBackend } from "../../src/testing/backend.ts";

const engines = ["plain", "kernel", "onnx"] as const satisfies readonly EngineName[];
const path = fileURLToPath(new URL("strange.ts", import.meta.url));

/** A network of one hidden layer with all weights the same. */
function network(activation: Activation, weight: number, { recurrent = false, inputs = 2 } = {}): Genome {
  const shape = { inputs, outputs: 1, hidden: [4], activation, outputActivation: "linear", recurrent } as const;
  return networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(weight) });
}

/** A network that adds its own value to itself, a thousandfold. */
const explodingNeat = neatGenome({
  inputs: 2,
  outputs: 1,
  nodes: [{ id: 2, activation: "linear", bias: 1 }],
  connections: [
    { innovation: 0, from: 0, to: 2, weight: 1, enabled: true, delayed: false },
    { innovation: 0, from: 2, to: 2, weight: 1e9, enabled: true, delayed: true },
  ],
});

const sound = [
  ...(["tanh", "relu", "sigmoid", "linear"] as const).map((activation) => network(activation, 0.5)),
  network("tanh", 0.5, { recurrent: true }),
];
const exploding = [
  network("linear", 1e9, { recurrent: true }),
  network("relu", 1e9, { recurrent: true }),
  explodingNeat,
];

function batchOf(shown: string, genomes: readonly Genome[], steps = 12): Batch {
  return { scenario: { path, options: { shown, steps }, seed: 1 }, cases: { split: "train" }, genomes, rivals: [] };
}

describe.each(engines)("lanes with the engine %s", (engine) => {
  const create = () => createInference({ lanes: 2, engine });

  test("keep the laws of a backend, with networks that explode among those that do not", async () => {
    const misfit = network("tanh", 1, { inputs: 3 });
    const genomes = [...sound, ...exploding, misfit];
    const expected = [
      ...sound.map(() => "scored" as const),
      ...exploding.map(() => "bad-action" as const),
      "refused" as const,
    ];
    await checkBackend(create, { batch: batchOf("1", genomes), expected });
  });

  test("fail a network with bad-action where the world shows it what is no number", async () => {
    const backend = create();
    try {
      for (const outcome of await evaluateAll(backend, batchOf("NaN", [...sound, ...exploding]))) {
        expect(outcome).toMatchObject({ status: "failed", fault: { kind: "bad-action", case: "train-1" } });
      }
      // They are none the worse for it.
      for (const outcome of await evaluateAll(backend, batchOf("1", sound))) expect(outcome.status).toBe("scored");
    } finally {
      await backend.close();
    }
  });

  test.each(["Infinity", "-Infinity", "1e300"])(
    "score a finite number or fail where the world shows %s",
    async (shown) => {
      const backend = create();
      try {
        for (const outcome of await evaluateAll(backend, batchOf(shown, sound))) {
          const is = outcome.status === "failed" ? outcome.fault.kind : outcome.scores.flat().every(Number.isFinite);
          expect(["bad-action", true]).toContain(is);
        }
      } finally {
        await backend.close();
      }
    },
  );
});
