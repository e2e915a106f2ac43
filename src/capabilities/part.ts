import type { Genome } from "../genome/genome.ts";
import { type Cuts, cutting, type Dissection, isCut, type Unit } from "../variation/dissection.ts";
import type { Anatomy } from "./anatomy.ts";
import { ddmin } from "./ddmin.ts";

/** A part of a genome that shows something by itself. */
export interface Part {
  /** What it is made of; none of them inside another. */
  readonly units: readonly Unit[];
  /** The part as a genome: it alone, everything else being knocked out. */
  readonly core: Genome;
}

/** Whether each of some genomes shows it. */
export type Shown = (genomes: readonly Genome[]) => Promise<readonly boolean[]>;

/**
 * The smallest part of a genome with these cuts that still shows something, from its largest units to the smallest: hierarchical delta debugging (G. Misherghi and Z. Su, ICSE 2006). Undefined where it is shown without any.
 */
export async function smallestPart(
  body: Dissection,
  { simplified }: Pick<Anatomy, "simplified">,
  cuts: Cuts,
  shown: Shown,
): Promise<Part | undefined> {
  const reduced = await reducedTo(body, cuts, shown);
  const parts = partUnits(body.units, reduced);
  if (parts.length === 0) return undefined;
  const plain = body.knockedOut(reduced)!;
  const simpler = simplified(plain);
  const isSame = simpler !== undefined && (await shown([simpler]))[0] === true;
  return { units: parts, core: isSame ? simpler : plain };
}

/** Knocks out, level by level, what is not needed; the cuts that it took. */
async function reducedTo(body: Dissection, before: Cuts, shown: Shown): Promise<Cuts> {
  let cuts = before;
  let level = body.units.filter(({ around }) => around === undefined);
  while (level.length > 0) {
    for (const raised of [false, true]) {
      const open = level.filter((unit) => !cuts.has(unit) && (!raised || unit.isRaisable));
      const cutTo = (kept: readonly Unit[]): Cuts => {
        return cutting(
          cuts,
          open.filter((unit) => !kept.includes(unit)),
          raised,
        );
      };
      const kept = await ddmin(open, async (lists) =>
        shownAll(
          lists.map((list) => body.knockedOut(cutTo(list))),
          shown,
        ),
      );
      cuts = cutTo(kept);
    }
    level = level.filter((unit) => !cuts.has(unit)).flatMap(({ inside }) => inside);
  }
  return cuts;
}

async function shownAll(genomes: readonly (Genome | undefined)[], shown: Shown): Promise<readonly boolean[]> {
  const known = (await shown(genomes.filter((genome) => genome !== undefined))).values();
  return genomes.map((genome) => genome !== undefined && known.next().value!);
}

/** The largest units of which all is still there, and the smallest of those of which only themselves are. */
function partUnits(units: readonly Unit[], cuts: Cuts): readonly Unit[] {
  const isWhole = (unit: Unit): boolean => !cuts.has(unit) && unit.inside.every(isWhole);
  const innermost = units.filter((unit) => !isCut(cuts, unit) && unit.inside.every((inner) => cuts.has(inner)));
  const largest = innermost.map((unit) => {
    let at = unit;
    while (at.around !== undefined && isWhole(at.around)) at = at.around;
    return at;
  });
  return [...new Set(largest)];
}
