import { findRun } from "../../store/run-directory.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { choiceFlag } from "../flags.ts";
import { printEnvelope } from "../output.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck log hash`: one number for all that a run decided, to compare runs by. */
export const logCommand: CliCommand = {
  define(command) {
    command
      .argument("<what>", "hash: SHA-256 of all events, times and what else was merely observed aside")
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .option("--json", "print an envelope of JSON");
  },
  act: log,
};

async function log(terminal: Terminal, options: FlagValues, [what, word]: Words): Promise<number> {
  choiceFlag("log", what, ["hash"]);
  const run = findRun(word, terminal.cwd);
  const { hash, events } = run.hash();
  if (options["json"] === true) printEnvelope(terminal, "log-hash", { run: run.manifest.id, hash, events });
  else terminal.out(`${hash}  ${events} events  ${run.manifest.id}\n`);
  return 0;
}
