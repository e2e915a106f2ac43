import type { Member } from "../archives/member.ts";
import { genomeOf } from "../genome/genome.ts";

/** A member for tests, with its own genome and plain values for all that is not told. */
export function memberOf(id: number, told: Partial<Omit<Member, "id">> = {}): Member {
  const { fitness = 0 } = told;
  return {
    id,
    genome: genomeOf("fake", String(id)),
    size: 1,
    generation: 0,
    fitness,
    cases: [fitness],
    measures: [],
    children: 0,
    island: 0,
    niche: 0,
    ...told,
  };
}
