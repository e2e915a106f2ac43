// Null campaigns: campaigns without selection, mined and proved as real ones are. Whatever is validated is false.
// Needs the built package: `npm run build && node bench/null-campaigns.ts`. See README.md beside this file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { assemble } from "../src/campaign/assemble.ts";
import { defaultSpec } from "../src/campaign/default-spec.ts";
import type { Capability } from "../src/capabilities/capability.ts";
import type { Findings } from "../src/capabilities/mine.ts";
import { shadowSpec } from "../src/capabilities/shadow.ts";
import { type Agents, createAgents } from "../src/cli/agents.ts";
import { csvLine } from "../src/cli/csv.ts";
import { openMiner } from "../src/cli/miner.ts";
import { scenarioHash } from "../src/cli/scenario-hash.ts";
import { type LoadedScenario, requestScenario } from "../src/cli/scenario-request.ts";
import { runCampaign } from "../src/runner/run-campaign.ts";
import { openRun, readRun } from "../src/store/run-directory.ts";

const { values } = parseArgs({
  options: {
    scenarios: { type: "string", default: "logic-tasks:60,prisoners-dilemma:20,foraging:20" },
    first: { type: "string", default: "1001" },
    generations: { type: "string", default: "20" },
    population: { type: "string", default: "100" },
    out: { type: "string", default: "bench/results/null-campaigns.csv" },
  },
});

const population = Number(values.population);
/** Small, and without statements: programs that nobody selects grow and loop, and take most of the time. */
const sizeMax = 40;

/** What mining a campaign without selection comes to. */
interface Row {
  readonly findings: Findings;
  readonly selection: number | undefined;
  readonly capabilities: readonly Capability[];
}

/** Runs a campaign in which parents are drawn at random and the oldest die, and mines it. */
async function nullCampaign(loaded: LoadedScenario, seed: number, agents: Agents): Promise<Row> {
  const { scenario, path, options } = loaded;
  const folder = mkdtempSync(join(tmpdir(), "lamarck-null-"));
  const base = defaultSpec(scenario, path, options);
  const spec = {
    ...shadowSpec({ ...base, seed, population, births: population, sizeMax, primitives: { statements: false } }),
    budget: { generations: Number(values.generations) },
  };
  try {
    const writer = openRun(folder);
    const campaign = assemble(spec, scenario);
    await runCampaign({
      writer,
      id: "null",
      version: "",
      scenarioHash: scenarioHash(loaded),
      backend: agents,
      campaign,
    });
    writer.close();
    const { signal } = new AbortController();
    const miner = openMiner(readRun(folder), { loaded, lanes: 1, signal });
    try {
      miner.read();
      const look = await miner.look({});
      const capabilities: Capability[] = [];
      for (const candidate of look.findings.candidates) capabilities.push(await miner.prove(candidate, look));
      return { findings: look.findings, selection: look.gathered.selection, capabilities };
    } finally {
      await miner.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(dirname(values.out), { recursive: true });
let text = csvLine(["scenario", "seed", "patterns", "selection", "candidates", "validated", "names"]);
let [runs, withCandidates, withValidated] = [0, 0, 0];
for (const part of values.scenarios.split(",")) {
  const [path, count] = part.split(":") as [string, string];
  const loaded = await requestScenario(path, {}, "/");
  const agents = createAgents({ scenario: loaded.scenario, lanes: 1 });
  for (let i = 0; i < Number(count); i++) {
    const seed = Number(values.first) + i;
    const { findings, selection, capabilities } = await nullCampaign(loaded, seed, agents);
    const validated = capabilities.filter(({ status }) => status === "validated");
    runs++;
    if (capabilities.length > 0) withCandidates++;
    if (validated.length > 0) withValidated++;
    const { patterns } = findings;
    const names = validated.map(({ name }) => name).join("; ");
    text += csvLine([path, seed, patterns, selection ?? "", capabilities.length, validated.length, names]);
    writeFileSync(values.out, text);
    console.log(JSON.stringify({ path, seed, selection, patterns, candidates: capabilities.length, validated: names }));
  }
  await agents.close();
}
console.log(JSON.stringify({ runs, withCandidates, withValidated }));
