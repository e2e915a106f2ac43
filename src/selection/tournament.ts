import type { Member } from "../archives/member.ts";
import { expectWhole } from "../std/expect.ts";
import type { Selection } from "./selection.ts";

export interface TournamentOptions {
  /** How many members are drawn for each tournament, from 1 (no pressure) to 1,000; 3 unless told. */
  readonly size?: number;
}

/**
 * The best of a few members drawn with replacement wins; of equally fit ones the smaller (lexicographic parsimony
 * pressure: Luke and Panait, GECCO 2002), then the one drawn first. Throws `UserError` for a size out of range.
 */
export function tournament({ size = 3 }: TournamentOptions = {}): Selection {
  expectWhole("size", size, 1, 1000);
  return {
    name: "tournament",
    prepare: (members) => (random) => {
      let winner = random.pick(members);
      for (let drawn = 1; drawn < size; drawn++) {
        const rival = random.pick(members);
        if (beats(rival, winner)) winner = rival;
      }
      return winner;
    },
  };
}

function beats(a: Member, b: Member): boolean {
  return a.fitness > b.fitness || (a.fitness === b.fitness && a.size < b.size);
}
