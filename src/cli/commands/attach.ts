import { findRun } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { chooseDisplay, displayNames } from "../display.ts";
import { scenarioOf } from "../history.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck attach`: watches a run that another process runs, or one that is over. */
export const attachCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--read-only", "take no command for the runner here")
      .option("--display <name>", `how it is shown: ${displayNames.join(", ")}`);
  },
  act: attach,
};

async function attach(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const display = chooseDisplay(textOf(options, "display"), terminal);
  const run = findRun(word, terminal.cwd);
  const scenario = await scenarioOf(run);
  const { view } = await import("../viewer.ts");
  return view(terminal, { run, scenario, role: options["readOnly"] === true ? "reader" : "guest", display });
}
