import { findRun } from "../../store/run-directory.ts";
import { UserError } from "../../std/errors.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { genomesOf, scenarioOf, variantId, variantRecord } from "../history.ts";
import { printEnvelope } from "../output.ts";
import { exitCodes, type Terminal } from "../terminal.ts";
import { agentsOf, decidedText, trialOf, withAgents } from "../trial.ts";

/** `lamarck replay`: evaluates a variant again as in its generation and compares with the log, bit for bit. */
export const replayCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .argument("<variant>", "its number, or champion, or best")
      .option("--json", "print an envelope of JSON");
  },
  act: replay,
};

async function replay(terminal: Terminal, options: FlagValues, [word, variant]: Words): Promise<number> {
  const run = findRun(word, terminal.cwd);
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
