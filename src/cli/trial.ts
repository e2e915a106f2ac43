import type { Backend, Batch } from "../evaluation/backend.ts";
import { evaluateAll } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { RunReader } from "../store/run-directory.ts";
import { type Agents, type AgentsOptions, createAgents } from "./agents.ts";
import { genomesOf } from "./history.ts";

/** What it takes to do again what a run did. */
export function agentsOf({ manifest }: RunReader, scenario: Scenario): AgentsOptions {
  return { scenario, lanes: 1, engine: manifest.spec.engine };
}

/** Does some work with agents and closes them, however the work ended. */
export async function withAgents<T>(options: AgentsOptions, work: (agents: Agents) => Promise<T>): Promise<T> {
  const agents = createAgents(options);
  try {
    return await work(agents);
  } finally {
    await agents.close();
  }
}

/** Evaluates one genome on a run's training cases, against the variants that sat in the rivals' seats. */
export function trialOf(
  run: RunReader,
  backend: Backend,
  rivals: readonly number[],
): (genome: Genome) => Promise<Outcome> {
  const { scenario, seed } = run.manifest.spec;
  const seats = genomesOf(run, hashesOf(run, rivals));
  return async (genome) => {
    const batch: Batch = {
      scenario: { ...scenario, seed },
      cases: { split: "train" },
      genomes: [genome],
      rivals: seats,
    };
    const [outcome] = await evaluateAll(backend, batch);
    return outcome!;
  };
}

function hashesOf(run: RunReader, ids: readonly number[]): string[] {
  const hashes = new Map<number, string>();
  for (const event of ids.length === 0 ? [] : run.events()) {
    if (event.type === "variant-born" && ids.includes(event.id)) hashes.set(event.id, event.genome);
  }
  return ids.map((id) => hashes.get(id)!);
}
