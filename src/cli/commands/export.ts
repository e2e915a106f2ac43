import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { byMerit, distinct } from "../../archives/merit.ts";
import { kindsOf } from "../../events/spec.ts";
import type { Genome } from "../../genome/genome.ts";
import { isNetwork } from "../../genome/kinds.ts";
import { UserError } from "../../std/errors.ts";
import { attempt } from "../../store/appender.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { csvLine } from "../csv.ts";
import { choiceFlag } from "../flags.ts";
import { asksModels } from "../../view/money.ts";
import type { RunView, VariantRow } from "../../view/model.ts";
import { meanScore, scoreOf } from "../../view/score.ts";
import { genomesOf, scenarioOf, stateOf, variantId, variantRecord, viewOf } from "../history.ts";
import { limitOf } from "../output.ts";
import { savedText, savePopulation, wholeGenome } from "../population.ts";
import { oneLine, toJson } from "../../text/sanitize.ts";
import type { Terminal } from "../terminal.ts";
import { number } from "../../text/figures.ts";

export const formats = ["jsonl", "csv", "js", "onnx"] as const;

/** `lamarck export`: all variants as rows, one as a program or a model, or those who live as a population to start from. */
export const exportCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .option(
        "--format <name>",
        "jsonl or csv: one row a variant; js: a program; onnx: a network as a model that stands alone",
        "jsonl",
      )
      .option(
        "--variant <id>",
        "with js or onnx: its number, or champion, or best (default: the champion, else the best)",
      )
      .option("-o, --output <file>", "where to; - for standard output", "-")
      .option("--population <folder>", "write those who live as a population, the best first")
      .option(
        "--kind <name>",
        "with --population: the kind of its agents (default: the run's, or the first of its kinds)",
      )
      .option("--limit <count>", "with --population: the most agents (default: 100)");
  },
  act: exportRun,
};

async function exportRun(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const format = choiceFlag("--format", textOf(options, "format")!, formats);
  const asked = textOf(options, "limit");
  const limit = limitOf(asked ?? "100");
  const [population, kind, variant] = ["population", "kind", "variant"].map((name) => textOf(options, name));
  const run = findRun(word, terminal.cwd);
  if (population !== undefined) {
    return exportPopulation(terminal, run, { folder: resolve(terminal.cwd, population), limit, kind });
  }
  const idle = asked === undefined ? (kind === undefined ? undefined : "--kind") : "--limit";
  if (idle !== undefined) {
    throw new UserError(
      "bad-option",
      `\`${idle}\` does nothing without \`--population\``,
      "Leave it out, or export a population.",
    );
  }
  const output = textOf(options, "output")!;
  if (format === "onnx") return exportModel(terminal, run, { output, variant });
  const pieces = format === "js" ? [await programText(run, variant)] : rows(await viewOf(run, terminal.cwd), format);
  if (output === "-") for (const piece of pieces) terminal.out(piece);
  else writeFile(resolve(terminal.cwd, output), pieces);
  return 0;
}

function* rows({ variants, state }: RunView, format: "jsonl" | "csv"): Generator<string> {
  const columns: readonly (keyof VariantRow)[] = [
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
    ...(asksModels(state) ? (["draft", "model", "calls", "usd"] as const) : []),
  ];
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
  checkFree(path);
  const file = attempt(path, () => openSync(path, "wx"));
  try {
    for (const piece of pieces) attempt(path, () => writeSync(file, piece));
  } finally {
    closeSync(file);
  }
}

function checkFree(path: string): void {
  if (!existsSync(path)) return;
  throw new UserError("file-exists", `There already is a file ${path}`, "Name another file with `-o`.");
}

/** One of a run's variants, and how it is called. */
interface Chosen {
  readonly genome: Genome;
  readonly about: string;
}

/** The variant of this name; without one the champion, or the best so far. */
async function chosenOf(run: RunReader, word: string | undefined): Promise<Chosen> {
  const objective = (await scenarioOf(run)).objectives[0];
  const { finished } = stateOf(run, objective);
  const id = await variantId(run, word ?? (finished?.champion === undefined ? "best" : "champion"));
  const { born, outcome } = variantRecord(run, id);
  const [genome] = genomesOf(run, [born.genome]);
  const { spec, lamarck } = run.manifest;
  const score =
    outcome?.status === "scored" ? `, ${objective.name} ${number(meanScore(outcome))} on training cases` : "";
  const about = `Evolved by Lamarck ${lamarck}: variant ${id} of the run ${run.manifest.id}, seed ${spec.seed}${score}.`;
  return { genome: genome!, about: oneLine(about, 400) };
}

async function programText(run: RunReader, variant: string | undefined): Promise<string> {
  const { genome, about } = await chosenOf(run, variant);
  if (!isNetwork(genome)) return `// ${about}\n${genome.bytes}`;
  throw new UserError(
    "no-program",
    "A network is no program",
    "Write it as a model with `--format onnx -o FILE`, or name a program with `--variant`.",
  );
}

async function exportModel(
  terminal: Terminal,
  run: RunReader,
  { output, variant }: { readonly output: string; readonly variant: string | undefined },
): Promise<number> {
  if (output === "-") {
    throw new UserError("needs-file", "A model is no text for standard output", "Name a file with `-o model.onnx`.");
  }
  const path = resolve(terminal.cwd, output);
  checkFree(path);
  const { genome, about } = await chosenOf(run, variant);
  if (!isNetwork(genome)) {
    throw new UserError(
      "no-network",
      `A ${genome.kind} is no network`,
      "Write it with `--format js`, or name a network with `--variant`.",
    );
  }
  const { modelOf } = await import("../../inference/models.ts");
  const { writeModel } = await import("../../inference/graph/files.ts");
  writeModel(path, modelOf(genome));
  terminal.err(`${about} It is in ${path}.\n`);
  return 0;
}

interface Wanted {
  readonly folder: string;
  readonly limit: number;
  readonly kind: string | undefined;
}

async function exportPopulation(terminal: Terminal, run: RunReader, wanted: Wanted): Promise<number> {
  const scenario = await scenarioOf(run);
  const objective = scenario.objectives[0];
  const { spec, lamarck, id } = run.manifest;
  const kind = wanted.kind === undefined ? kindsOf(spec)[0]! : choiceFlag("--kind", wanted.kind, kindsOf(spec));
  const living = stateOf(run, objective).members.filter(({ genome }) => genome.kind === kind);
  const members = distinct(living.toSorted(byMerit)).slice(0, wanted.limit);
  if (members.length === 0)
    throw new UserError("nobody-lives", `Nobody lives in the run ${id}`, "Run it longer with `lamarck resume`.");
  const genomes = genomesOf(
    run,
    members.map(({ genome }) => genome.hash),
  ).map(wholeGenome);
  const agents = members.map((member, i) => ({
    hash: genomes[i]!.hash,
    from: { run: id, variant: member.id, seed: spec.seed, lamarck },
    score: scoreOf(objective, member.cases),
    split: "train" as const,
  }));
  const { options } = spec.scenario;
  savePopulation(wanted.folder, {
    manifest: { schema: "lamarck/population@1", kind, scenario: scenario.name, options, agents, licence: "MIT" },
    genomes,
  });
  terminal.err(savedText(agents.length, wanted.folder, kind));
  return 0;
}
