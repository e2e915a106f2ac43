// Planted truth: how much of what was planted mining and proving find, and how much that was not. Writes a table.
// Needs the built package: `npm run build && node bench/planted.ts`. See README.md beside this file.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { defaultSpec } from "../src/campaign/default-spec.ts";
import type { Capability } from "../src/capabilities/capability.ts";
import type { Origin } from "../src/capabilities/entry.ts";
import { createAgents } from "../src/cli/agents.ts";
import { csvLine } from "../src/cli/csv.ts";
import { findingsOf, proved as entryFor } from "../src/cli/mining.ts";
import { createProving } from "../src/cli/proving.ts";
import { requestScenario } from "../src/cli/scenario-request.ts";
import { planted, scored } from "../tests/capabilities/planted.ts";
import { plantedPrograms } from "./planted-programs.ts";

const { values } = parseArgs({
  options: {
    what: { type: "string", default: "traces,programs" },
    seeds: { type: "string", default: "30" },
    first: { type: "string", default: "101" },
    prevalence: { type: "string", default: "0.1,0.2" },
    out: { type: "string", default: "bench/results/planted.csv" },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.first) + i);
const prevalences = values.prevalence.split(",").map(Number);

/** One run: what was planted, how much of it is a candidate and is validated, and how many others are. */
interface Row {
  readonly what: string;
  readonly prevalence: number;
  readonly seed: number;
  readonly planted: readonly string[];
  readonly candidates: number;
  readonly wrongCandidates: number;
  /** Traces alone cannot be put to the test. */
  readonly validated?: number;
  readonly wrongValidated?: number;
  /** What was validated and not planted. */
  readonly wrong: readonly string[];
}

const columns = [
  "what",
  "prevalence",
  "seed",
  "planted",
  "candidates",
  "wrongCandidates",
  "validated",
  "wrongValidated",
  "wrong",
];

function traces(prevalence: number, seed: number): Row {
  const truth = planted({ seed, prevalence });
  const { found, wrong } = scored(truth, { shadow: truth.shadow });
  const motifs = truth.motifs.map((motif) => motif.join("-"));
  return { what: "traces", prevalence, seed, planted: motifs, candidates: found, wrongCandidates: wrong, wrong: [] };
}

const address = { path: "logic-tasks", options: {} };
const loaded = await requestScenario(address.path, address.options, "/");
const { scenario, options } = loaded;
const agents = createAgents({ scenario, lanes: availableParallelism() });
const origin: Origin = {
  run: "planted",
  mined: { generations: 0 },
  scenario: { ...address, hash: "" },
  rivals: [],
  alphabet: scenario.trace!,
  found: { lamarck: "", node: "" },
};

async function programs(prevalence: number, seed: number): Promise<Row> {
  const spec = defaultSpec(scenario, address.path, options);
  const proving = createProving(agents, { scenario, address: { ...address, options, seed }, rivals: [] });
  const { tasks, gathered, shadow } = await plantedPrograms({ seed, prevalence, scenario, spec, proving });
  const tools = { proving, scenario, origin, seed };
  const capabilities: Capability[] = [];
  for (const candidate of findingsOf(gathered, shadow, tools).candidates) {
    capabilities.push(await entryFor(candidate, gathered, tools));
  }
  const isTrue = (pattern: readonly string[]): boolean => pattern.length === 1 && tasks.includes(pattern[0]!);
  const validated = capabilities.filter(({ status }) => status === "validated");
  const wrong = validated.filter(({ pattern }) => !isTrue(pattern));
  return {
    what: "programs",
    prevalence,
    seed,
    planted: tasks,
    candidates: capabilities.filter(({ pattern }) => isTrue(pattern)).length,
    wrongCandidates: capabilities.filter(({ pattern }) => !isTrue(pattern)).length,
    validated: validated.length - wrong.length,
    wrongValidated: wrong.length,
    wrong: wrong.map(({ pattern }) => pattern.join("-")),
  };
}

function summary(what: string, prevalence: number, rows: readonly Row[]): string {
  const sum = (of: (row: Row) => number | undefined): number => rows.reduce((total, row) => total + (of(row) ?? 0), 0);
  const all = sum((row) => row.planted.length);
  const tested = {
    validatedRecall: sum(({ validated }) => validated) / all,
    wrongValidatedARun: sum(({ wrongValidated }) => wrongValidated) / rows.length,
  };
  return JSON.stringify({
    what,
    prevalence,
    runs: rows.length,
    candidateRecall: sum(({ candidates }) => candidates) / all,
    wrongCandidatesARun: sum(({ wrongCandidates }) => wrongCandidates) / rows.length,
    ...(what === "programs" ? tested : {}),
  });
}

mkdirSync(dirname(values.out), { recursive: true });
let text = csvLine(columns);
for (const what of values.what.split(",")) {
  for (const prevalence of prevalences) {
    const rows: Row[] = [];
    for (const seed of seeds) {
      const row = what === "traces" ? traces(prevalence, seed) : await programs(prevalence, seed);
      rows.push(row);
      const { candidates, wrongCandidates, validated = "", wrongValidated = "" } = row;
      const told = [what, prevalence, seed, row.planted.join(" "), candidates, wrongCandidates];
      text += csvLine([...told, validated, wrongValidated, row.wrong.join(" ")]);
      writeFileSync(values.out, text);
    }
    console.log(summary(what, prevalence, rows));
  }
}
await agents.close();
