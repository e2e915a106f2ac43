import type { Genome } from "../genome/genome.ts";
import { syntaxOf } from "../genome/kinds/program.ts";
import { rewritten } from "../variation/rewrite.ts";
import { canonical } from "../variation/simplify.ts";
import { ddmin } from "./ddmin.ts";
import { type Cuts, cutting, isCut, knockedOut, type Unit } from "../variation/knockout.ts";

/** A part of a program that shows something by itself. */
export interface Part {
  /** What it is made of; none of them inside another. */
  readonly units: readonly Unit[];
  /** The part as a program: it alone, everything else being knocked out. */
  readonly core: Genome;
}

/** Whether each of some programs shows it. */
export type Shown = (programs: readonly Genome[]) => Promise<readonly boolean[]>;

/**
 * The smallest part of a program with these cuts that still shows something, from the top of its syntax tree to the
 * leaves: hierarchical delta debugging (G. Misherghi and Z. Su, ICSE 2006). Undefined where it is shown without any.
 */
export async function smallestPart(
  genome: Genome,
  units: readonly Unit[],
  cuts: Cuts,
  shown: Shown,
): Promise<Part | undefined> {
  const reduced = await reducedTo(genome, units, cuts, shown);
  const parts = partUnits(units, reduced);
  if (parts.length === 0) return undefined;
  const plain = knockedOut(genome, reduced)!;
  const simpler = canonical(rewritten(syntaxOf(plain)));
  const isSame = simpler !== undefined && (await shown([simpler]))[0] === true;
  return { units: parts, core: isSame ? simpler : plain };
}

/** Knocks out, level by level, what is not needed; the cuts that it took. */
async function reducedTo(genome: Genome, units: readonly Unit[], before: Cuts, shown: Shown): Promise<Cuts> {
  let cuts = before;
  let level = units.filter(({ around }) => around === undefined);
  while (level.length > 0) {
    for (const raised of [false, true]) {
      const open = level.filter((unit) => !cuts.has(unit) && (!raised || unit.site.type !== "statement"));
      const cutTo = (kept: readonly Unit[]): Cuts => {
        return cutting(
          cuts,
          open.filter((unit) => !kept.includes(unit)),
          raised,
        );
      };
      const kept = await ddmin(open, async (lists) =>
        shownAll(
          lists.map((list) => knockedOut(genome, cutTo(list))),
          shown,
        ),
      );
      cuts = cutTo(kept);
    }
    level = level.filter((unit) => !cuts.has(unit)).flatMap(({ inside }) => inside);
  }
  return cuts;
}

async function shownAll(programs: readonly (Genome | undefined)[], shown: Shown): Promise<readonly boolean[]> {
  const known = (await shown(programs.filter((program) => program !== undefined))).values();
  return programs.map((program) => program !== undefined && known.next().value!);
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
