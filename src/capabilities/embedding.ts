import { type Points, pointsOf } from "../std/points.ts";
import { principalComponents } from "../std/principal.ts";
import type { Random } from "../std/random.ts";
import { median } from "../std/statistics.ts";
import { behavioursOf } from "./behaviours.ts";
import { withRoom } from "./field.ts";
import type { Specimen } from "./specimen.ts";
import { stretchFeatures } from "./stretch-features.ts";

const dimensionsMax = 16;

/**
 * Behaviours as points of at most 16 coordinates, one a variant: near to each other are those who do the same things in
 * short stretches of their traces, and do as well on the same cases. Both count as much.
 */
export function embeddingOf(variants: readonly Pick<Specimen, "traces" | "cases">[], random: Random): Points {
  const stretches = stretchFeatures(behavioursOf(withRoom(variants)), random);
  const scores = scoreFeatures(variants.map(({ cases }) => cases));
  const blocks = [stretches, scores].map(inUnits);
  const rows = variants.map((_, i) => blocks.flatMap((block) => Array.from(block[i]!)));
  return principalComponents(pointsOf(rows), dimensionsMax);
}

/** A block of coordinates in units in which its total variance is 1; as it is where nothing varies. */
function inUnits(rows: readonly ArrayLike<number>[]): readonly Float64Array[] {
  const variance = columnsOf(rows).reduce((sum, column) => {
    const mean = column.reduce((total, value) => total + value, 0) / column.length;
    return sum + column.reduce((total, value) => total + (value - mean) ** 2, 0) / column.length;
  }, 0);
  const unit = variance < 1e-18 ? 1 : Math.sqrt(variance);
  return rows.map((row) => Float64Array.from(row, (value) => value / unit));
}

/**
 * Scores on each case around their median there, in units of the median distance from it of those that are not at it. Those
 * far away move closer together, so that nobody's outlier leaves the others without a difference.
 */
function scoreFeatures(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const columns = columnsOf(rows).map((column) => {
    const middle = median(column);
    const away = column.map((value) => Math.abs(value - middle)).filter((size) => size > 0);
    const unit = away.length === 0 ? 1 : median(away);
    return column.map((value) => Math.asinh((value - middle) / unit));
  });
  return rows.map((_, i) => columns.map((column) => column[i]!));
}

function columnsOf(rows: readonly ArrayLike<number>[]): readonly number[][] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, k) => rows.map((row) => row[k]!));
}
