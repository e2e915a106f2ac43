import type { Genome } from "../genome/genome.ts";
import type { Trace } from "./trace.ts";

/** A variant as the miner looks at it: where it comes from, how good it is, and what it did. */
export interface Specimen {
  readonly id: number;
  readonly generation: number;
  readonly island: number;
  readonly operator: string;
  readonly parents: readonly number[];
  /** The founder that it descends from by first parents: relatives count once. */
  readonly root: number;
  readonly genome: Genome;
  /** As members have it. */
  readonly fitness: number;
  /** The first objective on each training case, turned so that more is better. */
  readonly cases: readonly number[];
  /** One trace a training case, in their order. */
  readonly traces: readonly Trace[];
}
