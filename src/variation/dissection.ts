import type { Genome } from "../genome/genome.ts";

/** A part of a genome that can be knocked out. */
export interface Unit {
  /** In the genome kind's unit. */
  readonly size: number;
  /** The smallest unit that it is a part of. */
  readonly around: Unit | undefined;
  /** The largest units in it. */
  readonly inside: readonly Unit[];
  /** Whether it can be raised (to 1, or true) as well as lowered (to 0, or false); the others are just gone. */
  readonly isRaisable: boolean;
}

/** Units that are knocked out, and whether each is raised. */
export type Cuts = ReadonlyMap<Unit, boolean>;

/** A genome taken apart into what can be knocked out of it. */
export interface Dissection {
  /** Each before those in it. */
  readonly units: readonly Unit[];
  /** The genome with units knocked out; undefined where that is no genome. */
  knockedOut(cuts: Cuts): Genome | undefined;
  /** Where units are in the genome's text, from the first character to behind the last; none where its text is no language. */
  placesOf(units: readonly Unit[]): readonly (readonly [from: number, to: number])[];
}

/** Cuts with some more, all of them lowered or raised. */
export function cutting(cuts: Cuts, units: readonly Unit[], raised = false): Cuts {
  return new Map([...cuts, ...units.map((unit) => [unit, raised] as const)]);
}

/** Whether a unit, or one around it, is knocked out. */
export function isCut(cuts: Cuts, unit: Unit): boolean {
  for (let at: Unit | undefined = unit; at !== undefined; at = at.around) if (cuts.has(at)) return true;
  return false;
}
