import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hdbscan } from "../../../src/std/hdbscan/hdbscan.ts";
import { spanningTree } from "../../../src/std/hdbscan/spanning-tree.ts";
import { chosenPoints, distance, type Points, pointsOf } from "../../../src/std/points.ts";
import { randomFromSeed } from "../../../src/std/random.ts";

interface Fixture {
  readonly name: string;
  readonly minClusterSize: number;
  readonly minSamples: number;
  readonly points: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly stable?: readonly number[];
}

const { fixtures } = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures.json"), "utf8")) as {
  readonly fixtures: readonly Fixture[];
};

/** Clusters numbered in the order in which they come. */
function renumbered(labels: Iterable<number>): readonly number[] {
  const numbers = new Map([[-1, -1]]);
  return Array.from(labels, (label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size - 1);
    return numbers.get(label)!;
  });
}

const places = fc.array(
  fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })),
  {
    minLength: 2,
    maxLength: 24,
  },
);

describe("HDBSCAN", () => {
  test.each(fixtures)("gives the labels of scikit-learn: $name", ({ points, labels, stable = labels, ...options }) => {
    expect(renumbered(hdbscan(pointsOf(points), options))).toEqual(renumbered(stable));
  });

  test("does so on 20 fixtures and more whatever the order of equal lengths", () => {
    expect(fixtures.filter(({ stable }) => stable === undefined).length).toBeGreaterThanOrEqual(20);
  });

  test("gives what its definition says, where no two distances are equal", () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 2, max: 6 }), (rows, minClusterSize) => {
        const points = pointsOf(rows);
        const lengths = pairsOf(points).map(([a, b]) => distance(points, a, b));
        fc.pre(new Set(lengths).size === lengths.length);
        const found = hdbscan(points, { minClusterSize, minSamples: 1 });
        expect(renumbered(found)).toEqual(renumbered(byDefinition(points, minClusterSize)));
      }),
    );
  });

  test("stands on a spanning tree as short as that of the whole matrix of mutual reachability", () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 6 }), (rows, minSamples) => {
        fc.pre(rows.length >= minSamples);
        const points = pointsOf(rows);
        const { lengths } = spanningTree(points, minSamples);
        expect(Array.from(lengths.toSorted())).toEqual(kruskal(points, minSamples));
      }),
    );
  });

  test("names no cluster where there are fewer points than a core has", () => {
    expect(Array.from(hdbscan(pointsOf([[1], [1], [1]]), { minClusterSize: 2, minSamples: 4 }))).toEqual([-1, -1, -1]);
    expect(Array.from(hdbscan(pointsOf([], 2), { minClusterSize: 2, minSamples: 1 }))).toEqual([]);
  });

  test("finds the same clusters in whatever order the points come, where no two distances are equal", () => {
    const random = randomFromSeed(4);
    const rows = Array.from({ length: 90 }, (_, i) => [random.normal() + 6 * (i % 3), random.normal()]);
    const order = random.shuffle(Array.from(rows.keys()));
    const options = { minClusterSize: 8, minSamples: 1 };
    const straight = hdbscan(pointsOf(rows), options);
    const shuffled = hdbscan(chosenPoints(pointsOf(rows), order), options);
    expect(renumbered(shuffled)).toEqual(renumbered(order.map((i) => straight[i]!)));
  });
});

function pairsOf({ count }: Points): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, a) => Array.from({ length: a }, (_none, b) => [a, b] as const)).flat();
}

/** The lengths of a minimum spanning tree, the shortest first, from all pairs. */
function kruskal(points: Points, minSamples: number): readonly number[] {
  const core = (a: number): number =>
    Array.from({ length: points.count }, (_, b) => distance(points, a, b)).toSorted((x, y) => x - y)[minSamples - 1]!;
  const edges = pairsOf(points).map(([a, b]) => ({ a, b, size: Math.max(core(a), core(b), distance(points, a, b)) }));
  const group = Array.from({ length: points.count }, (_, i) => i);
  return edges
    .toSorted((x, y) => x.size - y.size)
    .filter(({ a, b }) => {
      const [kept, lost] = [group[a]!, group[b]!];
      for (const [i, one] of group.entries()) if (one === lost) group[i] = kept;
      return kept !== lost;
    })
    .map(({ size }) => size);
}

/** The labels as the definition has them, with single points as cores: parts that are connected below ever smaller distances. */
function byDefinition(points: Points, minClusterSize: number): readonly number[] {
  const all = Array.from({ length: points.count }, (_, i) => i);
  const labels = all.map(() => -1);
  const { parts } = descended(points, minClusterSize, { members: all, birth: 0 });
  for (const [label, members] of parts.entries()) for (const member of members) labels[member] = label;
  return labels;
}

interface Cluster {
  readonly members: readonly number[];
  readonly birth: number;
}

/** The clusters below one, and how stable they are together. */
function descended(
  points: Points,
  least: number,
  cluster: Cluster,
): { mass: number; parts: readonly (readonly number[])[] } {
  let { members } = cluster;
  let stability = 0;
  for (;;) {
    const widest = Math.max(...kruskal(chosenPoints(points, members), 1));
    const large = connected(points, members, widest).filter(({ length }) => length >= least);
    const stay = large.length === 1 ? large[0]! : [];
    stability += (1 / widest - cluster.birth) * (members.length - stay.length);
    if (large.length === 1) members = stay;
    else {
      const below = large.map((part) => descended(points, least, { members: part, birth: 1 / widest }));
      const mass = below.reduce((sum, one) => sum + one.mass, 0);
      const parts = below.flatMap((one) => one.parts);
      const isRoot = cluster.birth === 0;
      return isRoot || mass > stability ? { mass, parts } : { mass: stability, parts: [cluster.members] };
    }
  }
}

/** The parts of some points that chains of steps shorter than a distance connect. */
function connected(points: Points, members: readonly number[], below: number): readonly (readonly number[])[] {
  const left = new Set(members);
  const parts: number[][] = [];
  for (const start of members) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const one of part) {
      for (const other of left) if (distance(points, one, other) < below && left.delete(other)) part.push(other);
    }
    parts.push(part);
  }
  return parts;
}
