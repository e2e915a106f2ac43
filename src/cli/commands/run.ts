import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import type { Command } from "commander";
import { engineNames } from "../../evaluation/engine-name.ts";
import { type Budget, type CampaignSpec, kindsOf } from "../../events/spec.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { UserError } from "../../std/errors.ts";
import { readRun, runsFolder } from "../../store/run-directory.ts";
import { budgetOf, budgetWith, checkMoney, defineBudget, wholeBudget } from "../budget.ts";
import { type CliCommand, type FlagValues, listOf, repeatable, textOf, type Words } from "../command.ts";
import { displayNames } from "../display.ts";
import { comparisonFlag, errorLimitFlag, settingsFlag, wholeFlag } from "../flags.ts";
import { askingOf, defineAsking, defineModels, modelsOf } from "../models.ts";
import { runnerFolder } from "../../runner/detach.ts";
import { count, dollars } from "../../text/figures.ts";
import { budgetText } from "../../view/progress.ts";
import { findPopulation, loadPopulation, type Population } from "../population.ts";
import { toJson } from "../../text/sanitize.ts";
import { resolveSpec, specRequest } from "../spec.ts";
import { emitterNames } from "../spec-schema.ts";
import { showingOf, start, type StartPlan } from "../start.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** `lamarck run`: starts a campaign, or goes on with the one in `--run-dir`. */
export const runCommand: CliCommand = {
  define(command) {
    command
      .argument("<scenario>", "a built-in scenario, a scenario's file (.ts, .js) or a spec (.json)")
      .option("--run-dir <folder>", "where the run is kept; one that is there already goes on")
      .option("--seed <number>", "all randomness comes from it (default: 1)")
      .option(
        "--set <path=value>",
        "a setting of the spec; scenario.NAME=VALUE for one of the scenario's (repeatable)",
        repeatable,
      )
      .option("--kind <names>", "what evolves: program, network or neat; several with commas, an island each")
      .option("--emitter <name>", `who proposes: ${emitterNames.join(", ")}`)
      .option("--engine <name>", `what runs networks: auto, ${engineNames.join(", ")}`)
      .option("--population <name>", "a population to start from: a name or a folder");
    defineModels(command);
    defineBudget(command, true);
    defineAsking(command);
    defineSitting(command);
    command.option("--dry-run", "print the whole spec and run nothing");
  },
  act: run,
};

/** Adds the options that decide no result. */
export function defineSitting(command: Command): void {
  command
    .option("--jobs <count>", "evaluate in so many processes (default: the machine's cores)")
    .option("--mine", "look for capabilities in a process beside it, at 5 % of its processor time at most")
    .option("--display <name>", `how it is shown: ${displayNames.join(", ")}`)
    .option("--detach", "let it run on its own, say how to watch it, and end")
    .option("--foreground", "run it in this process, and show it in lines")
    .option("--fail-on-error <limit>", "exit with 4 when more evaluations failed: a share, a number or false")
    .option("--assert <comparison>", 'exit with 3 unless it holds, such as "best<=0.05" or "test<=0.05"');
}

/** What the options say that decide no result. Throws `UserError`. */
export function sittingOf(options: FlagValues): Pick<StartPlan, "jobs" | "errorLimit" | "assertion" | "mine"> {
  const [jobs, limit = "false", assertion] = ["jobs", "failOnError", "assert"].map((name) => textOf(options, name));
  return {
    jobs: jobs === undefined ? availableParallelism() : wholeFlag("--jobs", jobs, 1, 1024),
    mine: options["mine"] === true,
    errorLimit: errorLimitFlag(limit),
    assertion: assertion === undefined ? undefined : comparisonFlag("--assert", assertion, ["best", "test"]),
  };
}

async function run(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const { cwd } = terminal;
  const sitting = sittingOf(options);
  const showing = showingOf(terminal, options);
  const seed = textOf(options, "seed");
  const asking = askingOf(options, cwd);
  const asked = budgetOf(options);
  const models = modelsOf(options, cwd);
  const population = populationOf(terminal, textOf(options, "population"));
  const flags = {
    ...(seed === undefined ? {} : { seed: wholeFlag("--seed", seed, 0) }),
    ...(Object.keys(asked.set).length === 0 ? {} : { budget: asked.set }),
    ...(models.length === 0 ? {} : { models }),
    ...(population === undefined ? {} : { start: population.genomes.map(({ bytes }) => bytes) }),
  };
  const request = specRequest(word, [...breedingOf(options), ...settingsFlag(listOf(options, "set"))], flags, cwd);
  const given = runnerFolder(terminal.env) ?? textOf(options, "runDir");
  const log = given === undefined ? undefined : logOf(resolve(cwd, given));
  const { spec, loaded } = await resolveSpec(request, log);
  checkMoney(spec, asked);
  if (population !== undefined) checkKind(population, spec);
  if (log !== undefined) checkSame(log, spec, resolve(cwd, given!));
  const budget = log === undefined ? wholeBudget(spec, loaded.scenario, asked) : budgetWith(spec.budget, asked);
  const whole = { ...spec, budget };
  const notes = [...capNotes(spec, budget), ...(population === undefined ? [] : await notesOn(spec, population))];
  if (options["dryRun"] === true) {
    const { assemble } = await import("../../campaign/assemble.ts");
    const { checkNetworkMemory } = await import("../network-memory.ts");
    checkNetworkMemory(whole, loaded.scenario, sitting.jobs);
    assemble(whole, loaded.scenario);
    return printPlan(terminal, whole, { scenario: loaded.scenario, jobs: sitting.jobs, notes });
  }
  const folder = given === undefined ? newFolder(cwd, loaded.path) : resolve(cwd, given);
  const plan = {
    folder,
    spec: log ?? whole,
    loaded,
    resumed: log !== undefined,
    asking,
    ...sitting,
    notes,
  };
  return start(terminal, showing, log === undefined ? plan : { ...plan, budget });
}

/** Nobody pays what they did not agree to, and nobody wonders why models fall silent. */
function capNotes({ budget: asked, llm }: CampaignSpec, { usd }: Budget): readonly string[] {
  if (llm === undefined || asked.usd !== undefined || usd === undefined) return [];
  const more = "`--budget-usd 5` or `lamarck ctl set budget-usd 5` allows more";
  return [`language models may cost ${dollars(usd)} in all, since nobody said how much; ${more}`];
}

/** What the options say of who evolves and how, as settings that others may go into; they are checked with the spec. */
function breedingOf(options: FlagValues): (readonly [path: string, value: string])[] {
  const kinds = textOf(options, "kind")?.split(",") ?? [];
  const given = (path: string, value: string | undefined): (readonly [string, string])[] =>
    value === undefined ? [] : [[path, value]];
  return [
    ...given("kind", kinds[0]),
    ...given("kinds", kinds.length > 1 ? JSON.stringify(kinds) : undefined),
    ...given("emitter.name", textOf(options, "emitter")),
    ...given("engine", textOf(options, "engine")),
    ...given("llm.batches", options["llmBatches"] === true ? "true" : undefined),
  ];
}

function populationOf({ cwd }: Terminal, word: string | undefined): Population | undefined {
  return word === undefined ? undefined : loadPopulation(findPopulation(word, cwd));
}

async function notesOn(spec: CampaignSpec, { genomes }: Population): Promise<readonly string[]> {
  const { populationNotes } = await import("../population-notes.ts");
  return populationNotes(spec, genomes);
}

/** A population of a kind that does not evolve could not be started from. */
function checkKind({ manifest: { kind, scenario } }: Population, spec: CampaignSpec): void {
  if (kindsOf(spec).some((one) => one === kind)) return;
  throw new UserError(
    "population-kind",
    `The population, which is for ${scenario}, is of the kind \`${kind}\`, but \`${kindsOf(spec).join(",")}\` evolves`,
    `Add \`--kind ${kind}\`, or name another population.`,
  );
}

/** The spec in the log of a folder; undefined where there is none yet. */
function logOf(folder: string): CampaignSpec | undefined {
  return existsSync(join(folder, "manifest.json")) ? readRun(folder).manifest.spec : undefined;
}

/** What was asked for must be what the log was begun with; only the budget may change. */
function checkSame(log: CampaignSpec, asked: CampaignSpec, folder: string): void {
  for (const key of Object.keys({ ...log, ...asked }) as (keyof CampaignSpec)[]) {
    if (key === "budget" || JSON.stringify(log[key]) === JSON.stringify(asked[key])) continue;
    throw new UserError(
      "spec-differs",
      `The run in ${folder} was started with another \`${key}\`: ${shown(log[key])}, not ${shown(asked[key])}`,
      "Leave that out to go on with the run (only its budget may change), or name another `--run-dir`.",
    );
  }
}

function shown(value: unknown): string {
  const text = value === undefined ? "none" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

async function printPlan(
  terminal: Terminal,
  spec: CampaignSpec,
  { scenario, jobs, notes }: { readonly scenario: Scenario; readonly jobs: number; readonly notes: readonly string[] },
): Promise<number> {
  const { births, budget } = spec;
  const evaluations = Math.min(budget.evaluations ?? Infinity, births * (budget.generations ?? Infinity));
  const most = Number.isFinite(evaluations)
    ? `at most ${count(evaluations)} evaluations`
    : "as many evaluations as there is time for";
  terminal.out(`${toJson(spec, 2)}\n`);
  terminal.err(
    `Nothing was run. It would make ${most} (budget ${budgetText(budget)}), and some to choose and judge the champion.\n`,
  );
  for (const note of notes) terminal.err(`${note}\n`);
  const { networkMemoryText } = await import("../network-memory.ts");
  const memory = networkMemoryText(spec, scenario, jobs);
  if (memory !== undefined) terminal.err(`${memory}\n`);
  if (spec.llm === undefined) return exitCodes.done;
  const { estimateOf, estimateText } = await import("../estimate.ts");
  terminal.err(`${estimateText(estimateOf(spec, scenario), budget.usd)}\n`);
  return exitCodes.done;
}

const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** A folder for a new run, by the scenario's name and four letters that no other run here has. */
function newFolder(cwd: string, path: string): string {
  const name = basename(path, extname(path));
  const scenario = name === "scenario" ? basename(resolve(path, "..")) : name;
  for (;;) {
    const letters = Array.from(randomBytes(4), (byte) => base32[byte % 32]).join("");
    const folder = join(runsFolder(cwd), `${scenario.replace(/[^\w-]+/g, "-")}-${letters}`);
    if (!existsSync(folder)) return folder;
  }
}
