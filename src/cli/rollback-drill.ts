import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Genome } from "../genome/genome.ts";
import { loadPopulation, type Population, savePopulation } from "./population.ts";
import type { LoadedScenario } from "./scenario-request.ts";

/**
 * Saves a population, puts another in its place, takes it back from its copy, and tells whether it is the same again, bit
 * for bit. All of it in a folder that is deleted afterwards.
 */
export function isRestored(
  { scenario, options }: LoadedScenario,
  saved: readonly Genome[],
  others: readonly Genome[],
): boolean {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-drill-"));
  const [copy, live] = [join(folder, "copy"), join(folder, "live")];
  const put = (place: string, population: Population): void => {
    rmSync(place, { recursive: true, force: true });
    savePopulation(place, population);
  };
  const populationOf = (genomes: readonly Genome[]): Population => ({
    manifest: {
      schema: "lamarck/population@1",
      kind: "program",
      scenario: scenario.name,
      options,
      agents: genomes.map(({ hash }) => ({ hash, from: { file: "drill", lamarck: "" }, score: 0, split: "train" })),
      licence: "MIT",
    },
    genomes,
  });
  try {
    for (const place of [copy, live]) put(place, populationOf(saved));
    put(live, populationOf(others));
    put(live, loadPopulation(copy));
    const restored = loadPopulation(live);
    return JSON.stringify(restored) === JSON.stringify(populationOf(saved));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
