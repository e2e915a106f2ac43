import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { NetworkSettings } from "../../src/events/spec.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { createInference } from "../../src/inference/backend.ts";
import { brainOf } from "../../src/inference/brains.ts";
import { createPlainEngine } from "../../src/inference/engines/plain.ts";
import { writeModel } from "../../src/inference/graph/files.ts";
import { modelOf } from "../../src/inference/models.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { SteppedScenario } from "../../src/scenario/scenario.ts";
import { seatsOf } from "../../src/scenario/seating.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { inFolder, sit } from "../simulation/mortal.ts";
import type { Play } from "./children/bare.ts";

const shape: NetworkSettings = { hidden: [8], activation: "tanh", outputActivation: "tanh", recurrent: false };
const kinds = {
  networks: { kind: "network", network: shape },
  "networks of two layers": { kind: "network", network: { ...shape, hidden: [6, 5], activation: "sigmoid" } },
  "networks that remember": { kind: "network", network: { ...shape, recurrent: true } },
  "networks of evolved topology": { kind: "neat", network: { ...shape, hidden: [] } },
} as const;

const wantedOfEach = 9;
const steps = 200;

/** The last networks that a small campaign bred. */
async function evolved(
  { name, options }: { readonly name: string; readonly options: Readonly<Record<string, number>> },
  scenario: SteppedScenario,
  how: keyof typeof kinds,
): Promise<readonly Genome[]> {
  const { kind, network } = kinds[how];
  const generations = name === "pursuit" ? 2 : 8;
  const small = { population: 20, births: 20, engine: "kernel", budget: { generations }, network } as const;
  const campaign = assemble({ ...defaultSpec(scenario, name, options, { kind }), ...small }, scenario);
  const backend = createInference({ lanes: 1, engine: "kernel" });
  try {
    return await inFolder(async (folder) => {
      await sit(folder, campaign, backend, { random: randomFromSeed(1) });
      return [...readRun(folder).genomes()].slice(-wantedOfEach);
    });
  } finally {
    await backend.close();
  }
}

/** What a network sees and does in an episode, on the plain engine; the others in its world do nothing. */
async function episode(genome: Genome, scenario: SteppedScenario): Promise<{ seen: number[][]; done: number[][] }> {
  const tensors = seatsOf(scenario);
  const world = scenario.world();
  const { instance, seats = ["self"] } = scenario.cases("train", randomFromSeed(1))[0]!;
  const state: unknown = world.begin(instance, randomFromSeed(2));
  const policy = await createPlainEngine().load([brainOf(genome)], 1);
  const [seen, done]: [number[][], number[][]] = [[], []];
  const self = seats.indexOf("self");
  while (!world.over(state) && seen.length < steps) {
    tensors.encode(world.observe(state, self), policy.inputs, 0, 1);
    await policy.forward(0);
    seen.push([...policy.inputs]);
    done.push([...policy.outputs]);
    world.step(
      state,
      seats.map((_, seat) => (seat === self ? tensors.decode(policy.outputs, 0, 1) : 0)),
    );
  }
  return { seen, done };
}

/** What models do in a process that knows nothing of Lamarck. */
async function bare(folder: string, plays: readonly Play[]): Promise<readonly (readonly (readonly number[])[])[]> {
  const list = join(folder, "plays.json");
  writeFileSync(list, JSON.stringify(plays));
  const child = fileURLToPath(new URL("children/bare.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child, list], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as number[][][];
}

describe("an exported network", () => {
  test(
    "does in ONNX Runtime what it did in its world, to the bit, however much it remembers",
    { timeout: 180_000 },
    async () => {
      const episodes: { genome: Genome; seen: number[][]; done: number[][] }[] = [];
      const worlds = [
        ["cart-pole", {}],
        ["pendulum", {}],
        ["pursuit", { steps: 60 }],
      ] as const;
      for (const [name, options] of worlds) {
        const scenario = (await loadScenario(name, options)) as SteppedScenario;
        for (const how of Object.keys(kinds) as (keyof typeof kinds)[]) {
          for (const genome of await evolved({ name, options }, scenario, how))
            episodes.push({ genome, ...(await episode(genome, scenario)) });
        }
      }
      expect(episodes.length).toBeGreaterThanOrEqual(100);
      const answers = await inFolder(async (folder) => {
        const plays = episodes.map(({ genome, seen }, i): Play => {
          const file = join(folder, `${i}.onnx`);
          writeModel(file, modelOf(genome));
          return { file, observations: seen };
        });
        return bare(folder, plays);
      });
      expect(answers.flat().length).toBeGreaterThan(5000);
      for (const [i, { done, genome }] of episodes.entries())
        expect([genome.bytes, answers[i]]).toEqual([genome.bytes, done]);
    },
  );
});
