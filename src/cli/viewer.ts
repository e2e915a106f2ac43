import { genomeSummary } from "../view/genome-text.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { RunReader } from "../store/run-directory.ts";
import { readRun } from "../store/run-directory.ts";
import type { Leave, Role } from "../tui/session.ts";
import type { Condition, Display, DisplayName, Launch, SittingEnd } from "./display.ts";
import { lineDisplay } from "./display-lines.ts";
import { selectorOf, shownMember, summaryText } from "./summary.ts";
import { exitCodes, type Terminal } from "./terminal.ts";
import { openViewing, type Viewing } from "./viewing.ts";

/** What is looked at, by whom, and on which display. */
export interface ViewPlan {
  readonly run: RunReader;
  readonly scenario: Scenario;
  readonly role: Role;
  readonly display: DisplayName;
  /** The runner that this process started: its exit code, and what it has said. */
  readonly owned?: { readonly exited: Promise<number>; said(): string };
}

/** So long a runner may take to end after it was told to stop, before nobody waits for it any more. */
const stopMsMax = 60_000;
/** After so long it is said what is waited for. */
const quietMs = 500;
/** Whoever leaves a run that goes on does not wait longer for the summary to be up to date. */
const catchUpMsMax = 2000;
const quotedLinesMax = 20;

/** Shows a run until it ends or is left; returns the exit code. Throws `WorldError` where its log cannot be read. */
export async function view(terminal: Terminal, plan: ViewPlan): Promise<number> {
  const { display } = plan;
  if (display === "full" || display === "inline") return viewOnScreen(terminal, plan);
  return viewInLines(terminal, plan, lineDisplay(terminal, display));
}

async function viewOnScreen(terminal: Terminal, plan: ViewPlan): Promise<number> {
  const { run, scenario, role } = plan;
  const viewing = openViewing({ run, scenario, cwd: terminal.cwd, isReader: role === "reader" });
  try {
    const leave = await onScreen(terminal, plan, viewing);
    return await afterScreen(terminal, plan, viewing, leave);
  } finally {
    viewing.close();
  }
}

async function onScreen(terminal: Terminal, { run, display, role }: ViewPlan, viewing: Viewing): Promise<Leave> {
  const { runTui } = await import("../tui/run.ts");
  const { model, onChange, send, play } = viewing;
  // The screen is closed before the run is: there is something to say of it then.
  const session = { model, onChange, send, play, close: () => {} };
  const { stdin, stdout } = process;
  const { env } = terminal;
  try {
    return await runTui(session, { display: display === "inline" ? display : "full", role, env, stdin, stdout });
  } catch (error) {
    const goesOn = run.holder() === undefined ? "" : " The campaign is not touched by that and goes on.";
    terminal.err(`The screen failed.${goesOn}\n`);
    throw error;
  }
}

/** Says on the normal screen how the run is; returns the exit code. */
async function afterScreen(terminal: Terminal, plan: ViewPlan, viewing: Viewing, leave: Leave): Promise<number> {
  const { role, owned } = plan;
  if (leave === "stop" || leave === "kill") await settle(terminal, viewing);
  viewing.catchUp(plan.run.holder() === undefined ? Infinity : catchUpMsMax);
  const condition = conditionOf(plan.run, viewing);
  terminal.out(summaryOf(terminal, plan, viewing, condition));
  if (leave === "stop" || leave === "kill") return role === "owner" ? exitCodes.SIGINT : exitCodes.done;
  if (condition === "running" || condition === "paused" || owned === undefined) return exitCodes.done;
  const exit = await owned.exited;
  // What the runner said while the screen hid it.
  if (exit !== exitCodes.done) terminal.err(`${lastLines(owned.said())}\n`);
  return exit;
}

/** Waits for the end that was asked for; Ctrl-C ends the waiting, not the campaign. */
async function settle(terminal: Terminal, viewing: Viewing): Promise<void> {
  const waiting = Promise.withResolvers<void>();
  const timer = setTimeout(waiting.resolve, stopMsMax);
  const said = setTimeout(() => {
    terminal.err("Stopping: what is being evaluated is finished first. Ctrl-C does not wait for that.\n");
  }, quietMs);
  const unhear = terminal.onStop(() => waiting.resolve());
  await Promise.race([viewing.ended, waiting.promise]);
  unhear();
  clearTimeout(timer);
  clearTimeout(said);
}

async function viewInLines(terminal: Terminal, plan: ViewPlan, display: Display): Promise<number> {
  const { run, scenario } = plan;
  let isReading = true;
  let latest: Parameters<Display["event"]> | undefined;
  const viewing = openViewing({
    run,
    scenario,
    cwd: terminal.cwd,
    isReader: true,
    onNotice: display.notice,
    onEvent(event, state) {
      // What was before is history: of that, the latest generation is enough.
      if (!isReading) display.event(event, state);
      else if (event.type === "generation-finished") latest = [event, state];
    },
  });
  viewing.onChange(() => {
    if (!isReading || viewing.model().link.state === "reading") return;
    isReading = false;
    display.launch(launchOf(terminal, plan, viewing));
    if (latest !== undefined) display.event(...latest);
  });
  const left = Promise.withResolvers<void>();
  const unhear = terminal.onStop(() => left.resolve());
  try {
    await Promise.race([viewing.ended, left.promise]);
    viewing.catchUp(run.holder() === undefined ? Infinity : catchUpMsMax);
    display.end({ reason: conditionOf(run, viewing), exit: exitCodes.done, ...endOf(viewing) });
    return exitCodes.done;
  } finally {
    unhear();
    viewing.close();
  }
}

function launchOf({ cwd }: Terminal, { run, scenario }: ViewPlan, viewing: Viewing): Launch {
  const { id, lamarck: version, spec } = run.manifest;
  const holder = run.holder();
  const { live } = viewing.model();
  return {
    version,
    run: id,
    select: selectorOf(run.path, cwd),
    scenario,
    seed: spec.seed,
    budget: live?.budget ?? viewing.view().state.spec.budget,
    folder: run.path,
    how: "watched",
    ...(live === undefined ? {} : { jobs: live.jobs }),
    ...(holder === undefined ? {} : { pid: holder.pid }),
    ...(holder?.socket === undefined ? {} : { socket: holder.socket }),
  };
}

function summaryOf({ cwd }: Terminal, { run, scenario }: ViewPlan, viewing: Viewing, condition: Condition): string {
  const select = selectorOf(run.path, cwd);
  return summaryText({ run: run.manifest.id, select, scenario, condition, ...endOf(viewing) });
}

function endOf(viewing: Viewing): Pick<SittingEnd, "state" | "test" | "program"> {
  const { state, test } = viewing.view();
  const genome = viewing.model().genome(shownMember(state)?.genome.hash ?? "");
  return genome === undefined
    ? { state, test }
    : { state, test, program: genomeSummary(genome, viewing.view().facts.scenario) };
}

/** How the run is, by its lock, its log and its manifest. */
function conditionOf(run: RunReader, viewing: Viewing): Condition {
  const { state } = viewing.view();
  if (run.holder() !== undefined) return viewing.model().live?.phase === "paused" ? "paused" : "running";
  if (state.finished !== undefined) return state.finished.reason;
  return readRun(run.path).manifest.state === "running" ? "interrupted" : "stopped";
}

function lastLines(text: string): string {
  const lines = text.trimEnd().split("\n").slice(-quotedLinesMax);
  return lines.map((line) => oneLine(line, 1000)).join("\n");
}
