import { availableParallelism } from "node:os";
import type { BehaviourMap } from "../../capabilities/behaviour-map.ts";
import type { Capability } from "../../capabilities/capability.ts";
import { UserError } from "../../std/errors.ts";
import { writeBehaviours } from "../../store/behaviours.ts";
import { addCapabilities } from "../../store/catalogue.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { count, number } from "../../text/figures.ts";
import { kindsOfBehaviour } from "../../view/behaviour-kinds.ts";
import { printCapabilities } from "../capability-list.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { wholeFlag } from "../flags.ts";
import { printKinds } from "../kind-list.ts";
import { type Look, type Miner, openMiner } from "../miner.ts";
import { withPrerequisites, withStanding } from "../mining.ts";
import { printEnvelope } from "../output.ts";
import { requestScenario } from "../scenario-request.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

const candidatesMax = 50;

/** `lamarck mine`: looks in a run's log for what its agents have learnt, and keeps it in the catalogue. */
export const mineCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--generations <count>", "look at so many generations, as if the log ended there (default: all)")
      .option("--follow", "mine again and again as long as the campaign runs, at 5 % of its processor time at most")
      .option("--shadow", "compare with the same campaign without selection, which is run first")
      .option("--limit <count>", "how many candidates are put to the test at most", String(candidatesMax))
      .option("--json", "print an envelope of JSON");
  },
  act: mineRun,
};

async function mineRun(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const limit = wholeFlag("--limit", textOf(options, "limit")!, 1, candidatesMax);
  const run = findRun(word, terminal.cwd);
  if (options["follow"] === true && run.holder() !== undefined) return followRun(terminal, options, run);
  const { path, options: settings } = run.manifest.spec.scenario;
  const loaded = await requestScenario(path, settings, "/");
  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  const miner = openMiner(run, { loaded, lanes: availableParallelism(), signal: abort.signal });
  try {
    readLog(miner, run, textOf(options, "generations"));
    const hasShadow = options["shadow"] === true;
    if (hasShadow) terminal.err("runs the same campaign without selection\n");
    const look = await miner.look({ hasShadow });
    const proved = await proveAll(terminal, miner, look, { limit, signal: abort.signal });
    if (abort.signal.aborted) return exitCodes.SIGINT;
    const { entries: found, map } = withStanding(proved, look.gathered, look.tools);
    await addCapabilities(terminal.cwd, found);
    writeBehaviours(run.path, map);
    print(terminal, { run, look, found, map }, options["json"] === true);
    return exitCodes.done;
  } finally {
    unhear();
    await miner.close();
  }
}

/** As long as somebody runs the campaign; else it is mined as any other. */
async function followRun(terminal: Terminal, options: FlagValues, run: RunReader): Promise<number> {
  if (options["shadow"] === true || textOf(options, "generations") !== undefined) {
    const message = "`--follow` mines a campaign that runs, with no shadow and as far as it is";
    throw new UserError("bad-option", message, "Leave out `--shadow` and `--generations`.");
  }
  const { mineBeside } = await import("../mine-beside.ts");
  return mineBeside(terminal, run, options["json"] === true);
}

/** Reads the log, or so many generations of it. Throws `UserError` where it has not got so many. */
function readLog(miner: Miner, run: RunReader, wanted: string | undefined): void {
  const most = wanted === undefined ? undefined : wholeFlag("--generations", wanted, 1);
  const read = miner.read(most);
  if (most === undefined || read === most) return;
  throw new UserError(
    "generations",
    `The run ${run.manifest.id} has ${read} generations by now, not ${most}`,
    "Ask for fewer, or leave `--generations` out.",
  );
}

async function proveAll(
  terminal: Terminal,
  miner: Miner,
  look: Look,
  { limit, signal }: { readonly limit: number; readonly signal: AbortSignal },
): Promise<readonly Capability[]> {
  const candidates = look.findings.candidates.slice(0, limit);
  const entries: Capability[] = [];
  for (const candidate of candidates) {
    if (signal.aborted) break;
    const entry = await miner.prove(candidate, look);
    entries.push(entry);
    terminal.err(`${entries.length} of ${candidates.length}: ${entry.name}, ${entry.status}\n`);
  }
  return withPrerequisites(entries, [], look.gathered, miner.scenario);
}

interface Outcome {
  readonly run: RunReader;
  readonly look: Look;
  readonly found: readonly Capability[];
  readonly map: BehaviourMap;
}

/** What was looked at, and what was found. */
function print(terminal: Terminal, { run, look, found, map }: Outcome, isJson: boolean): void {
  const { gathered, findings } = look;
  const looked = {
    variants: gathered.births,
    specimens: gathered.specimens.length,
    generations: gathered.generations,
    early: findings.early,
    late: findings.late,
    patterns: findings.patterns,
    selection: gathered.selection,
    candidates: findings.candidates.length,
    tested: found.length,
  };
  const kinds = kindsOfBehaviour(map, found);
  if (isJson) return printEnvelope(terminal, "mine", { run: run.manifest.id, looked, kinds, capabilities: found });
  terminal.err(
    `Looked at ${count(looked.specimens)} of ${count(looked.variants)} variants (${count(looked.early)} early, ${count(looked.late)} late) and ${count(looked.patterns)} patterns; ${looked.candidates} became more frequent than chance and inheritance explain, ${looked.tested} were tested.\n`,
  );
  if (looked.selection !== undefined && looked.selection > 0.05) {
    terminal.err(
      `The better ones had no more children than others (p ${number(looked.selection)}): whatever rose may have drifted, and counts for nothing.\n`,
    );
  }
  if (found.length > 0) printCapabilities(terminal, { isJson }, found);
  printKinds(terminal, map, kinds);
  return undefined;
}
