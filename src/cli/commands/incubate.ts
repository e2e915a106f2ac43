import { resolve } from "node:path";
import type { Incubation, Phase } from "../../capabilities/incubation.ts";
import { graduateCapability } from "../../store/catalogue.ts";
import { saveIncubation } from "../../store/incubations.ts";
import { count } from "../../text/figures.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { readHypothesis } from "../hypothesis.ts";
import { incubated } from "../incubating.ts";
import { printEnvelope } from "../output.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** `lamarck incubate`: finds out at a bounded price whether an agent is better, as a hypothesis claims. */
export const incubateCommand: CliCommand = {
  define(command) {
    command
      .argument(
        "<hypothesis>",
        "a file that says who is better than whom, by how much (see `lamarck schema hypothesis`)",
      )
      .option("--json", "print an envelope of JSON");
  },
  act: incubateFile,
};

async function incubateFile(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const isJson = options["json"] === true;
  const path = resolve(terminal.cwd, word);
  const hypothesis = readHypothesis(path);
  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  try {
    const say = (phase: Phase): void => {
      if (!isJson) terminal.out(phaseText(phase));
    };
    const workplace = { path, workspace: terminal.cwd, signal: abort.signal, say };
    const { incubation, capability } = await incubated(hypothesis, workplace);
    const file = saveIncubation(terminal.cwd, incubation);
    if (incubation.graduated && capability !== undefined) {
      await graduateCapability(terminal.cwd, capability.id, incubation);
    }
    if (isJson) printEnvelope(terminal, "incubate", incubation);
    else terminal.out(endText(incubation, file));
    return incubation.graduated ? exitCodes.done : exitCodes.assertion;
  } catch (error) {
    if (abort.signal.aborted) return exitCodes.SIGINT;
    throw error;
  } finally {
    unhear();
  }
}

function phaseText({ name, passed, evaluations, checks }: Phase): string {
  const lines = checks.map((check) => `  ${check.passed ? "pass" : "FAIL"}  ${check.name}: ${check.found}`);
  return [`${name}: ${passed ? "passed" : "not passed"} (${count(evaluations)} evaluations)`, ...lines, ""].join("\n");
}

function endText({ graduated, evaluations, prior, next_steps }: Incubation, file: string): string {
  const { used, budget } = evaluations;
  const lines = [
    graduated ? "It has graduated." : "It has not graduated.",
    `  ${count(used)} of ${count(budget)} evaluations; prior of the gain 0 ± ${prior.scale} (${prior.from}); record ${file}`,
    ...next_steps.map((step) => `  next: ${step}`),
  ];
  return `${lines.join("\n")}\n`;
}
