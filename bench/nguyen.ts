import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  assemble,
  createSandbox,
  defaultSpec,
  loadScenario,
  openRun,
  runCampaign,
  type CampaignSpec,
  type State,
} from "../dist/src/index.js";

// Success rates on Nguyen-1 to Nguyen-8: ten seeds each, at most 100,000 evaluations, solved when the error on each of
// the 20 training points is at most 0.01 (Koza's hits). Everything else is the scenario's default.
// Needs the built package: `npm run build && node bench/nguyen.ts [seeds] [target ...]`.

const [seeds = "10", ...named] = process.argv.slice(2);
const targets = named.length > 0 ? named : Array.from({ length: 8 }, (_, i) => `nguyen-${i + 1}`);
const folder = mkdtempSync(join(tmpdir(), "lamarck-nguyen-"));
const backend = createSandbox();

async function solve(target: string, seed: number): Promise<State> {
  const path = "symbolic-regression";
  const options = { target };
  const scenario = await loadScenario(path, options);
  const spec: CampaignSpec = {
    ...defaultSpec(scenario, path, options),
    seed,
    budget: { evaluations: 100_000, target: { over: "worst", compare: "<=", value: 0.01 } },
  };
  const writer = openRun(join(folder, `${target}-${seed}`));
  try {
    const sitting = { writer, id: `${target}-${seed}`, version: "bench", scenarioHash: "", backend };
    const { state } = await runCampaign({ ...sitting, campaign: assemble(spec, scenario) });
    return state;
  } finally {
    writer.close();
  }
}

try {
  console.log("| target | solved | births until solved, median | most |\n| --- | --- | --- | --- |");
  for (const target of targets) {
    const births: number[] = [];
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const state = await solve(target, seed);
      if (state.finished?.reason === "target") births.push(state.births);
    }
    const sorted = births.toSorted((a, b) => a - b);
    const shown = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((one) => one?.toLocaleString("en") ?? "-");
    console.log(`| ${target} | ${births.length} of ${seeds} | ${shown.join(" | ")} |`);
  }
} finally {
  await backend.close();
  rmSync(folder, { recursive: true, force: true });
}
