import { expect, test } from "vitest";
import { createAgents } from "../../src/cli/agents.ts";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import { type NetworkShape, weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { loadScenario } from "../../src/scenario/load.ts";

const base = { inputs: 12, outputs: 1, activation: "tanh", outputActivation: "tanh", recurrent: false } as const;

function network(hidden: readonly number[]) {
  const shape: NetworkShape = { ...base, hidden };
  return networkGenome({ shape, weights: new Float32Array(weightsOf(shape)).fill(0.123) });
}

test("a network that is too large to meet programs is refused by itself, as a rival it stays away", async () => {
  const scenario = await loadScenario("pursuit", { steps: 50 });
  const [small, large] = [network([2]), network([64, 64])];
  const program = genomeOf("program", scenario.references![0]!.source);
  const agents = createAgents({ scenario, lanes: 1 });
  const batch = {
    scenario: { path: "pursuit", options: { steps: 50 }, seed: 1 },
    cases: { split: "train" },
    genomes: [large, small, program],
    rivals: [program, large],
  } as const;
  try {
    const [refused, ...played] = await evaluateAll(agents, batch);
    expect(refused).toMatchObject({ status: "failed", fault: { kind: "refused" } });
    expect(played.map(({ status }) => status)).toEqual(["scored", "scored"]);
    const without = await evaluateAll(agents, { ...batch, genomes: [small], rivals: [program] });
    expect(without[0]).toMatchObject({ status: "scored", scores: (played[0] as { scores: unknown }).scores });
    const recordings = await agents.record(batch);
    expect(recordings[0]).toMatchObject({ outcome: { status: "failed" }, cases: [] });
    for (const [i, { outcome }] of recordings.entries()) {
      expect({ ...outcome, observed: undefined }).toEqual({ ...[refused, ...played][i], observed: undefined });
    }
  } finally {
    await agents.close();
  }
});
