import { type CliCommand, type FlagValues, type Words } from "../command.ts";
import { requestScenario } from "../scenario-request.ts";
import { findRun } from "../../store/run-directory.ts";
import { runnerFolder } from "../../runner/detach.ts";
import { showingOf, start } from "../start.ts";
import type { Terminal } from "../terminal.ts";
import { budgetOf, budgetWith, checkMoney, defineBudget } from "../budget.ts";
import { askingOf, defineAsking } from "../models.ts";
import { defineSitting, sittingOf } from "./run.ts";

/** `lamarck resume`: goes on where a run was stopped, perhaps with a larger budget. */
export const resumeCommand: CliCommand = {
  define(command) {
    command.argument("[run]", "an id, the beginning of one, a folder, or latest", "latest");
    defineBudget(command);
    defineAsking(command);
    defineSitting(command);
  },
  act: resume,
};

async function resume(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const sitting = sittingOf(options);
  const showing = showingOf(terminal, options);
  const asking = askingOf(options, terminal.cwd);
  const asked = budgetOf(options);
  const run = findRun(runnerFolder(terminal.env) ?? word, terminal.cwd);
  const { spec } = run.manifest;
  checkMoney(spec, asked);
  const loaded = await requestScenario(spec.scenario.path, spec.scenario.options, terminal.cwd);
  return start(terminal, showing, {
    folder: run.path,
    spec,
    loaded,
    resumed: true,
    budget: budgetWith(spec.budget, asked),
    asking,
    ...sitting,
  });
}
