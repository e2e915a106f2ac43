import { join, relative } from "node:path";
import { createChronicle } from "../../report/chronicle.ts";
import { reportPage } from "../../report/report.ts";
import { readBehaviours } from "../../store/behaviours.ts";
import { readControl } from "../../store/control-log.ts";
import { openGenomes } from "../../store/genome-index.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { oneLine } from "../../text/sanitize.ts";
import { createRunView } from "../../view/run-view.ts";
import { capabilitiesFor } from "../capabilities-for.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { factsOf, scenarioOf } from "../history.ts";
import { version } from "../package.ts";
import { writePage } from "../page-file.ts";
import { runState } from "../run-state.ts";
import type { Terminal } from "../terminal.ts";

/** So many of the latest requests are told. */
const askedMax = 200;

/** `lamarck report`: a run as one HTML page that needs nothing but itself. */
export const reportCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("-o, --output <file>", "where to; - for standard output (default: report.html in the run's folder)");
  },
  act: report,
};

async function report(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const run = findRun(word, terminal.cwd);
  const page = await pageOf(run, terminal.cwd);
  writePage(terminal, textOf(options, "output") ?? relative(terminal.cwd, join(run.path, "report.html")), page);
  return 0;
}

async function pageOf(run: RunReader, cwd: string): Promise<string> {
  const state = await runState(run);
  const view = createRunView(factsOf(run, await scenarioOf(run), cwd), run.manifest.spec);
  const chronicle = createChronicle();
  for (const event of run.events()) {
    view.apply(event);
    chronicle.apply(event);
  }
  const genomes = openGenomes(join(run.path, "genomes.jsonl"));
  const behaviours = readBehaviours(run.path);
  return reportPage({
    view,
    chronicle,
    state,
    logHash: chronicle.hash(),
    asked: readControl(run.path, askedMax).map(({ t, author, text, reason }) => ({
      t: oneLine(t, 40),
      author: oneLine(author, 80),
      text: oneLine(text),
      ...(reason === undefined ? {} : { reason: oneLine(reason) }),
    })),
    capabilities: capabilitiesFor(cwd, run.manifest.spec.scenario.path)(),
    ...(behaviours === undefined ? {} : { behaviours }),
    made: { t: new Date().toISOString(), lamarck: version() },
    genome: (hash) => genomes.find(hash),
  });
}
