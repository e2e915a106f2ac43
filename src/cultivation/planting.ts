import type { Grafting } from "../capabilities/anatomy.ts";
import type { Genome } from "../genome/genome.ts";
import type { Random } from "../std/random.ts";

/** How a part is put into a population. */
export interface Planting {
  readonly grafting: Grafting;
  /** Whether it is given random parts in its stead, which are about as large. */
  readonly isSham: boolean;
  /** The same for both, so that both go to the same members, in the same way. */
  readonly random: Random;
}

/** The share of the members that are given the part. */
const share = 0.5;

/** A population of which every second member, drawn at random, has the part, in a way that is also drawn. */
export function planted(members: readonly Genome[], { grafting, isSham, random }: Planting): readonly Genome[] {
  const places = random.fork("members").shuffle([...members.keys()]);
  const chosen = new Set(places.slice(0, Math.ceil(share * members.length)));
  return members.map((genome, i) => {
    if (!chosen.has(i)) return genome;
    const draw = random.fork("member", i);
    const [parts = [], shams = []] =
      grafting.into(genome, { beds: draw.fork("beds"), shams: draw.fork("shams") }) ?? [];
    const ways = isSham ? shams : parts;
    return ways.length === 0 ? genome : draw.fork("way").pick(ways);
  });
}
