// What traces cost, against playing: `node bench/traces.ts [variants]`. See README.md beside this file.
import { loadavg } from "node:os";
import { tracesOf } from "../src/capabilities/trace.ts";
import { type Batch, evaluateAll } from "../src/evaluation/backend.ts";
import { type Genome, genomeOf } from "../src/genome/genome.ts";
import { createSandbox, type Sandbox } from "../src/sandbox/backend.ts";
import { loadScenario } from "../src/scenario/load.ts";
import { primitivesOf, type Scenario } from "../src/scenario/scenario.ts";
import { median } from "../src/std/statistics.ts";
import { randomFromSeed } from "../src/std/random.ts";
import { subtreeMutation } from "../src/variation/operators/subtree-mutation.ts";

const variants = Number(process.argv[2] ?? 200);
const rounds = 5;
/** Recordings are kept in memory: so many at a time. */
const atOnce = 50;

for (const path of ["cart-pole", "logic-tasks", "bin-packing"]) {
  const sandbox = createSandbox({ lanes: 1 });
  console.log(JSON.stringify(await measured(path, sandbox)));
  await sandbox.close();
}

/** Evaluated as in a campaign, recorded, and recorded and traced, in turn. */
async function measured(path: string, sandbox: Sandbox): Promise<object> {
  const scenario = await loadScenario(path, {});
  const genomes = childrenOf(scenario);
  const batch: Batch = { scenario: { path, options: {}, seed: 1 }, cases: { split: "train" }, genomes, rivals: [] };
  await evaluateAll(sandbox, batch);
  const rows: { readonly evaluated: number; readonly recorded: number; readonly traced: number }[] = [];
  let tokens = 0;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await evaluateAll(sandbox, batch);
    const evaluated = performance.now() - begun;
    let traced = 0;
    tokens = 0;
    for (let at = 0; at < variants; at += atOnce) {
      const recordings = await sandbox.record({ ...batch, genomes: genomes.slice(at, at + atOnce) });
      const before = performance.now();
      for (const recording of recordings) {
        for (const trace of tracesOf(scenario, recording)) tokens += trace.tokens.length;
      }
      traced += performance.now() - before;
    }
    rows.push({ evaluated, recorded: performance.now() - begun - evaluated - traced, traced });
  }
  return {
    bench: "traces",
    scenario: path,
    variants,
    evaluatedMs: Math.round(median(rows.map((row) => row.evaluated))),
    recordedRatio: ratio(rows.map((row) => row.recorded / row.evaluated)),
    tracedRatio: ratio(rows.map((row) => row.traced / row.evaluated)),
    tokensPerVariant: Math.round(tokens / variants),
    load: loadavg()[0],
  };
}

/** Children of the reference agents, which live longer than random programs. */
function childrenOf(scenario: Scenario): readonly Genome[] {
  const context = { signature: scenario.agent, primitives: primitivesOf(scenario), sizeMax: 60 };
  const parents = scenario.references!.map(({ source }) => genomeOf("program", source));
  const random = randomFromSeed(1);
  return Array.from({ length: variants }, (_, k) =>
    subtreeMutation.vary([parents[k % parents.length]!], context, random.fork(k))!,
  );
}

function ratio(values: readonly number[]): object {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const shown = [median(values), least, most].map((value) => Number(value.toFixed(3)));
  return { median: shown[0], least: shown[1], most: shown[2] };
}
