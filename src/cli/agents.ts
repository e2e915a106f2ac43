import type { Backend, Batch } from "../evaluation/backend.ts";
import { evaluateAll } from "../evaluation/backend.ts";
import type { EngineName } from "../evaluation/engine-name.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Recording } from "../evaluation/recording.ts";
import type { Genome } from "../genome/genome.ts";
import { createInference, type Inference } from "../inference/backend.ts";
import { networkAsProgram } from "../inference/network-program.ts";
import { createSandbox, type Sandbox } from "../sandbox/backend.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { WorldError } from "../std/errors.ts";

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
  function routed(batch: Batch): { readonly backend: Agents; readonly batch: Batch } {
    if (closed) throw new WorldError("lanes-closed", "The lanes were closed", "Run it again to go on.");
    if ([...batch.genomes, ...batch.rivals].every(({ kind }) => kind !== "program")) {
      return { backend: (inference ??= createInference({ lanes, engine })), batch };
    }
    const asProgram = (one: Genome): Genome => (one.kind === "program" ? one : networkAsProgram(one, scenario));
    const [genomes, rivals] = [batch.genomes.map(asProgram), batch.rivals.map(asProgram)];
    return { backend: (sandbox ??= createSandbox({ lanes })), batch: { ...batch, genomes, rivals } };
  }

  return {
    async *evaluate(batch) {
      const isProgram = batch.genomes.map(({ kind }) => kind === "program");
      if (new Set(isProgram).size < 2) {
        const { backend, batch: own } = routed(batch);
        yield* backend.evaluate(own);
        return;
      }
      const [programs, networks] = await Promise.all(
        [true, false].map(async (wanted) => {
          const genomes = batch.genomes.filter((_, i) => isProgram[i] === wanted);
          const { backend, batch: own } = routed({ ...batch, genomes });
          return (await evaluateAll(backend, own)).values();
        }),
      );
      yield isProgram.map((one): Outcome => (one ? programs! : networks!).next().value!);
    },
    async record(batch) {
      const recordings: Recording[] = [];
      for (const genome of batch.genomes) {
        const { backend, batch: own } = routed({ ...batch, genomes: [genome] });
        recordings.push(...(await backend.record(own)));
      }
      return recordings;
    },
    lanes: () =>
      [...(sandbox?.lanes() ?? []), ...(inference?.lanes() ?? [])].map((status, lane) => ({ ...status, lane })),
    async close() {
      closed = true;
      await Promise.all([sandbox?.close(), inference?.close()]);
    },
  };
}
