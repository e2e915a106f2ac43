import { assert, UserError } from "../std/errors.ts";
import { expectWhole } from "../std/expect.ts";
import type { Archive } from "./archive.ts";
import type { Member } from "./member.ts";
import { byMerit, settled } from "./merit.ts";

/** The grid that the behaviour measures span. */
export interface MapElitesOptions {
  /** One axis a measure, in the order of the members' measures. */
  readonly measures: readonly GridAxis[];
}

/** One axis of the grid. */
export interface GridAxis {
  readonly name: string;
  /** Values beyond it fall into the first or the last bin. */
  readonly range: readonly [number, number];
  /** How many equal bins, from 1 (the measure is ignored) to 1,000. */
  readonly bins: number;
}

const cellsMax = 1_000_000;

/**
 * A grid over the behaviour measures that keeps the best member of each cell (Mouret and Clune, arXiv 1504.04909):
 * the fitter, then the smaller, then the older one. The niche is the number of the cell, the last measure varying
 * fastest. Throws `UserError` for a grid that is none or has more than a million cells.
 */
export function mapElites({ measures }: MapElitesOptions): Archive {
  const capacity = cellCount(measures);
  return {
    name: "map-elites",
    capacity,
    islands: 1,
    place({ members, newcomers }) {
      const cells = new Map<number, Member>();
      for (const member of [...members, ...newcomers]) {
        const cell = cellOf(member, measures);
        const holder = cells.get(cell);
        if (holder === undefined || byMerit(member, holder) < 0) cells.set(cell, member);
      }
      return [...cells].toSorted(([a], [b]) => a - b).map(([cell, member]) => settled(member, 0, cell));
    },
  };
}

function cellCount(measures: readonly GridAxis[]): number {
  let cells = 1;
  for (const { name, range, bins } of measures) {
    expectWhole(`bins of ${name}`, bins, 1, 1000);
    if (!(range[1] - range[0] > 0 && range[1] - range[0] < Infinity)) {
      throw new UserError(
        "bad-setting",
        `Expected the range of \`${name}\` to rise from one number to another, got \`${range.join(", ")}\``,
        "Give the lower end first.",
      );
    }
    cells *= bins;
  }
  if (measures.length > 0 && cells <= cellsMax) return cells;
  throw new UserError(
    "bad-setting",
    `Expected a grid of at least one measure and at most ${cellsMax} cells, got ${measures.length} and ${cells}`,
    measures.length > 0 ? "Use fewer bins." : "Choose a scenario that declares measures, or another archive.",
  );
}

function cellOf(member: Member, measures: readonly GridAxis[]): number {
  let cell = 0;
  measures.forEach(({ name, range: [from, to], bins }, axis) => {
    const value = member.measures[axis] ?? Number.NaN;
    assert(!Number.isNaN(value), `variant ${member.id} has a number for the measure ${name}`);
    const bin = Math.floor(((value - from) / (to - from)) * bins);
    cell = cell * bins + Math.min(Math.max(bin, 0), bins - 1);
  });
  return cell;
}
