import { availableParallelism } from "node:os";
import type { Origin } from "../../capabilities/entry.ts";
import type { Specimen } from "../../capabilities/specimen.ts";
import { alphabetOf } from "../../capabilities/trace.ts";
import type { Genome } from "../../genome/genome.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { addCapabilities } from "../../store/catalogue.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { count } from "../../text/figures.ts";
import { type Agents, createAgents } from "../agents.ts";
import { printCapabilities } from "../capability-list.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { wholeFlag } from "../flags.ts";
import { genomesOf } from "../history.ts";
import { type Mined, mined, type MiningTools } from "../mining.ts";
import { printEnvelope } from "../output.ts";
import { version } from "../package.ts";
import { createProving } from "../proving.ts";
import { scenarioHash } from "../scenario-hash.ts";
import { type LoadedScenario, requestScenario } from "../scenario-request.ts";
import { inShadow } from "../shadow.ts";
import { gather, type Gathered } from "../specimens.ts";
import { exitCodes, type Terminal } from "../terminal.ts";
import { checkUnchanged } from "../unchanged.ts";

const candidatesMax = 50;

/** `lamarck mine`: looks in a run's log for what its agents have learnt, and keeps it in the catalogue. */
export const mineCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--shadow", "compare with the same campaign without selection, which is run first")
      .option("--limit <count>", "how many candidates are put to the test at most", String(candidatesMax))
      .option("--json", "print an envelope of JSON");
  },
  act: mineRun,
};

async function mineRun(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const limit = wholeFlag("--limit", textOf(options, "limit")!, 1, candidatesMax);
  const run = findRun(word, terminal.cwd);
  const { path, options: settings } = run.manifest.spec.scenario;
  const loaded = await requestScenario(path, settings, "/");
  checkMinable(run, loaded);
  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  const { scenario } = loaded;
  const agents = createAgents({ scenario, lanes: availableParallelism() });
  const say = (text: string): void => terminal.err(`${text}\n`);
  try {
    const { seed } = run.manifest.spec;
    const rivals = rivalsOf(run, scenario);
    const proving = createProving(agents, { scenario, address: { path, options: loaded.options, seed }, rivals });
    const tools = { proving, scenario, origin: originOf(run, loaded, rivals), seed, limit, signal: abort.signal, say };
    const gathered = await gather(run, scenario, tools);
    const shadow = options["shadow"] === true ? await shadowOf(run, gathered, { loaded, agents, tools }) : undefined;
    const found = await mined(gathered, shadow, tools);
    if (abort.signal.aborted) return exitCodes.SIGINT;
    await addCapabilities(terminal.cwd, found.capabilities);
    print(terminal, run, { gathered, found }, options["json"] === true);
    return exitCodes.done;
  } finally {
    unhear();
    await agents.close();
  }
}

/** Runs the campaign without selection, and has its variants played. */
async function shadowOf(
  run: RunReader,
  { generations }: Gathered,
  { loaded, agents, tools }: { readonly loaded: LoadedScenario; readonly agents: Agents; readonly tools: MiningTools },
): Promise<readonly Specimen[]> {
  tools.say("runs the same campaign without selection");
  return inShadow(run, { generations, loaded, agents, signal: tools.signal }, async (shadow) => {
    return (await gather(shadow, loaded.scenario, tools)).specimens;
  });
}

/** What was looked at, and what was found. */
function print(
  terminal: Terminal,
  run: RunReader,
  { gathered, found }: { readonly gathered: Gathered; readonly found: Mined },
  isJson: boolean,
): void {
  const { findings, capabilities } = found;
  const looked = {
    variants: gathered.births,
    specimens: gathered.specimens.length,
    early: findings.early,
    late: findings.late,
    patterns: findings.patterns,
    candidates: findings.candidates.length,
    tested: capabilities.length,
  };
  if (isJson) return printEnvelope(terminal, "mine", { run: run.manifest.id, looked, capabilities });
  terminal.err(
    `Looked at ${count(looked.specimens)} of ${count(looked.variants)} variants (${count(looked.early)} early, ${count(looked.late)} late) and ${count(looked.patterns)} patterns; ${looked.candidates} became more frequent than chance and inheritance explain, ${looked.tested} were tested.\n`,
  );
  if (capabilities.length > 0) printCapabilities(terminal, { isJson }, capabilities);
  return undefined;
}

/** Throws `UserError` where the scenario has no traces that could be mined, or where the scenario is not the run's any more. */
function checkMinable(run: RunReader, loaded: LoadedScenario): void {
  alphabetOf(loaded.scenario);
  checkUnchanged(run, scenarioHash(loaded));
}

/** Who sat in the rivals' seats last. */
function rivalsOf(run: RunReader, { rivals: seats = 0 }: Scenario): readonly Genome[] {
  if (seats === 0) return [];
  const hashes = new Map<number, string>();
  let last: readonly number[] = [];
  for (const event of run.events()) {
    if (event.type === "variant-born") hashes.set(event.id, event.genome);
    if (event.type === "rivals-chosen") last = event.ids;
  }
  return genomesOf(
    run,
    last.map((id) => hashes.get(id)!),
  );
}

function originOf(run: RunReader, loaded: LoadedScenario, rivals: readonly Genome[]): Origin {
  const { path, options } = run.manifest.spec.scenario;
  return {
    run: run.manifest.id,
    scenario: { path, options, hash: scenarioHash(loaded) },
    alphabet: alphabetOf(loaded.scenario),
    rivals,
    found: { lamarck: version(), node: process.versions.node },
  };
}
