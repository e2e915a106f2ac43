// Clustering: how long HDBSCAN takes for many points of 16 dimensions, and how well planted kinds of behaviour are found.
import { parseArgs } from "node:util";
import { behaviourMapOf } from "../src/capabilities/behaviour-map.ts";
import { hdbscan } from "../src/std/hdbscan/hdbscan.ts";
import { pointsOf } from "../src/std/points.ts";
import { randomFromSeed } from "../src/std/random.ts";
import { adjustedRand, plantedKinds } from "../tests/capabilities/planted.ts";

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "1000,3000,10000" },
    dimensions: { type: "string", default: "16" },
    seeds: { type: "string", default: "10" },
    first: { type: "string", default: "1" },
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
  const cpuSeconds: number[] = [];
  let clusters = 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    const begun = performance.now();
    const used = process.cpuUsage();
    clusters = new Set(hdbscan(points, { minClusterSize: 15, minSamples: 5 }).filter((label) => label >= 0)).size;
    const { user, system } = process.cpuUsage(used);
    seconds.push((performance.now() - begun) / 1000);
    cpuSeconds.push((user + system) / 1e6);
  }
  console.log(JSON.stringify({ points: count, dimensions: points.dimensions, clusters, seconds, cpuSeconds }));
}

for (const own of [1, 0.5, 0.25, 0]) {
  const begun = process.cpuUsage();
  const found = Array.from({ length: Number(values.seeds) }, (_, i) => {
    const seed = Number(values.first) + i;
    const { specimens, kinds } = plantedKinds({ seed, own });
    const { variants, stabilities } = behaviourMapOf(specimens, randomFromSeed(seed));
    const named = variants.map(({ kind = 0 }) => kind);
    return { kinds: stabilities.length, agreement: Number(adjustedRand(kinds, named).toFixed(3)) };
  });
  const { user, system } = process.cpuUsage(begun);
  console.log(JSON.stringify({ own, found, cpuMs: Math.round((user + system) / 1000 / found.length) }));
}
