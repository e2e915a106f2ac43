import { evaluateAll } from "../evaluation/backend.ts";
import type { Genome } from "../genome/genome.ts";
import { loadScenario } from "../scenario/load.ts";
import { limitsOf, type Scenario } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import type { Agents } from "./agents.ts";

// The world's file runs as source (.ts) or built (.js), as this one does.
const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
const edgeWorld = new URL(`../incubation/edge-world${extension}`, import.meta.url).href;

/** What is tried at the edges, and on whom. */
export interface EdgeTrial {
  readonly agents: Agents;
  readonly scenario: Scenario;
  readonly genomes: readonly Genome[];
  /** How many inputs. */
  readonly inputs: number;
  readonly random: Random;
}

/** On how many inputs at the edges of their types each genome fails: huge numbers, infinities, empty and long lists. */
export async function edgeFaultsOf({
  agents,
  scenario,
  genomes,
  inputs,
  random,
}: EdgeTrial): Promise<readonly number[]> {
  const options = { signature: JSON.stringify(scenario.agent), fuel: limitsOf(scenario).fuel, inputs };
  const world = await loadScenario(edgeWorld, options);
  const faults = genomes.map(() => 0);
  // A fault ends an evaluation: each input is one of its own.
  for (const one of world.cases("train", random)) {
    const scenarioAt = { path: edgeWorld, options, seed: 0 };
    const outcomes = await evaluateAll(agents, { scenario: scenarioAt, cases: { list: [one] }, genomes, rivals: [] });
    for (const [i, { status }] of outcomes.entries()) if (status === "failed") faults[i] = faults[i]! + 1;
  }
  return faults;
}
