// How many programs a second run each in a fresh, metered and frozen isolate: `node bench/fresh-isolates.ts [lanes]`.
import { availableParallelism, loadavg } from "node:os";
import type { Batch } from "../src/evaluation/backend.ts";
import { evaluateAll } from "../src/evaluation/backend.ts";
import { createSandbox } from "../src/sandbox/backend.ts";
import { loadScenario } from "../src/scenario/load.ts";
import { primitivesOf } from "../src/scenario/scenario.ts";
import { randomFromSeed } from "../src/std/random.ts";
import { rampedProgram } from "../src/variation/operators/random-program.ts";

const programs = 1500;
const rounds = 5;
const scenario = { path: "symbolic-regression", options: { target: "nguyen-5" }, seed: 1 };

const lanes = Number(process.argv[2] ?? availableParallelism());
const { agent, ...world } = await loadScenario(scenario.path, scenario.options);
const context = { signature: agent, primitives: primitivesOf({ agent, ...world }), sizeMax: 60 };
const random = randomFromSeed(1);
const genomes = Array.from({ length: programs }, (_, k) => rampedProgram.vary([], context, random.fork(k))!);
const batch: Batch = { scenario, cases: { split: "train" }, genomes, rivals: [] };

const sandbox = createSandbox({ lanes, speed: "alone" });
await evaluateAll(sandbox, { ...batch, genomes: genomes.slice(0, 100) });
const rates: number[] = [];
let cases = 0;
for (let round = 0; round < rounds; round++) {
  const begun = performance.now();
  const outcomes = await evaluateAll(sandbox, batch);
  rates.push((1000 * programs) / (performance.now() - begun));
  cases = Math.max(0, ...outcomes.map((one) => (one.status === "scored" ? one.scores.length : 0)));
}
await sandbox.close();
const sorted = rates.toSorted((a, b) => a - b);
console.log(
  JSON.stringify({
    bench: "fresh-isolates",
    lanes,
    cases,
    programsPerSecond: {
      median: Math.round(sorted[rounds >> 1]!),
      least: Math.round(sorted[0]!),
      most: Math.round(sorted.at(-1)!),
    },
    load: loadavg()[0],
  }),
);
