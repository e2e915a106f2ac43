import { genomeSummary } from "../view/genome-text.ts";
import { basename } from "node:path";
import { assemble, type Campaign } from "../campaign/assemble.ts";
import type { Author } from "../campaign/author.ts";
import type { Backend } from "../evaluation/backend.ts";
import type { Event } from "../events/event.ts";
import { type Budget, type CampaignSpec, kindsOf } from "../events/spec.ts";
import { type Control, type ControlPorts, openControl } from "../runner/control.ts";
import { announceLaunch } from "../runner/detach.ts";
import { runCampaign } from "../runner/run-campaign.ts";
import { socketPathFor } from "../runner/socket-path.ts";
import { type SteeredBackend, steerBackend } from "../runner/steered-backend.ts";
import { messageOf, WorldError } from "../std/errors.ts";
import type { RunWriter } from "../store/run-directory.ts";
import { openRun, readRun } from "../store/run-directory.ts";
import { createJudgements, type Judgements } from "../view/judgements.ts";
import { lateReplies, type Network, openAuthor } from "./authors.ts";
import { isFree } from "./budget.ts";
import type { Display, Launch } from "./display.ts";
import { createAgents } from "./agents.ts";
import { lineDisplay, type LineDisplayName } from "./display-lines.ts";
import { addressOf, type Asking } from "./models.ts";
import { version } from "./package.ts";
import { preflight } from "./preflight.ts";
import { settleEngine } from "./settle-engine.ts";
import { scenarioHash } from "./scenario-hash.ts";
import type { LoadedScenario } from "./scenario-request.ts";
import { selectorOf, shownMember } from "./summary.ts";
import { checkUnchanged } from "./unchanged.ts";
import { exitCodes, type StopSignal, type Terminal } from "./terminal.ts";
import { type Demands, exitOf } from "./verdict.ts";

/** One sitting of a campaign: from here until it ends or is stopped. */
export interface SittingPlan extends Demands {
  readonly folder: string;
  readonly spec: CampaignSpec;
  readonly loaded: LoadedScenario;
  /** Whether the folder already holds this run's log. */
  readonly resumed: boolean;
  /** Another budget than the log's. */
  readonly budget?: Budget;
  readonly jobs: number;
  /** How language models are asked, where they are, and the key that they are asked with; none: nothing is paid for. */
  readonly asking: Asking;
  readonly key?: string | undefined;
  /** What there is to be said at the start. */
  readonly notes?: readonly string[];
  /** Called once, when it is under way. */
  readonly begun?: () => void;
  /** `runner`: this process was started to run it on its own, and another one waits for the launch. */
  readonly display: LineDisplayName;
}

/** Runs a sitting and returns the exit code. Throws `UserError` and `WorldError`. */
export async function sit(terminal: Terminal, plan: SittingPlan): Promise<number> {
  const { folder, loaded, resumed, jobs } = plan;
  const { spec, note } = await settleEngine(plan.spec, loaded.scenario, jobs);
  const campaign = assemble(spec, loaded.scenario);
  const hash = scenarioHash(loaded);
  if (resumed) checkUnchanged(readRun(folder), hash);
  const display = lineDisplay(terminal, plan.display);
  const { scenario } = loaded;
  const backend = steerBackend((lanes) => createAgents({ scenario, lanes, engine: spec.engine }), jobs);
  const stop = listen(terminal);
  try {
    const address = { path: loaded.path, options: loaded.options, seed: spec.seed };
    const warnings = resumed ? [] : await tried(plan, backend, (agents) => preflight(agents, address, scenario));
    const socket = placeForSocket(terminal, plan);
    if (socket.fault !== undefined) warnings.push(socket.fault);
    const network = networkOf(terminal, plan);
    const late = lateReplies(folder);
    const notices: Notices = [
      ...warnings.map((text) => ["warn", text] as const),
      ...[...(note === undefined ? [] : [note]), ...(plan.notes ?? []), ...late].map((text) => ["info", text] as const),
    ];
    const writer = openRun(folder, socket.path);
    let author: Author | undefined;
    try {
      author = await openAuthor({ spec, scenario, folder }, network, stop.signal);
      const workings = {
        campaign,
        scenarioHash: hash,
        writer,
        backend,
        author,
        display,
        stop,
        socket: socket.path,
        notices,
      };
      return await run(terminal, { ...plan, spec }, workings);
    } finally {
      // Replies that are still to come are kept by the courier, whose lock is its own.
      await author?.close();
      writer.close();
    }
  } finally {
    stop.end();
    await close(backend);
  }
}

/** How models are asked over the network; not at all without a key. */
function networkOf({ env }: Terminal, { key, asking: { inFlight } }: SittingPlan): Network | undefined {
  return key === undefined ? undefined : { key, inFlight, ...addressOf(env) };
}

/** Has a scenario tried in the sandbox, which is not kept where no programs evolve: only references run there then. */
async function tried<T>(
  { spec, loaded }: SittingPlan,
  backend: Backend,
  work: (agents: Backend) => Promise<T>,
): Promise<T> {
  if (kindsOf(spec).includes("program")) return work(backend);
  const agents = createAgents({ scenario: loaded.scenario, lanes: 1 });
  try {
    return await work(agents);
  } finally {
    await close(agents);
  }
}

/** What a sitting has in its hands once the run's folder is its own. */
interface Workings {
  readonly campaign: Campaign;
  readonly scenarioHash: string;
  readonly writer: RunWriter;
  readonly backend: SteeredBackend;
  readonly author: Author | undefined;
  readonly display: Display;
  readonly stop: Stop;
  readonly socket: string | undefined;
  readonly notices: Notices;
}

/** What there is to be said before it begins. */
type Notices = readonly (readonly [level: "info" | "warn", text: string])[];

async function run(terminal: Terminal, plan: SittingPlan, workings: Workings): Promise<number> {
  const { folder, resumed } = plan;
  const { writer, backend, author, display, stop, notices } = workings;
  const { scenario } = plan.loaded;
  const id = basename(folder);
  const { control, socket } = await openControlOf(terminal, plan, workings);
  try {
    display.launch(launchOf(terminal, plan, socket));
    const announce = (): void => {
      if (plan.display !== "runner") return;
      announceLaunch({ event: "launch", pid: process.pid, run: id, folder, socket: socket ?? "" });
    };
    // A long log takes its time to fold; a new run is none before its manifest is there.
    if (resumed) announce();
    for (const [level, text] of notices) control.notice(level, text);
    const judgements = createJudgements();
    const { ending, state } = await runCampaign({
      writer,
      id,
      version: version(),
      campaign: workings.campaign,
      scenarioHash: workings.scenarioHash,
      backend,
      ...(author === undefined ? {} : { author }),
      signal: stop.signal,
      budget: control.budget,
      clock: control.clock,
      begun(now) {
        control.begun(now);
        plan.begun?.();
        if (!resumed) announce();
      },
      subscriber(event: Event, now) {
        control.event(event);
        judgements.apply(event);
        display.event(event, now);
      },
    });
    const reason = ending.stopped ? (stop.by() ?? "SIGTERM") : ending.reason;
    if (!ending.stopped && judgements.test.size === 0) recallJudgements(folder, judgements);
    const genome = shownMember(state)?.genome;
    const ended = {
      reason,
      state,
      test: judgements.test,
      ...(genome === undefined ? {} : { program: genomeSummary(genome, scenario) }),
    };
    const exit = exitOf(plan, scenario.objectives[0], ended, (message) => terminal.err(`${message}\n`));
    display.end({ ...ended, exit });
    control.close("ended", reason);
    return exit;
  } catch (error) {
    control.close("failed", `it failed: ${messageOf(error)}`);
    throw error;
  }
}

/** What is told of a campaign when it is about to begin. */
function launchOf({ cwd }: Terminal, plan: SittingPlan, socket: string | undefined): Launch {
  const { folder, spec, loaded, resumed, jobs } = plan;
  return {
    version: version(),
    run: basename(folder),
    select: selectorOf(folder, cwd),
    scenario: loaded.scenario,
    seed: spec.seed,
    jobs,
    folder,
    how: resumed ? "resumed" : "new",
    budget: plan.budget ?? spec.budget,
    pid: process.pid,
    ...(socket === undefined ? {} : { socket }),
  };
}

/** Where viewers will connect. Nobody waits for them in the foreground: there it is only worth a warning. */
function placeForSocket({ env }: Terminal, plan: SittingPlan): { readonly path?: string; readonly fault?: string } {
  try {
    return { path: socketPathFor(plan.folder, env) };
  } catch (error) {
    if (plan.display === "runner" || !(error instanceof WorldError)) throw error;
    return { fault: `${error.message}: nobody can attach. ${error.hint}` };
  }
}

async function openControlOf(
  terminal: Terminal,
  { spec, budget, key, display: name }: SittingPlan,
  { writer, backend, author, display, stop, socket }: Workings,
): Promise<{ readonly control: Control; readonly socket: string | undefined }> {
  const ports: ControlPorts = {
    writer,
    backend,
    author,
    run: basename(writer.path),
    version: version(),
    budget: spec.budget,
    ...(budget === undefined ? {} : { asked: budget }),
    refusal: (wished) => refusalOf(wished, spec, key),
    stopping: stop.signal,
    stop: stop.request,
    kill: () => terminal.exit(exitCodes.SIGTERM),
    tell: display.notice,
  };
  if (socket === undefined) return { control: await openControl(ports), socket };
  try {
    return { control: await openControl({ ...ports, socket }), socket };
  } catch (error) {
    if (name === "runner" || !(error instanceof WorldError)) throw error;
    const control = await openControl(ports);
    control.notice("warn", `${error.message}: nobody can attach`);
    return { control, socket: undefined };
  }
}

/** Why a budget cannot be set here: money does nothing where nobody is asked, and without a key nobody can be. */
function refusalOf(wished: Budget, { llm }: CampaignSpec, key: string | undefined): string | undefined {
  if (llm === undefined) {
    const isMoney = wished.usd !== undefined || wished.tokens !== undefined;
    return isMoney ? "no language models are asked in this campaign" : undefined;
  }
  if (key !== undefined || isFree(wished)) return undefined;
  return "it was started without a key to ask models with: stop it, and `lamarck resume` it with one";
}

async function close(backend: Backend): Promise<void> {
  try {
    await backend.close();
  } catch {
    // What is to be known was said before; the process ends now anyway.
  }
}

interface Stop {
  readonly signal: AbortSignal;
  by(): StopSignal | undefined;
  /** Stops it well, as a signal would. */
  request(): void;
  end(): void;
}

/** The first request to stop ends the campaign well; the second signal ends the process. */
function listen(terminal: Terminal): Stop {
  const controller = new AbortController();
  let by: StopSignal | undefined;
  function request(signal: StopSignal): void {
    by = signal;
    terminal.err("Stopping: what is being evaluated is finished first. Once more ends it at once; nothing is lost.\n");
    controller.abort();
  }
  const end = terminal.onStop((signal) => {
    if (by === undefined) request(signal);
    else terminal.exit(exitCodes[signal]);
  });
  return { signal: controller.signal, by: () => by, request: () => request("SIGTERM"), end };
}

/** A campaign that was finished before is not judged again: its log says how it went. */
function recallJudgements(folder: string, judgements: Judgements): void {
  for (const event of readRun(folder).events()) judgements.apply(event);
}
