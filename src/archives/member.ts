import type { Genome } from "../genome/genome.ts";

/** A variant that lives in an archive. */
export interface Member {
  /** The variant's number in its campaign. */
  readonly id: number;
  readonly genome: Genome;
  /** In the genome kind's unit. */
  readonly size: number;
  /** The generation of its birth. */
  readonly generation: number;
  /** Mean over the cases of the first objective, turned so that more is better, less the parsimony penalty. */
  readonly fitness: number;
  /** The first objective on each case, turned so that more is better. */
  readonly cases: readonly number[];
  /** One number a behaviour measure. */
  readonly measures: readonly number[];
  /** How many children it has had. */
  readonly children: number;
  /** The island it lives on; 0 where there is one. */
  readonly island: number;
  /** The archive's own place for it (a grid cell); 0 where the archive has none. */
  readonly niche: number;
}
