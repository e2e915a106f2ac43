import { UserError } from "../std/errors.ts";
import { expectWhole } from "../std/expect.ts";
import type { Archive } from "./archive.ts";
import { byMerit, distinct, settled } from "./merit.ts";

export interface RankedOptions {
  /** The most members, from 1 to 1,000,000. */
  readonly capacity: number;
  /** How many of the best old members no newcomer can push out, from 0 to capacity - 1; 1 unless told. */
  readonly elites?: number;
  /**
   * Who takes the other places: `generational`, the best newcomers, and old members only where newcomers are too few;
   * `plus`, the best of old and new alike (mu + lambda), where `elites` means nothing. `generational` unless told.
   */
  readonly replacement?: "generational" | "plus";
}

/**
 * One population, best first, with at most one member a genome: the classic of genetic programming. With `plus`, or one
 * elite and more, the best so far is never lost. Throws `UserError` for settings out of range.
 */
export function ranked({ capacity, elites = 1, replacement = "generational" }: RankedOptions): Archive {
  expectWhole("capacity", capacity, 1, 1_000_000);
  if (replacement === "generational") expectElites(elites, capacity);
  return {
    name: "ranked",
    capacity,
    islands: 1,
    place({ members, newcomers }) {
      const old = members.toSorted(byMerit);
      const young = newcomers.toSorted(byMerit);
      const queue =
        replacement === "plus"
          ? [...old, ...young].toSorted(byMerit)
          : [...old.slice(0, elites), ...young, ...old.slice(elites)];
      const living = distinct(queue).slice(0, capacity);
      return living.toSorted(byMerit).map((member) => settled(member, 0, 0));
    },
  };
}

/** A full house of elites would shut every newcomer out for ever. */
function expectElites(elites: number, capacity: number): void {
  if (Number.isInteger(elites) && elites >= 0 && elites < capacity) return;
  throw new UserError(
    "bad-setting",
    `Expected \`elites\` to be a whole number from 0, below the capacity of ${capacity}, got \`${elites}\``,
    "Keep fewer elites, raise the capacity, or replace by `plus`.",
  );
}
