// The scores of the seed populations. After a change of a scenario's cases, `node tests/populations/scoring.ts` in a
// built package writes them anew.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPopulation, type PopulationAgent, type PopulationManifest } from "../../src/cli/population.ts";
import { type Backend, evaluateAll } from "../../src/evaluation/backend.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Split } from "../../src/scenario/scenario.ts";
import { mean } from "../../src/std/statistics.ts";

/** What a seed population says of an agent beyond what every population does. */
export interface SeedAgent extends PopulationAgent {
  readonly from: Exclude<PopulationAgent["from"], { readonly file: string }> & { readonly date: string };
  /** Mean of the first objective over the cases that are drawn from the seed of its campaign. */
  readonly scores: Readonly<Record<Split, number>>;
}

export type SeedManifest = Omit<PopulationManifest, "agents"> & { readonly agents: readonly SeedAgent[] };

/** The manifest of a seed population. */
export function seedManifest(folder: string): SeedManifest {
  return JSON.parse(readFileSync(join(folder, "population.json"), "utf8")) as SeedManifest;
}

/** The scores of each agent of a population, evaluated now. Throws where one fails. */
export async function scoresOf(backend: Backend, folder: string): Promise<readonly SeedAgent["scores"][]> {
  const { genomes } = loadPopulation(folder);
  const manifest = seedManifest(folder);
  const all: SeedAgent["scores"][] = [];
  for (const [i, genome] of genomes.entries()) {
    const { seed } = manifest.agents[i]!.from;
    const scenario = { path: manifest.scenario, options: manifest.options, seed };
    const score = async (split: Split): Promise<number> => {
      const [outcome] = await evaluateAll(backend, { scenario, cases: { split }, genomes: [genome], rivals: [] });
      if (outcome?.status === "scored") return mean(outcome.scores.map((row) => row[0]!));
      throw new Error(`${genome.hash} of ${folder} fails: ${outcome?.fault.message}`);
    };
    all.push({ train: await score("train"), validation: await score("validation"), test: await score("test") });
  }
  return all;
}

/** Agents with the best on the validation cases first. */
export async function byValidation(scenario: string, agents: readonly SeedAgent[]): Promise<readonly SeedAgent[]> {
  const [objective] = (await loadScenario(scenario, {})).objectives;
  const sign = objective.direction === "maximize" ? -1 : 1;
  return agents.toSorted((a, b) => sign * (a.scores.validation - b.scores.validation));
}

async function rescore(backend: Backend, folder: string): Promise<void> {
  const manifest = seedManifest(folder);
  const scores = await scoresOf(backend, folder);
  const agents = manifest.agents.map((agent, i) => ({ ...agent, score: scores[i]![agent.split], scores: scores[i]! }));
  const rescored = { ...manifest, agents: await byValidation(manifest.scenario, agents) };
  writeFileSync(join(folder, "population.json"), `${JSON.stringify(rescored, undefined, 2)}\n`);
}

if (import.meta.main) {
  const backend = createSandbox();
  for (const name of readdirSync("populations")) await rescore(backend, join("populations", name));
  await backend.close();
}
