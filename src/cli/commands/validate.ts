import { type CliCommand, type FlagValues, listOf, repeatable, type Words } from "../command.ts";
import { settingsFlag } from "../flags.ts";
import { printEnvelope } from "../output.ts";
import { preflight } from "../preflight.ts";
import { oneLine } from "../../text/sanitize.ts";
import { resolveSpec, specRequest } from "../spec.ts";
import { assemble } from "../../campaign/assemble.ts";
import { messageOf, UserError } from "../../std/errors.ts";
import { checkScenario } from "../../testing/scenario.ts";
import type { Terminal } from "../terminal.ts";
import { withAgents } from "../trial.ts";

/** `lamarck validate`: holds a scenario to its contract, and a spec to its schema. */
export const validateCommand: CliCommand = {
  define(command) {
    command
      .argument("<scenario>", "a built-in scenario, a scenario's file (.ts, .js) or a spec (.json)")
      .option(
        "--set <path=value>",
        "a setting of the spec; scenario.NAME=VALUE for one of the scenario's (repeatable)",
        repeatable,
      )
      .option("--json", "print an envelope of JSON");
  },
  act: validate,
};

async function validate(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const request = specRequest(word, settingsFlag(listOf(options, "set")), {}, terminal.cwd);
  const { spec, loaded } = await resolveSpec(request);
  const { scenario, path } = loaded;
  assemble(spec, scenario);
  // In the sandbox first: after that, the scenario's code is known to come to an end.
  const address = { path, options: loaded.options, seed: spec.seed };
  const warnings = await withAgents({ scenario, lanes: 1 }, async (backend) => preflight(backend, address, scenario));
  try {
    await checkScenario(scenario);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = `${oneLine(messageOf(error), 500)} (${path})`;
    throw new UserError(
      "scenario-contract",
      message,
      "The scenario breaks its contract there; the interface `Scenario` says what it promises.",
      { cause: error },
    );
  }
  if (options["json"] === true)
    printEnvelope(terminal, "validate", { scenario: scenario.name, path, valid: true, warnings });
  else
    terminal.out(
      [`${scenario.name} keeps its contract (${path})`, ...warnings.map((warning) => `warning: ${warning}`), ""].join(
        "\n",
      ),
    );
  return 0;
}
