import { basename } from "node:path";
import { runnerFolder, runnerLog, startRunner } from "../runner/detach.ts";
import { UserError } from "../std/errors.ts";
import { readRun } from "../store/run-directory.ts";
import { type FlagValues, textOf } from "./command.ts";
import { chooseDisplay, type DisplayName, type Launch } from "./display.ts";
import { jsonDisplay } from "./display-json.ts";
import { keyFor } from "./key.ts";
import { checkMinable } from "./minable.ts";
import { miningLog, type MiningProcess, startMining } from "./mining-process.ts";
import { packageFolder, version } from "./package.ts";
import type { SittingPlan } from "./sitting.ts";
import { selectorOf } from "./summary.ts";
import { exitCodes, type Terminal } from "./terminal.ts";

/** Where a campaign runs, and how it is shown. */
export interface Showing {
  /** In this process; in one of its own that this one shows; in one of its own; or this is that one. */
  readonly where: "here" | "shown" | "detached" | "runner";
  readonly display: DisplayName;
}

/** Which of these the options and the terminal ask for. Throws `UserError`. */
export function showingOf(terminal: Terminal, options: FlagValues): Showing {
  if (runnerFolder(terminal.env) !== undefined) return { where: "runner", display: "none" };
  const display = chooseDisplay(textOf(options, "display"), terminal);
  const [isDetached, isForeground] = [options["detach"] === true, options["foreground"] === true];
  if (isDetached && isForeground) {
    throw new UserError("bad-option", "`--detach` and `--foreground` exclude each other", "Leave one of them out.");
  }
  if (isDetached) return { where: "detached", display };
  const isScreen = display === "full" || display === "inline";
  if (isForeground && isScreen && display === textOf(options, "display")) {
    const message = `\`--display ${display}\` shows a campaign that runs in a process of its own`;
    throw new UserError("bad-option", message, "Leave out `--foreground`, or choose `--display plain`.");
  }
  if (isForeground || !isScreen) return { where: "here", display: isScreen ? "plain" : display };
  return { where: "shown", display };
}

/** A sitting that is about to start. */
export interface StartPlan extends Omit<SittingPlan, "display" | "key" | "begun"> {
  /** Whether it is mined by a process beside it. */
  readonly mine: boolean;
}

/** Runs a campaign here, or has a process of its own run it; returns the exit code. Throws `UserError` and `WorldError`. */
export async function start(terminal: Terminal, { where, display }: Showing, bare: StartPlan): Promise<number> {
  if (bare.mine) checkMinable(bare.spec, bare.loaded.scenario);
  const plan = { ...bare, key: await keyFor(terminal, where === "runner", bare) };
  if (where === "detached" || where === "shown") return launch(terminal, { where, display }, plan);
  const { sit } = await import("./sitting.ts");
  const lines = display === "json" || display === "none" ? display : "plain";
  const sitting = { ...plan, display: where === "runner" ? "runner" : lines } as const;
  if (!plan.mine) return sit(terminal, sitting);
  let mining: MiningProcess | undefined;
  const exit = await sit(terminal, { ...sitting, begun: () => (mining = startMining(plan.folder, terminal.cwd)) });
  // Nobody waits for a runner; here what was found last is to be there for the next command.
  if (where !== "runner" && mining !== undefined && (await mining.ended()) !== 0) {
    terminal.err(`Mining failed, which changes nothing in the run: see ${miningLog(plan.folder)}\n`);
  }
  return exit;
}

async function launch(
  terminal: Terminal,
  { where, display }: Showing,
  plan: StartPlan & Pick<SittingPlan, "key">,
): Promise<number> {
  const { folder, loaded, spec, resumed, jobs, key, notes = [] } = plan;
  const run = basename(folder);
  const select = selectorOf(folder, terminal.cwd);
  if (terminal.tty.stderr) terminal.err(`Starting ${run}...\n`);
  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  const started = await startRunner({
    folder,
    words: [`${packageFolder}bin/lamarck.js`, ...terminal.words],
    cwd: terminal.cwd,
    env: terminal.env,
    secret: key,
    signal: abort.signal,
  });
  unhear();
  if ("refused" in started) {
    terminal.err(abort.signal.aborted ? "Interrupted before it began; nothing is lost.\n" : started.text);
    return abort.signal.aborted ? exitCodes.SIGINT : started.refused;
  }
  const { pid, socket } = started.launched;
  if (where === "shown") {
    const { view } = await import("./viewer.ts");
    const { exited } = started;
    const owned = { exited, said: started.said };
    return view(terminal, { run: readRun(folder), scenario: loaded.scenario, role: "owner", display, owned });
  }
  const how: Launch["how"] = resumed ? "resumed" : "new";
  const launched = { run, select, scenario: loaded.scenario, seed: spec.seed, jobs, folder, how, pid, socket };
  if (display === "json") {
    jsonDisplay(terminal.out).launch({ ...launched, version: version(), budget: plan.budget ?? spec.budget });
    return exitCodes.done;
  }
  const lines = [
    `${run} runs in process ${pid}, in ${folder}`,
    `  watch    lamarck attach ${select}`,
    `  pause    lamarck ctl pause --run ${select}`,
    `  stop     lamarck ctl stop --run ${select}`,
    `  log      ${runnerLog(folder)}`,
  ];
  if (display !== "none") terminal.out(`${lines.join("\n")}\n`);
  for (const note of notes) terminal.err(`${note}\n`);
  return exitCodes.done;
}
