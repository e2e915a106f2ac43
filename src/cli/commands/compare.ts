import { compareRuns, type ComparedRun } from "../../report/compare-runs.ts";
import { comparisonPage } from "../../report/comparison-page.ts";
import type { CampaignStarted } from "../../events/event.ts";
import { UserError } from "../../std/errors.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { createRunView } from "../../view/run-view.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { comparisonText } from "../compare-text.ts";
import { factsOf, scenarioOf } from "../history.ts";
import { printEnvelope } from "../output.ts";
import { version } from "../package.ts";
import { writePage } from "../page-file.ts";
import type { Terminal } from "../terminal.ts";

const runsMax = 40;

/** `lamarck compare`: runs of one scenario side by side, with what can be said of their differences. */
export const compareCommand: CliCommand = {
  define(command) {
    command
      .argument("<runs...>", "two or more: ids, beginnings of them, folders, or latest")
      .option("--html <file>", "write it as one HTML page too; - for standard output")
      .option("--json", "print an envelope of JSON");
  },
  act: compare,
};

async function compare(terminal: Terminal, options: FlagValues, [words]: Words): Promise<number> {
  const found = new Map(
    (words as unknown as readonly string[]).map((word) => findRun(word, terminal.cwd)).map((run) => [run.path, run]),
  );
  if (found.size < 2 || found.size > runsMax) {
    throw new UserError(
      "bad-runs",
      `Expected 2 to ${runsMax} different runs, got ${found.size}`,
      "Name the runs to compare; `lamarck ls` lists them.",
    );
  }
  const runs: ComparedRun[] = [];
  for (const run of found.values()) runs.push(await readCompared(run, terminal.cwd));
  checkScenario(runs);
  const comparison = compareRuns(runs);
  const output = textOf(options, "html");
  if (options["json"] === true) printEnvelope(terminal, "compare", comparison);
  else if (output !== "-") terminal.out(comparisonText(comparison));
  if (output !== undefined) {
    const made = { t: new Date().toISOString(), lamarck: version() };
    writePage(terminal, output, comparisonPage(comparison, runs[0]!.view.facts.scenario.name, made));
  }
  return 0;
}

async function readCompared(run: RunReader, cwd: string): Promise<ComparedRun> {
  const { lamarck, spec } = run.manifest;
  const view = createRunView(factsOf(run, await scenarioOf(run), cwd), spec);
  let started: CampaignStarted | undefined;
  for (const event of run.events()) {
    view.apply(event);
    if (event.type === "campaign-started") started = event;
  }
  return {
    view,
    spec: { ...(started?.spec ?? spec), budget: view.state.spec.budget },
    scenarioHash: started?.scenarioHash ?? "",
    lamarck: started?.observed.lamarck ?? lamarck,
  };
}

/** Throws `UserError` where scores are not of the same thing. */
function checkScenario(runs: readonly ComparedRun[]): void {
  const [first, ...others] = runs;
  const { scenario, id } = first!.view.facts;
  const other = others.find(
    ({ view }) =>
      view.facts.scenario.name !== scenario.name ||
      view.facts.scenario.objectives[0].name !== scenario.objectives[0].name ||
      view.facts.scenario.objectives[0].direction !== scenario.objectives[0].direction,
  );
  if (other === undefined) return;
  throw new UserError(
    "different-scenarios",
    `The run ${id} is about ${scenario.name}, and ${other.view.facts.id} about ${other.view.facts.scenario.name}: their scores cannot be compared`,
    "Compare runs of one scenario.",
  );
}
