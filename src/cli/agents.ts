import type { Backend, Batch } from "../evaluation/backend.ts";
import { evaluateAll } from "../evaluation/backend.ts";
import type { EngineName } from "../evaluation/engine-name.ts";
import type { Fault, Outcome } from "../evaluation/evaluation.ts";
import type { Recording } from "../evaluation/recording.ts";
import type { Genome } from "../genome/genome.ts";
import { isNetwork } from "../genome/kinds.ts";
import { createInference, type Inference } from "../inference/backend.ts";
import { networkAsProgram } from "../inference/network-program.ts";
import { createSandbox, type Sandbox } from "../sandbox/backend.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError, WorldError } from "../std/errors.ts";

export interface AgentsOptions {
  readonly scenario: Scenario;
  /** Lanes for each sort of agents, from 1. */
  readonly lanes: number;
  /** What runs networks; the kernel unless it is named. */
  readonly engine?: EngineName | "auto" | undefined;
}

/** The backend for agents of any kind, that can also tell what they did. */
export interface Agents extends Backend {
  /** One recording a genome; for a handful of them, since all is kept in memory. Throws as `evaluate` does. */
  record(batch: Batch): Promise<readonly Recording[]>;
}

/**
 * Programs are evaluated in the sandbox, networks by inference; where they meet, networks enter the sandbox as programs
 * that compute the very same. Lanes are started when they are first needed.
 */
export function createAgents({ scenario, lanes, engine: named = "auto" }: AgentsOptions): Agents {
  const engine = named === "auto" ? "kernel" : named;
  let sandbox: Sandbox | undefined;
  let inference: Inference | undefined;
  let closed = false;

  /** The backend for genomes that are all programs or all networks, and the batch as it takes it. */
  function routed(batch: Batch): Route {
    if (closed) throw new WorldError("lanes-closed", "The lanes were closed", "Run it again to go on.");
    if ([...batch.genomes, ...batch.rivals].every(isNetwork)) {
      return { backend: (inference ??= createInference({ lanes, engine })), batch, faults: [] };
    }
    return { backend: (sandbox ??= createSandbox({ lanes })), ...asPrograms(batch, scenario) };
  }

  async function outcomesOf(batch: Batch): Promise<readonly Outcome[]> {
    const { backend, batch: own, faults } = routed(batch);
    const played = (await evaluateAll(backend, own)).values();
    return batch.genomes.map((_, i): Outcome => {
      const fault = faults[i];
      return fault === undefined ? played.next().value! : { status: "failed", fault };
    });
  }

  async function recorded(batch: Batch): Promise<readonly Recording[]> {
    const { backend, batch: own, faults } = routed(batch);
    const played = (await backend.record(own)).values();
    return batch.genomes.map((_, i): Recording => {
      const fault = faults[i];
      return fault === undefined ? played.next().value! : { outcome: { status: "failed", fault }, cases: [] };
    });
  }

  return {
    async *evaluate(batch) {
      if (batch.genomes.every((genome) => isNetwork(genome) === isNetwork(batch.genomes[0]!))) {
        const { backend, batch: own, faults } = routed(batch);
        if (faults.every((fault) => fault === undefined)) yield* backend.evaluate(own);
        else yield await outcomesOf(batch);
        return;
      }
      yield await apart(batch, outcomesOf);
    },
    record: async (batch) => apart(batch, recorded),
    lanes: () =>
      [...(sandbox?.lanes() ?? []), ...(inference?.lanes() ?? [])].map((status, lane) => ({ ...status, lane })),
    async close() {
      closed = true;
      await Promise.all([sandbox?.close(), inference?.close()]);
    },
  };
}

/** Does the work for the programs and for the networks of a batch, and puts what came of it into the batch's order. */
async function apart<T>(batch: Batch, work: (batch: Batch) => Promise<readonly T[]>): Promise<readonly T[]> {
  const [programs, networks] = await Promise.all(
    [false, true].map(async (wanted) => {
      const genomes = batch.genomes.filter((genome) => isNetwork(genome) === wanted);
      return (genomes.length === 0 ? [] : await work({ ...batch, genomes })).values();
    }),
  );
  return batch.genomes.map((genome) => (isNetwork(genome) ? networks! : programs!).next().value!);
}

/** Who evaluates a batch, and how it takes it. */
interface Route {
  readonly backend: Agents;
  /** Without the genomes that cannot play. */
  readonly batch: Batch;
  /** Why they cannot, genome by genome; empty where all can. */
  readonly faults: readonly (Fault | undefined)[];
}

/** A batch as it enters the sandbox. A rival that cannot come is no rival: the others come round in its place. */
function asPrograms(batch: Batch, scenario: Scenario): Omit<Route, "backend"> {
  const seated = batch.genomes.map((genome) => asProgram(genome, scenario));
  const rivals = batch.rivals.map((rival) => asProgram(rival, scenario)).filter((one) => "bytes" in one);
  const genomes = seated.filter((one) => "bytes" in one);
  const faults = seated.map((one) => ("bytes" in one ? undefined : one));
  return { batch: { ...batch, genomes, rivals }, faults };
}

/** A genome as the program that enters the sandbox, or why there is none: a network may have grown too large for one. */
function asProgram(genome: Genome, scenario: Scenario): Genome | Fault {
  if (!isNetwork(genome)) return genome;
  try {
    return networkAsProgram(genome, scenario);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "refused", message: error.message.slice(0, 200) };
  }
}
