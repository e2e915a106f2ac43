import { decidedText } from "../../evaluation/decided.ts";
import { availableParallelism } from "node:os";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { UserError } from "../../std/errors.ts";
import { count } from "../../text/figures.ts";
import { recordedAuthor } from "../authors.ts";
import type { CliCommand, FlagValues } from "../command.ts";
import { genomesOf, scenarioOf, variantId, variantRecord } from "../history.ts";
import { printEnvelope } from "../output.ts";
import { type Difference, rerun } from "../rerun.ts";
import { scenarioHash } from "../scenario-hash.ts";
import { requestScenario } from "../scenario-request.ts";
import { checkUnchanged } from "../unchanged.ts";
import { exitCodes, type Terminal } from "../terminal.ts";
import { agentsOf, trialOf, withAgents } from "../trial.ts";

/** `lamarck replay`: does a run again, or evaluates one of its variants again, and compares with the log, bit for bit. */
export const replayCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .argument("[variant]", "its number, or champion, or best; without one all of the run is done again")
      .option("--json", "print an envelope of JSON");
  },
  act: async (terminal, options, [word, variant]: readonly [string, string | undefined, ...unknown[]]) => {
    const run = findRun(word, terminal.cwd);
    return variant === undefined ? replayRun(terminal, options, run) : replayVariant(terminal, options, run, variant);
  },
};

async function replayRun(terminal: Terminal, options: FlagValues, run: RunReader): Promise<number> {
  const { scenario: address } = run.manifest.spec;
  const loaded = await requestScenario(address.path, address.options, "/");
  const started = checkUnchanged(run, scenarioHash(loaded));
  if (started === undefined) {
    throw new UserError(
      "empty-log",
      `The log of ${run.path} holds nothing yet`,
      "Go on with the run, or name another.",
    );
  }
  const { scenario } = loaded;
  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  const author = await recordedAuthor({ spec: started.spec, scenario, folder: run.path });
  const agents = { ...agentsOf(run, scenario), lanes: availableParallelism() };
  let difference: Difference | undefined;
  try {
    difference = await withAgents(agents, (backend) =>
      rerun(run, started, { scenario, backend, author, signal: abort.signal }),
    );
  } finally {
    await author?.close();
    unhear();
  }
  if (abort.signal.aborted) return exitCodes.SIGINT;
  const { hash, events } = run.hash();
  const identical = difference === undefined;
  if (options["json"] === true)
    printEnvelope(terminal, "replay", { run: run.manifest.id, identical, hash, events, difference });
  else if (difference === undefined)
    terminal.out(`${run.manifest.id} does the same again: ${count(events)} events, ${hash}\n`);
  else {
    const { seq, recorded, now } = difference;
    const texts = [`recorded ${recorded.slice(0, 2000)}`, `now      ${now.slice(0, 2000)}`];
    terminal.out(
      `${run.manifest.id} does NOT do the same again, from event ${count(seq)} on\n  ${texts.join("\n  ")}\n`,
    );
  }
  return identical ? exitCodes.done : exitCodes.failed;
}

async function replayVariant(
  terminal: Terminal,
  options: FlagValues,
  run: RunReader,
  variant: string,
): Promise<number> {
  const scenario = await scenarioOf(run);
  const { born, outcome, rivals } = variantRecord(run, await variantId(run, variant));
  if (outcome === undefined) {
    throw new UserError(
      "variant-unevaluated",
      `Variant ${born.id} was not evaluated yet`,
      "Go on with the run, or name another.",
    );
  }
  const [genome] = genomesOf(run, [born.genome]);
  const again = await withAgents(agentsOf(run, scenario), async (backend) => trialOf(run, backend, rivals)(genome!));
  const [before, now] = [decidedText(outcome), decidedText(again)];
  const identical = before === now;
  if (options["json"] === true)
    printEnvelope(terminal, "replay", {
      id: born.id,
      identical,
      recorded: outcome,
      replayed: JSON.parse(now) as unknown,
    });
  else if (identical)
    terminal.out(
      `#${born.id} does the same again, bit for bit: ${before.length > 200 ? `${before.slice(0, 200)}...` : before}\n`,
    );
  else
    terminal.out(
      `#${born.id} does NOT do the same again\n  recorded ${before.slice(0, 2000)}\n  now      ${now.slice(0, 2000)}\n`,
    );
  return identical ? exitCodes.done : exitCodes.failed;
}
