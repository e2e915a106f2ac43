import { UserError } from "../std/errors.ts";
import { expectWhole } from "../std/expect.ts";
import type { Archive } from "./archive.ts";
import type { Member } from "./member.ts";
import { byMerit, distinct, settled } from "./merit.ts";

export interface RankedOptions {
  /** The most members, from 1 to 1,000,000. */
  readonly capacity: number;
  /** How many of the best old members no newcomer can push out, from 0 to capacity - 1; 1 unless told. */
  readonly elites?: number;
  /**
   * Who takes the other places: `generational`, the best newcomers, and old members only where newcomers are too few;
   * `plus`, the best of old and new alike (mu + lambda); `youngest`, whoever was born last, good or bad. `elites` means
   * something to `generational` alone. `generational` unless told.
   */
  readonly replacement?: "generational" | "plus" | "youngest";
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
      const living = distinct(queueOf(replacement, elites, [members, newcomers])).slice(0, capacity);
      return living.toSorted(byMerit).map((member) => settled(member, 0, 0));
    },
  };
}

/** Old and new members, those first who are to live. */
function queueOf(
  replacement: "generational" | "plus" | "youngest",
  elites: number,
  [members, newcomers]: readonly [members: readonly Member[], newcomers: readonly Member[]],
): readonly Member[] {
  if (replacement === "youngest") return [...members, ...newcomers].toSorted((a, b) => b.id - a.id);
  if (replacement === "plus") return [...members, ...newcomers].toSorted(byMerit);
  const old = members.toSorted(byMerit);
  return [...old.slice(0, elites), ...newcomers.toSorted(byMerit), ...old.slice(elites)];
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
