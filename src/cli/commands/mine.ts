import { availableParallelism } from "node:os";
import type { BehaviourMap } from "../../capabilities/behaviour-map.ts";
import type { Origin } from "../../capabilities/entry.ts";
import type { Specimen } from "../../capabilities/specimen.ts";
import { alphabetOf } from "../../capabilities/trace.ts";
import { kindsOf } from "../../events/spec.ts";
import type { Genome } from "../../genome/genome.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { UserError } from "../../std/errors.ts";
import { writeBehaviours } from "../../store/behaviours.ts";
import { addCapabilities } from "../../store/catalogue.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { count } from "../../text/figures.ts";
import { type KindOfBehaviour, kindsOfBehaviour } from "../../view/behaviour-kinds.ts";
import { share } from "../../view/capability-words.ts";
import { type Agents, createAgents } from "../agents.ts";
import { printCapabilities } from "../capability-list.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { wholeFlag } from "../flags.ts";
import { genomesOf } from "../history.ts";
import { type Mined, mined, type MiningTools } from "../mining.ts";
import { printEnvelope, table } from "../output.ts";
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
    writeBehaviours(run.path, found.behaviours);
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
  const { findings, capabilities, behaviours } = found;
  const kinds = kindsOfBehaviour(behaviours, capabilities);
  const looked = {
    variants: gathered.births,
    specimens: gathered.specimens.length,
    early: findings.early,
    late: findings.late,
    patterns: findings.patterns,
    candidates: findings.candidates.length,
    tested: capabilities.length,
  };
  if (isJson) return printEnvelope(terminal, "mine", { run: run.manifest.id, looked, kinds, capabilities });
  terminal.err(
    `Looked at ${count(looked.specimens)} of ${count(looked.variants)} variants (${count(looked.early)} early, ${count(looked.late)} late) and ${count(looked.patterns)} patterns; ${looked.candidates} became more frequent than chance and inheritance explain, ${looked.tested} were tested.\n`,
  );
  if (capabilities.length > 0) printCapabilities(terminal, { isJson }, capabilities);
  printKinds(terminal, behaviours, kinds);
  return undefined;
}

/** The kinds of behaviour that there were, and what most of each have learnt. */
function printKinds(terminal: Terminal, { variants, unstable }: BehaviourMap, kinds: readonly KindOfBehaviour[]): void {
  const none = variants.filter(({ kind }) => kind === undefined).length;
  const dropped = unstable === 0 ? "" : `; ${unstable} more did not come back when variants were drawn again`;
  terminal.err(
    `${kinds.length === 1 ? "1 kind" : `${kinds.length} kinds`} of behaviour, and ${count(none)} variants of none${dropped}.\n`,
  );
  if (kinds.length === 0) return;
  const columns = [
    { title: "kind", right: true, cell: ({ kind }: KindOfBehaviour) => String(kind) },
    { title: "variants", right: true, cell: ({ variants: many }: KindOfBehaviour) => count(many) },
    { title: "since generation", right: true, cell: ({ since }: KindOfBehaviour) => count(since) },
    { title: "stability", right: true, cell: ({ stability }: KindOfBehaviour) => share(stability) },
    { title: "capabilities", right: true, cell: (kind: KindOfBehaviour) => count(kind.capabilities.length) },
    { title: "new ones", cell: ({ fresh }: KindOfBehaviour) => fresh.join(", ") },
  ];
  terminal.out(`\n${table(kinds, columns)}\n`);
}

/** Throws `UserError` where there is nothing that could be mined, or where the scenario is not the run's any more. */
function checkMinable(run: RunReader, loaded: LoadedScenario): void {
  alphabetOf(loaded.scenario);
  checkUnchanged(run, scenarioHash(loaded));
  if (kindsOf(run.manifest.spec).includes("program")) return;
  throw new UserError(
    "no-programs",
    `The run ${run.manifest.id} evolves no programs, and this version looks for capabilities in programs only`,
    "Mine a run with `--kind program`, or with programs among its kinds.",
  );
}

/** Who sat in the rivals' seats last; programs only. */
function rivalsOf(run: RunReader, { rivals: seats = 0 }: Scenario): readonly Genome[] {
  if (seats === 0) return [];
  const hashes = new Map<number, string>();
  let last: readonly number[] = [];
  for (const event of run.events()) {
    if (event.type === "variant-born") hashes.set(event.id, event.genome);
    if (event.type === "rivals-chosen") last = event.ids;
  }
  const genomes = genomesOf(
    run,
    last.map((id) => hashes.get(id)!),
  );
  return genomes.filter(({ kind }) => kind === "program");
}

function originOf(run: RunReader, loaded: LoadedScenario, rivals: readonly Genome[]): Origin {
  const { path, options } = run.manifest.spec.scenario;
  return {
    run: run.manifest.id,
    scenario: { path, options, hash: scenarioHash(loaded) },
    alphabet: alphabetOf(loaded.scenario),
    rivals: rivals.map(({ bytes }) => bytes),
    found: { lamarck: version(), node: process.versions.node },
  };
}
