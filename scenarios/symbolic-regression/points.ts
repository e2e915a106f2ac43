import type { Case, Split } from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import type { Points, Target } from "./targets.ts";

/** How many points where the literature gives none. */
const freshPoints = { train: 20, validation: 200, test: 1000 };

/** The cases of a target, one a point; grids with more than `pointsMax` points give a random choice of that many. */
export function casesOfTarget(target: Target, split: Split, pointsMax: number, random: Random): readonly Case[] {
  const stream = random.fork("symbolic-regression", split);
  return pointsOf(target, split, pointsMax, stream).map((instance, i) => ({
    id: `${split}-${i}`,
    instance,
    // Adding 0 makes 0 of -0, which JSON does not know.
    expected: target.value(...instance) + 0,
  }));
}

function pointsOf(target: Target, split: Split, pointsMax: number, stream: Random): number[][] {
  const given = target[split];
  if (given === undefined) return uniformPoints(target.train, Math.min(freshPoints[split], pointsMax), stream);
  const first = given[0]!;
  if ("count" in first) return uniformPoints(given, Math.min(first.count, pointsMax), stream);
  const axes = given.map(gridOf);
  const total = axes.reduce((product, axis) => product * axis.length, 1);
  return choose(total, pointsMax, stream).map((index) => gridPoint(axes, index));
}

function uniformPoints(ranges: readonly Points[], count: number, stream: Random): number[][] {
  return Array.from({ length: count }, () => ranges.map(({ from, to }) => from + (to - from) * stream.next()));
}

function gridOf(points: Points): number[] {
  if ("count" in points) throw new TypeError("A grid cannot be mixed with random points");
  const { from, to, step } = points;
  // Rounded, since sums of a step such as 0.1 drift away from the decimal numbers that are meant.
  const length = Math.floor((to - from) / step + 1e-9) + 1;
  return Array.from({ length }, (_, i) => Math.round((from + i * step) * 1e9) / 1e9 + 0);
}

/** The point with this number in the product of the axes; the last axis runs fastest. */
function gridPoint(axes: readonly (readonly number[])[], index: number): number[] {
  let rest = index;
  return axes
    .toReversed()
    .map((axis) => {
      const value = axis[rest % axis.length]!;
      rest = Math.floor(rest / axis.length);
      return value;
    })
    .toReversed();
}

/** All whole numbers below `total`, or a random choice of `most` of them, in rising order. */
function choose(total: number, most: number, stream: Random): number[] {
  if (total <= most) return Array.from({ length: total }, (_, i) => i);
  const chosen = new Set<number>();
  while (chosen.size < most) chosen.add(stream.int(total));
  return [...chosen].toSorted((a, b) => a - b);
}
