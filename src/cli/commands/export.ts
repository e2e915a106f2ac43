import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { byMerit, distinct } from "../../archives/merit.ts";
import { UserError } from "../../std/errors.ts";
import { attempt } from "../../store/appender.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { csvLine } from "../csv.ts";
import { choiceFlag } from "../flags.ts";
import type { RunView, VariantRow } from "../../view/model.ts";
import { meanScore, scoreOf } from "../../view/score.ts";
import { genomesOf, scenarioOf, stateOf, variantId, variantRecord, viewOf } from "../history.ts";
import { limitOf } from "../output.ts";
import { savePopulation } from "../population.ts";
import { oneLine, toJson } from "../../text/sanitize.ts";
import type { Terminal } from "../terminal.ts";

export const formats = ["jsonl", "csv", "js"] as const;

/** `lamarck export`: all variants as rows, the champion's program, or those who live as a population to start from. */
export const exportCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .option(
        "--format <name>",
        "jsonl or csv: one row a variant; js: the program of the champion, or of the best so far",
        "jsonl",
      )
      .option("-o, --output <file>", "where to; - for standard output", "-")
      .option("--population <folder>", "write those who live as a population, the best first")
      .option("--limit <count>", "the most agents of the population", "100");
  },
  act: exportRun,
};

async function exportRun(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const format = choiceFlag("--format", textOf(options, "format")!, formats);
  const limit = limitOf(textOf(options, "limit")!);
  const population = textOf(options, "population");
  const run = findRun(word, terminal.cwd);
  if (population !== undefined) return exportPopulation(terminal, run, resolve(terminal.cwd, population), limit);
  const output = textOf(options, "output")!;
  const pieces = format === "js" ? [await programText(run)] : rows(await viewOf(run, terminal.cwd), format);
  if (output === "-") for (const piece of pieces) terminal.out(piece);
  else writeFile(resolve(terminal.cwd, output), pieces);
  return 0;
}

function* rows({ variants }: RunView, format: "jsonl" | "csv"): Generator<string> {
  const columns = [
    "id",
    "generation",
    "operator",
    "parents",
    "island",
    "size",
    "genome",
    "status",
    "score",
    "interval",
    "gain",
    "fault",
    "from",
    "children",
    "alive",
    "ms",
  ] as const;
  if (format === "csv") yield csvLine(columns);
  for (let id = 0; id < variants.count; id++) {
    const row = variants.row(id)!;
    if (row.status === "running") continue;
    yield format === "csv" ? csvLine(columns.map((column) => cell(row, column))) : `${toJson(row)}\n`;
  }
}

function cell(row: VariantRow, column: keyof VariantRow): string | number {
  const value = row[column];
  if (typeof value === "object") return value.join(" ");
  return typeof value === "boolean" ? String(value) : (value ?? "");
}

/** In pieces, and never over what is there. */
function writeFile(path: string, pieces: Iterable<string>): void {
  if (existsSync(path))
    throw new UserError("file-exists", `There already is a file ${path}`, "Name another file with `-o`.");
  const file = attempt(path, () => openSync(path, "wx"));
  try {
    for (const piece of pieces) attempt(path, () => writeSync(file, piece));
  } finally {
    closeSync(file);
  }
}

async function programText(run: RunReader): Promise<string> {
  const objective = (await scenarioOf(run)).objectives[0];
  const { finished } = stateOf(run, objective);
  const id = await variantId(run, finished?.champion === undefined ? "best" : "champion");
  const { born, outcome } = variantRecord(run, id);
  const [genome] = genomesOf(run, [born.genome]);
  const { spec, lamarck } = run.manifest;
  const score = outcome?.status === "scored" ? `, ${objective.name} ${meanScore(outcome)} on training cases` : "";
  return `// ${oneLine(`Evolved by Lamarck ${lamarck}: variant ${id} of the run ${run.manifest.id}, seed ${spec.seed}${score}.`, 400)}\n${genome!.bytes}`;
}

async function exportPopulation(terminal: Terminal, run: RunReader, folder: string, limit: number): Promise<number> {
  const scenario = await scenarioOf(run);
  const objective = scenario.objectives[0];
  const { spec, lamarck, id } = run.manifest;
  const members = distinct(stateOf(run, objective).members.toSorted(byMerit)).slice(0, limit);
  if (members.length === 0)
    throw new UserError("nobody-lives", `Nobody lives in the run ${id}`, "Run it longer with `lamarck resume`.");
  const genomes = genomesOf(
    run,
    members.map(({ genome }) => genome.hash),
  );
  const agents = members.map((member) => ({
    hash: member.genome.hash,
    from: { run: id, variant: member.id, seed: spec.seed, lamarck },
    score: scoreOf(objective, member.cases),
    split: "train" as const,
  }));
  const { options } = spec.scenario;
  savePopulation(folder, {
    manifest: {
      schema: "lamarck/population@1",
      kind: spec.kind,
      scenario: scenario.name,
      options,
      agents,
      licence: "MIT",
    },
    genomes,
  });
  terminal.err(
    `${agents.length} agents are in ${folder}. Start from them with \`lamarck run ... --population ${folder}\`.\n`,
  );
  return 0;
}
