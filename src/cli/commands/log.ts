import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { choiceFlag } from "../flags.ts";
import { timed } from "../../view/log-lines.ts";
import { viewOf } from "../history.ts";
import { limitOf, printEnvelope } from "../output.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck log`: the hash, one number for all that a run decided, to compare runs by; or what happened, for people. */
export const logCommand: CliCommand = {
  define(command) {
    command
      .argument(
        "<what>",
        "hash: SHA-256 of all events, times and what else was merely observed aside; lines: what happened, for people",
      )
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .option("--limit <count>", "how many lines are shown, the latest", "100")
      .option("--json", "print an envelope of JSON");
  },
  act: log,
};

async function log(terminal: Terminal, options: FlagValues, [what, word]: Words): Promise<number> {
  const wanted = choiceFlag("log", what, logChoices);
  const run = findRun(word, terminal.cwd);
  const isJson = options["json"] === true;
  if (wanted === "lines") return lines(terminal, run, { limit: limitOf(textOf(options, "limit")!), isJson });
  const { hash, events } = run.hash();
  if (isJson) printEnvelope(terminal, "log-hash", { run: run.manifest.id, hash, events });
  else terminal.out(`${hash}  ${events} events  ${run.manifest.id}\n`);
  return 0;
}

/** What can be asked of a log. */
export const logChoices = ["hash", "lines"] as const;

async function lines(
  terminal: Terminal,
  run: RunReader,
  { limit, isJson }: { readonly limit: number; readonly isJson: boolean },
): Promise<number> {
  const view = await viewOf(run, terminal.cwd);
  const shown = timed(view.lines).slice(-limit);
  const counts = { total: view.lines.length, shown: shown.length };
  if (isJson) printEnvelope(terminal, "log-lines", shown, counts);
  else
    for (const { t, level, text } of shown) terminal.out(`${t.slice(11, 19).padEnd(8)} ${level.padEnd(5)} ${text}\n`);
  return 0;
}
