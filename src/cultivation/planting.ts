import { hostOf, shamGrafts } from "../capabilities/transplant.ts";
import type { Genome } from "../genome/genome.ts";
import { primitivesOf, type Scenario } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import { type Graft, grafted } from "../variation/graft.ts";

/** How a part is put into a population. */
export interface Planting {
  readonly graft: Graft;
  /** Whether parts of other members that are about as large are put there in its stead. */
  readonly isSham: boolean;
  readonly scenario: Scenario;
  /** The same for both, so that both go to the same places. */
  readonly random: Random;
}

/** The share of the members that are given the part. */
const share = 0.5;
/** From how many other members a sham part is taken. */
const donorsMax = 50;

/** A population of which every second member, drawn at random, has the part at a place of its type, also drawn. */
export function planted(members: readonly Genome[], { graft, isSham, scenario, random }: Planting): readonly Genome[] {
  const ground = { primitives: primitivesOf(scenario), random: random.fork("graft") };
  const places = random.fork("members").shuffle([...members.keys()]);
  const chosen = new Set(places.slice(0, Math.ceil(share * members.length)));
  return members.map((genome, i) => {
    if (!chosen.has(i)) return genome;
    const draw = random.fork("member", i);
    const { beds } = hostOf(genome, graft, scenario, draw.fork("beds"));
    const donors = members.filter(({ hash }) => hash !== genome.hash).slice(0, donorsMax);
    const [part] = isSham ? shamGrafts(graft, donors, scenario.agent, draw.fork("sham")) : [graft];
    if (part === undefined || beds.length === 0) return genome;
    return grafted(part, draw.fork("bed").pick(beds), ground) ?? genome;
  });
}
