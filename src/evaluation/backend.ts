import type { Genome } from "../genome/genome.ts";
import type { Case, OptionValue, Split } from "../scenario/scenario.ts";
import type { EngineName } from "./engine-name.ts";
import type { Outcome } from "./evaluation.ts";

/** Where a scenario's code is found, as plain data: every process loads it for itself. */
export interface ScenarioAddress {
  /** Absolute path of the scenario's file, or the name of a built-in. */
  readonly path: string;
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  /** The seed of the campaign; cases are drawn from it. */
  readonly seed: number;
}

/** Which cases of a scenario are played: a split of its own or the first few of it, or a list that the user brought. */
export type CaseSet = { readonly split: Split; readonly first?: number } | { readonly list: readonly Case[] };

/** Genomes to be evaluated, each alone, on the same cases. */
export interface Batch {
  readonly scenario: ScenarioAddress;
  readonly cases: CaseSet;
  readonly genomes: readonly Genome[];
  /** The genomes in the seats of the generation's rivals; empty when agents play alone. */
  readonly rivals: readonly Genome[];
}

/** What one lane of a backend is doing, for displays. */
export interface LaneStatus {
  readonly lane: number;
  /** The sandbox process; 0 while there is none. */
  readonly pid: number;
  readonly evaluations: number;
  readonly restarts: number;
  /** What computes networks in it; absent where programs run. */
  readonly engine?: EngineName;
  /** What it works on; absent while it waits. */
  readonly task?: {
    readonly agents: number;
    /** How many of them have been played. */
    readonly done: number;
    readonly sinceMs: number;
    /** Milliseconds since something was last heard of its sandbox: a guest that hangs is quiet. */
    readonly quietMs: number;
  };
}

/** Runs evaluations: `sandbox` for programs, `inference` for networks. */
export interface Backend {
  /**
   * The outcomes of a batch in the order of its genomes, in pieces as they become known: one outcome a genome, faults
   * as data. Calls may overlap. Throws `WorldError` when it cannot go on, never because of a genome.
   */
  evaluate(batch: Batch): AsyncIterable<readonly Outcome[]>;
  /** What the lanes are doing. */
  lanes(): readonly LaneStatus[];
  /** Ends every process and thread. Idempotent. */
  close(): Promise<void>;
}

/** Evaluates a batch and waits for all of it. */
export async function evaluateAll(backend: Backend, batch: Batch): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const piece of backend.evaluate(batch)) outcomes.push(...piece);
  return outcomes;
}
