// Clustering: how long HDBSCAN takes for many points of 16 dimensions.
import { parseArgs } from "node:util";
import { hdbscan } from "../src/std/hdbscan/hdbscan.ts";
import { pointsOf } from "../src/std/points.ts";
import { randomFromSeed } from "../src/std/random.ts";

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "1000,3000,10000" },
    dimensions: { type: "string", default: "16" },
    rounds: { type: "string", default: "3" },
  },
});

for (const count of values.points.split(",").map(Number)) {
  const random = randomFromSeed(1);
  const centres = Array.from({ length: 12 }, () =>
    Array.from({ length: Number(values.dimensions) }, () => 4 * random.normal()),
  );
  const points = pointsOf(
    Array.from({ length: count }, (_, i) => centres[i % centres.length]!.map((at) => at + random.normal())),
  );
  const seconds: number[] = [];
  let clusters = 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    const begun = performance.now();
    clusters = new Set(hdbscan(points, { minClusterSize: 15, minSamples: 5 }).filter((label) => label >= 0)).size;
    seconds.push((performance.now() - begun) / 1000);
  }
  console.log(JSON.stringify({ points: count, dimensions: points.dimensions, clusters, seconds }));
}
