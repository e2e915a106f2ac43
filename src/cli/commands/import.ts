import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { evaluateAll } from "../../evaluation/backend.ts";
import type { Outcome } from "../../evaluation/evaluation.ts";
import type { Genome } from "../../genome/genome.ts";
import { genomeKinds } from "../../genome/kinds.ts";
import { UserError } from "../../std/errors.ts";
import { oneLine } from "../../text/sanitize.ts";
import { meanScore } from "../../view/score.ts";
import { readAgent } from "../agent-file.ts";
import { type CliCommand, type FlagValues, listOf, repeatable, textOf, type Words } from "../command.ts";
import { settingsFlag } from "../flags.ts";
import { version } from "../package.ts";
import { savedText, savePopulation } from "../population.ts";
import { resolveSpec, specRequest } from "../spec.ts";
import type { Terminal } from "../terminal.ts";
import { withAgents } from "../trial.ts";

/** `lamarck import`: models, networks or programs of files, as a population to start from. */
export const importCommand: CliCommand = {
  define(command: Command) {
    command
      .argument("<file...>", "models (.onnx), networks as they stand in a run (.json) or programs (.js), all of a kind")
      .requiredOption("--scenario <name>", "where they are to play: a built-in scenario or a scenario's file")
      .requiredOption("-o, --output <folder>", "the population's folder")
      .option("--set <path=value>", "scenario.NAME=VALUE, a setting of the scenario (repeatable)", repeatable);
  },
  act: importFiles,
};

async function importFiles(terminal: Terminal, options: FlagValues, [words]: Words): Promise<number> {
  const { cwd } = terminal;
  const files = words as unknown as readonly string[];
  const folder = resolve(cwd, textOf(options, "output")!);
  const request = specRequest(textOf(options, "scenario")!, settingsFlag(listOf(options, "set")), {}, cwd);
  const { spec, loaded } = await resolveSpec(request);
  const { path, scenario } = loaded;
  const genomes: Genome[] = [];
  for (const file of files) genomes.push(canonical(await readAgent(resolve(cwd, file), scenario)));
  const { kind } = genomes[0]!;
  const other = genomes.findIndex((genome) => genome.kind !== kind);
  if (other > 0) {
    throw new UserError(
      "kinds-differ",
      `A population is of one kind, but ${files[0]} is a ${kind} and ${files[other]} a ${genomes[other]!.kind}`,
      "Import each kind into a folder of its own.",
    );
  }
  const outcomes = await withAgents({ scenario, lanes: 1, engine: spec.engine }, async (backend) => {
    const address = { path, options: loaded.options, seed: spec.seed };
    return evaluateAll(backend, { scenario: address, cases: { split: "train" }, genomes, rivals: [] });
  });
  const from = files.map((file) => ({ file: basename(file), lamarck: version() }));
  const agents = outcomes.map((outcome, i) => ({
    hash: genomes[i]!.hash,
    from: from[i]!,
    score: scoreOf(outcome, files[i]!),
    split: "train" as const,
  }));
  savePopulation(folder, {
    manifest: {
      schema: "lamarck/population@1",
      kind,
      scenario: scenario.name,
      options: loaded.options,
      agents,
      licence: "MIT",
    },
    genomes,
  });
  terminal.err(savedText(agents.length, folder, kind));
  return 0;
}

function canonical(genome: Genome): Genome {
  return genomeKinds.find(({ name }) => name === genome.kind)!.parse(genome.bytes);
}

function scoreOf(outcome: Outcome, file: string): number {
  if (outcome.status === "scored") return meanScore(outcome);
  const { kind, message } = outcome.fault;
  throw new UserError(
    "agent-failed",
    oneLine(`${file} cannot play: it ${kind === "refused" ? "is refused" : `fails with ${kind}`}: ${message}`, 400),
    "A population to start from holds agents that play.",
  );
}
