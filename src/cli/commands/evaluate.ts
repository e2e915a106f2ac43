import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { CaseSet } from "../../evaluation/backend.ts";
import { evaluateAll } from "../../evaluation/backend.ts";
import { decided } from "../../evaluation/decided.ts";
import type { Outcome } from "../../evaluation/evaluation.ts";
import { genomeOf } from "../../genome/genome.ts";
import { checkCases } from "../../scenario/cases.ts";
import type { Case, Scenario, Split } from "../../scenario/scenario.ts";
import { UserError } from "../../std/errors.ts";
import { readAgent } from "../agent-file.ts";
import { type CliCommand, type FlagValues, listOf, repeatable, textOf, type Words } from "../command.ts";
import { standings } from "../../view/comparison.ts";
import { standingsText } from "../comparison.ts";
import { readJson } from "../files.ts";
import { settingsFlag, wholeFlag } from "../flags.ts";
import { printEnvelope } from "../output.ts";
import { resolveSpec, specRequest } from "../spec.ts";
import type { Terminal } from "../terminal.ts";
import { withAgents } from "../trial.ts";

const splits: readonly Split[] = ["train", "validation", "test"];

/** `lamarck evaluate`: scores any program or network in a scenario, beside the scenario's references. */
export const evaluateCommand: CliCommand = {
  define(command) {
    command
      .argument("<scenario>", "a built-in scenario, a scenario's file (.ts, .js) or a spec (.json)")
      .requiredOption(
        "--program <file>",
        "a program (a file with `export default function ...`) or a network (.onnx, .json)",
      )
      .option("--cases <which>", "train, validation, test, or a file with a JSON list of cases", "test")
      .option("--seed <number>", "cases are drawn from it (default: 1)")
      .option("--set <path=value>", "scenario.NAME=VALUE, a setting of the scenario (repeatable)", repeatable)
      .option("--json", "print an envelope of JSON");
  },
  act: evaluate,
};

async function evaluate(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const { cwd } = terminal;
  const which = textOf(options, "cases")!;
  const asked = textOf(options, "seed");
  const flags = asked === undefined ? {} : { seed: wholeFlag("--seed", asked, 0) };
  const file = textOf(options, "program")!;
  const request = specRequest(word, settingsFlag(listOf(options, "set")), flags, cwd);
  const { spec, loaded } = await resolveSpec(request);
  const { seed } = spec;
  const { scenario } = loaded;
  const cases = casesOf(which, scenario, cwd);
  const agent = await readAgent(resolve(cwd, file), scenario);
  const references = (scenario.references ?? []).map(({ source }) => genomeOf("program", source));
  const genomes = [agent, ...references];
  const address = { path: loaded.path, options: loaded.options, seed };
  const lanes = Math.min(genomes.length, availableParallelism());
  const outcomes = await withAgents({ scenario, lanes, engine: spec.engine }, async (backend) =>
    evaluateAll(backend, { scenario: address, cases, genomes, rivals: [] }),
  );
  const names = [file, ...(scenario.references ?? []).map(({ name }) => name)];
  const agents = names.map((name, i) => [name, outcomes[i]!] as const);
  if (options["json"] === true)
    printEnvelope(terminal, "evaluate", { scenario: scenario.name, cases: which, seed, agents: agents.map(row) });
  else terminal.out(`${standingsText(scenario.objectives[0], `${which} cases`, standings(agents))}\n`);
  return 0;
}

function row(
  [name, outcome]: readonly [string, Outcome],
  i: number,
  all: readonly (readonly [string, Outcome])[],
): object {
  return { ...standings(i === 0 ? [[name, outcome]] : [all[0]!, [name, outcome]]).at(-1), outcome: decided(outcome) };
}

function casesOf(which: string, scenario: Scenario, cwd: string): CaseSet {
  const split = splits.find((name) => name === which);
  if (split !== undefined) return { split };
  if (!which.endsWith(".json")) {
    throw new UserError(
      "bad-option-value",
      `Expected \`--cases\` to be ${splits.join(", ")} or a .json file, got \`${which}\``,
      "Write `--cases test`, for example.",
    );
  }
  const path = resolve(cwd, which);
  const list = readJson(path);
  if (!Array.isArray(list) || list.length === 0) {
    throw new UserError("bad-cases", `${path} holds no cases`, 'Write a list such as [{"id": "a", "instance": ...}].');
  }
  return { list: checkCases(list as Case[], scenario, path) };
}
