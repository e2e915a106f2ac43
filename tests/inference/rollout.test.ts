import { describe, expect, test } from "vitest";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import type { NetworkShape } from "../../src/genome/kinds/network/shape.ts";
import { brainOf } from "../../src/inference/brains.ts";
import type { Engine } from "../../src/inference/engines/engine.ts";
import { createKernelEngine } from "../../src/inference/engines/kernel.ts";
import { createPlainEngine } from "../../src/inference/engines/plain.ts";
import { columnsOf, rollOut } from "../../src/inference/rollout.ts";
import { arenaOf } from "../../src/inference/seats.ts";
import { createStage } from "../../src/lanes/stage.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { randomNetwork } from "../../src/testing/brains.ts";

const random = randomFromSeed("rollout");
const address = { path: "prisoners-dilemma", options: { rivals: 2, rounds: 20 }, seed: 1 };
const stage = await createStage(address, { split: "train" });

function recurrentGenome(inputs: number, label: string | number) {
  const shape: NetworkShape = {
    inputs,
    outputs: 1,
    hidden: [5],
    activation: "tanh",
    outputActivation: "linear",
    recurrent: true,
  };
  const brain = randomNetwork(shape, random.fork(label));
  return networkGenome((brain as Extract<typeof brain, { kind: "network" }>).network);
}

/** The payoffs of six networks that remember, against references and two rivals that remember too. */
async function payoffs(self: Engine, sitters: Engine): Promise<{ groups: number[]; scores: number[][] }> {
  const { tensors } = arenaOf(stage, []);
  const rivals = [1, 2].map((rival) => recurrentGenome(tensors.inputs, `rival ${rival}`));
  const arena = arenaOf(stage, rivals);
  const brains = Array.from({ length: 6 }, (_, i) => brainOf(recurrentGenome(tensors.inputs, i)));
  const [columns, ...sitting] = columnsOf(arena);
  const players = {
    self: await self.load(brains, columns!),
    sitters: await Promise.all(
      arena.sitters.map(async (sitter, i) => {
        if (sitter.kind === "reference") return undefined;
        const brain = brainOf(sitter.genome);
        return sitters.load(
          brains.map(() => brain),
          sitting[i]!,
        );
      }),
    ),
    networks: brains.length,
  };
  const scores = brains.map((): number[] => []);
  await rollOut(arena, players, {
    judged: (network, _at, judgement) => scores[network]!.push(judgement.scores[0]!),
    failed: () => undefined,
    done: () => undefined,
  });
  const groups = [players.self, ...players.sitters].flatMap((policy) => (policy === undefined ? [] : [policy.group]));
  return { groups, scores };
}

describe("a rollout", () => {
  test("gives the same scores however many networks an engine computes at a time, in whatever seat", async () => {
    const one = await payoffs(createPlainEngine(), createPlainEngine());
    expect(one.scores.flat()).toHaveLength(6 * stage.cases.length);
    expect(new Set(one.scores.flat()).size).toBeGreaterThan(10);
    const mixed = await payoffs(createKernelEngine(), createKernelEngine());
    expect(mixed.groups).toEqual([1, 4, 4]);
    expect(mixed.scores).toEqual(one.scores);
    expect((await payoffs(createPlainEngine(), createKernelEngine())).scores).toEqual(one.scores);
  });
});
