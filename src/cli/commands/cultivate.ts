import { availableParallelism } from "node:os";
import { relative } from "node:path";
import type { Capability, Cultivation } from "../../capabilities/capability.ts";
import { cultivate, cultivationOf } from "../../cultivation/cultivate.ts";
import { evaluationsPerMember, type Pair } from "../../cultivation/replicate.ts";
import { addCultivation, findEntry, readCatalogue } from "../../store/catalogue.ts";
import { count } from "../../text/figures.ts";
import { cultivationText } from "../../view/capability-words.ts";
import { createAgents } from "../agents.ts";
import { type CliCommand, type FlagValues, listOf, repeatable, textOf, type Words } from "../command.ts";
import { deploy, type Field, fieldOf, freeFolder, plotOf } from "../cultivation.ts";
import { settingsFlag, wholeFlag } from "../flags.ts";
import { printEnvelope } from "../output.ts";
import { savedText } from "../population.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

const replicatesMax = 500;

/** `lamarck cultivate`: spreads a capability in populations that do not have it, and deploys it where it persists. */
export const cultivateCommand: CliCommand = {
  define(command) {
    command
      .argument("<capability>", "its id, or the beginning of it")
      .option("--replicates <count>", "pairs of populations: with the part, and with sham parts", "40")
      .option("--seed <number>", "all randomness comes from it", "1")
      .option("--population <name>", "a population to begin with (default: random programs, bred for 5 generations)")
      .option(
        "--set <path=value>",
        "a setting of the populations, such as population=80; scenario.NAME=VALUE for one of the scenario's (repeatable)",
        repeatable,
      )
      .option("--budget-evals <count>", "the most evaluations; populations are as small as that takes", "10000000")
      .option("--name <name>", "the population that those who show it are saved as (default: the scenario and the id)")
      .option("--dry-run", "say what it would cost and do nothing")
      .option("--json", "print an envelope of JSON");
  },
  act: cultivateCapability,
};

async function cultivateCapability(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const { cwd } = terminal;
  const wholeOf = (name: string, flag: string, from: number, to?: number): number =>
    wholeFlag(flag, textOf(options, name)!, from, to);
  const capability = findEntry(readCatalogue(cwd), word);
  const field = await fieldOf(capability, {
    settings: settingsFlag(listOf(options, "set")),
    population: textOf(options, "population"),
    replicates: wholeOf("replicates", "--replicates", 1, replicatesMax),
    seed: wholeOf("seed", "--seed", 0),
    evaluations: wholeOf("budgetEvals", "--budget-evals", 1),
    cwd,
  });
  const folder = freeFolder(cwd, textOf(options, "name") ?? `${field.world.scenario.name}-${capability.id}`);
  const isJson = options["json"] === true;
  if (options["dryRun"] === true) return printPlan(terminal, field, isJson);

  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  const agents = createAgents({ scenario: field.world.scenario, lanes: availableParallelism() });
  try {
    const plot = await plotOf(field, agents, abort.signal);
    const pairs = await cultivate(plot, field.replicates, (pair, i) => terminal.err(pairText(pair, i, field)));
    if (pairs === undefined || abort.signal.aborted) return exitCodes.SIGINT;
    const result = cultivationOf(pairs, plot);
    const saved = result.passed ? await deploy(folder, pairs, field, plot) : 0;
    const deployed = result.passed ? { population: relative(cwd, folder) } : {};
    const cultivation = { ...result, ...deployed, command: commandOf(field, options) };
    const entry = await addCultivation(cwd, capability.id, cultivation);
    print(terminal, { entry, pairs, cultivation, isJson });
    if (result.passed) terminal.err(savedText(saved, folder, "program"));
    return result.passed ? exitCodes.done : exitCodes.assertion;
  } finally {
    unhear();
    await agents.close();
  }
}

function pairText({ treated, control }: Pair, index: number, { replicates }: Field): string {
  const [shown, sham] = [treated, control].map(({ share }) => `${Math.round(100 * share)} %`);
  return `${index + 1} of ${replicates}: ${shown} of the better half show it, with sham parts ${sham}\n`;
}

function printPlan(terminal: Terminal, { capability, spec, replicates, founders }: Field, isJson: boolean): number {
  const evaluations = replicates * spec.population * evaluationsPerMember;
  const plan = { capability: capability.id, replicates, size: spec.population, evaluations };
  if (isJson) printEnvelope(terminal, "cultivate-plan", plan);
  const begun = founders.length > 0 ? "from that population" : "from random programs";
  terminal.err(
    `Nothing was run. It would grow ${replicates} pairs of populations of ${spec.population} ${begun}, in at most ${count(evaluations)} evaluations.\n`,
  );
  return exitCodes.done;
}

/** The command that does it again, wherever the capability is known. */
function commandOf({ capability, replicates, seed, spec }: Field, options: FlagValues): string {
  const population = textOf(options, "population");
  const settings = [...listOf(options, "set"), `population=${spec.population}`];
  return [
    `lamarck cultivate ${capability.id} --replicates ${replicates} --seed ${seed}`,
    ...settings.map((setting) => `--set ${quoted(setting)}`),
    ...(population === undefined ? [] : [`--population ${quoted(population)}`]),
  ].join(" ");
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w=.,:/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What came of it. */
interface Outcome {
  readonly entry: Capability;
  readonly pairs: readonly Pair[];
  /** Of this time. */
  readonly cultivation: Omit<Cultivation, "tries">;
  readonly isJson: boolean;
}

function print(terminal: Terminal, { entry, pairs, cultivation, isJson }: Outcome): void {
  const { id, name, status } = entry;
  if (isJson) {
    const shares = pairs.map(({ treated, control }) => [treated.share, control.share] as const);
    return printEnvelope(terminal, "cultivate", { id, name, status, cultivation, shares });
  }
  terminal.out(`${name}: ${cultivationText(entry, cultivation)}\n`);
  if (!cultivation.passed) terminal.err("Nothing was deployed.\n");
}
