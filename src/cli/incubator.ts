import { type Batch, evaluateAll, type ScenarioAddress } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Arena, Draw, Incubator } from "../incubation/incubator.ts";
import { createSandbox } from "../sandbox/backend.ts";
import { casesOf } from "../scenario/cases.ts";
import type { Case, Split } from "../scenario/scenario.ts";
import { WorldError } from "../std/errors.ts";
import { sha256 } from "../std/hash.ts";
import { randomFromSeed } from "../std/random.ts";
import type { Agents } from "./agents.ts";
import { createProving } from "./proving.ts";
import { edgeFaultsOf } from "./edges.ts";
import { isRestored } from "./rollback-drill.ts";
import type { LoadedScenario } from "./scenario-request.ts";

/** Where an incubation takes place. */
export interface Nest {
  readonly agents: Agents;
  readonly loaded: LoadedScenario;
  /** The larger world, where there is one. */
  readonly larger?: LoadedScenario;
  readonly seed: number;
  /** Draws of cases depend on them, so that nobody can have been bred on these. */
  readonly innovation: Genome;
  readonly champion: Genome;
  readonly signal: AbortSignal;
}

/** Larger worlds take the validation cases, so that the test cases of one that has published ones are not the same there. */
const splits: Readonly<Record<Arena, Split>> = { training: "train", "held-out": "test", scaled: "validation" };

/** Puts innovations to the test with agents. The champion sits in the rivals' seats, whoever plays. */
export function createIncubator({ agents, loaded, larger, seed, innovation, champion, signal }: Nest): Incubator {
  const { scenario } = loaded;
  const random = randomFromSeed(seed).fork("incubate", innovation.hash, champion.hash);
  const rivals = (scenario.rivals ?? 0) === 0 ? [] : [champion];
  const home: ScenarioAddress = { path: loaded.path, options: loaded.options, seed };
  const first = casesAt(loaded, "train", seed).length;
  const training = (genomes: readonly Genome[]): Batch => ({
    scenario: home,
    cases: { split: "train" },
    genomes,
    rivals,
  });

  const worldOf = ({ arena }: Draw): LoadedScenario => (arena === "scaled" && larger !== undefined ? larger : loaded);

  function batchAt(draw: Draw, genomes: readonly Genome[]): Batch {
    const { path, options } = worldOf(draw);
    const scenarioAt = { path, options, seed: random.fork(draw.arena, draw.number).int(2 ** 31) };
    return { scenario: scenarioAt, cases: { split: splits[draw.arena], first }, genomes, rivals };
  }

  /** Evaluates, unless somebody has had enough. */
  async function evaluate(batch: Batch): Promise<readonly Outcome[]> {
    checkWanted();
    return evaluateAll(agents, batch);
  }

  function checkWanted(): void {
    if (signal.aborted) throw new WorldError("stopped", "The incubation was stopped", "Run it again to begin anew.");
  }

  return {
    async play(genomes, which) {
      if (scenario.trace !== undefined) {
        checkWanted();
        return createProving(agents, { scenario, address: home, rivals }).play(genomes, which);
      }
      const world = which === "train" ? home : { ...home, seed: random.fork("replay", which).int(2 ** 31) };
      const outcomes = await evaluate({ ...training(genomes), scenario: world });
      return outcomes.map((outcome) => ({ outcome, traces: [] }));
    },
    async draw(genomes, draw) {
      const batch = batchAt(draw, genomes);
      const drawn = casesAt(worldOf(draw), splits[draw.arena], batch.scenario.seed).slice(0, first);
      return { cases: sha256(JSON.stringify(drawn)), outcomes: await evaluate(batch) };
    },
    times: async (genomes, draw, repeats) =>
      timesOf(genomes, repeats, async (genome) => (await evaluate(batchAt(draw, [genome])))[0]!),
    alone: async (genome) => playedAlone(training([genome])),
    edgeFaults: async (genomes, inputs) =>
      edgeFaultsOf({ agents, scenario, genomes, inputs, random: random.fork("edges") }),
    restores: async (saved, others) => isRestored(loaded, saved, others),
  };
}

async function timesOf(
  genomes: readonly Genome[],
  repeats: number,
  evaluated: (genome: Genome) => Promise<Outcome>,
): Promise<readonly number[]> {
  const times = genomes.map(() => Infinity);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [i, genome] of genomes.entries()) {
      const { observed } = await evaluated(genome);
      times[i] = Math.min(times[i]!, observed?.ms ?? 0);
    }
  }
  return times;
}

async function playedAlone(batch: Batch): Promise<Outcome> {
  const sandbox = createSandbox({ lanes: 1, speed: "alone" });
  try {
    return (await evaluateAll(sandbox, batch))[0]!;
  } finally {
    await sandbox.close();
  }
}

/** The cases of a split as lanes draw them. */
function casesAt({ scenario, path }: LoadedScenario, split: Split, seed: number): readonly Case[] {
  return casesOf(scenario, split, randomFromSeed(seed).fork("cases").fork(split), path);
}
