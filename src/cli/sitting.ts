import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { assemble } from "../campaign/assemble.ts";
import type { Backend } from "../evaluation/backend.ts";
import type { Event } from "../events/event.ts";
import type { Budget, CampaignSpec } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import { runCampaign } from "../runner/run-campaign.ts";
import { createSandbox } from "../sandbox/backend.ts";
import { builtinUrl } from "../scenario/builtin.ts";
import { UserError } from "../std/errors.ts";
import { openRun, readRun } from "../store/run-directory.ts";
import { type Display, type DisplayName, noDisplay, type SittingEnd } from "./display.ts";
import { jsonDisplay } from "./display-json.ts";
import { plainDisplay } from "./display-plain.ts";
import type { Comparison, ErrorLimit } from "./flags.ts";
import { holds } from "./flags.ts";
import { createJudgements, type Judgements, meanScore } from "./history.ts";
import { version } from "./package.ts";
import { preflight } from "./preflight.ts";
import { failures, scoreOf } from "./progress.ts";
import type { LoadedScenario } from "./scenario-request.ts";
import { exitCodes, type StopSignal, type Terminal } from "./terminal.ts";

/** One sitting of a campaign: from here until it ends or is stopped. */
export interface SittingPlan {
  readonly folder: string;
  readonly spec: CampaignSpec;
  readonly loaded: LoadedScenario;
  /** Whether the folder already holds this run's log. */
  readonly resumed: boolean;
  /** Another budget than the log's. */
  readonly budget?: Budget;
  readonly jobs: number;
  readonly display: DisplayName;
  readonly errorLimit: ErrorLimit;
  readonly assertion: Comparison | undefined;
}

/** Runs a sitting and returns the exit code. Throws `UserError` and `WorldError`. */
export async function sit(terminal: Terminal, plan: SittingPlan): Promise<number> {
  const { folder, spec, loaded, resumed, jobs } = plan;
  const { scenario } = loaded;
  const campaign = assemble(spec, scenario);
  const scenarioHash = hashOf(loaded);
  if (resumed) checkUnchanged(folder, scenarioHash);
  const display = displayOf(terminal, plan.display);
  const backend = createSandbox({ lanes: jobs });
  const stop = listen(terminal);
  try {
    if (!resumed) {
      const address = { path: loaded.path, options: loaded.options, seed: spec.seed };
      for (const warning of await preflight(backend, address, scenario)) display.warn(warning);
    }
    const writer = openRun(folder);
    try {
      const run = basename(folder);
      const budget = plan.budget ?? spec.budget;
      display.launch({ version: version(), run, scenario, seed: spec.seed, jobs, budget, folder, resumed });
      const judgements = createJudgements();
      const { ending, state } = await runCampaign({
        writer,
        id: run,
        version: version(),
        campaign,
        scenarioHash,
        backend,
        signal: stop.signal,
        ...(plan.budget === undefined ? {} : { budget: plan.budget }),
        subscriber(event: Event, now: State) {
          judgements.apply(event);
          display.event(event, now);
        },
      });
      const reason = ending.stopped ? (stop.by() ?? "SIGTERM") : ending.reason;
      if (!ending.stopped && judgements.test.size === 0) recallJudgements(folder, judgements);
      const exit = exitOf(plan, { reason, state, judgements }, (message) => terminal.err(`${message}\n`));
      display.end({ reason, exit, state, judgements });
      return exit;
    } finally {
      writer.close();
    }
  } finally {
    stop.end();
    await close(backend);
  }
}

async function close(backend: Backend): Promise<void> {
  try {
    await backend.close();
  } catch {
    // What is to be known was said before; the process ends now anyway.
  }
}

/** SHA-256 over the scenario's file and the files in its settings. */
function hashOf({ path, options }: LoadedScenario): string {
  const hash = createHash("sha256");
  const url = builtinUrl(path);
  const file = url === undefined ? path : fileURLToPath(url);
  hash.update(readFileSync(file));
  for (const value of Object.values(options)) if (typeof value === "object") hash.update(value.text);
  return hash.digest("hex");
}

/** A log whose scenario is another one now would mix scores that cannot be compared. */
function checkUnchanged(folder: string, scenarioHash: string): void {
  for (const event of readRun(folder).events()) {
    if (event.type === "campaign-started" && event.scenarioHash !== scenarioHash) {
      throw new UserError(
        "scenario-changed",
        `The scenario's file is another one than when ${folder} was started`,
        "Bring the old file back to go on, or start a new run.",
      );
    }
    return;
  }
}

interface Stop {
  readonly signal: AbortSignal;
  by(): StopSignal | undefined;
  end(): void;
}

/** The first request to stop ends the campaign well; the second ends the process. */
function listen(terminal: Terminal): Stop {
  const controller = new AbortController();
  let by: StopSignal | undefined;
  const end = terminal.onStop((signal) => {
    if (by !== undefined) return terminal.exit(exitCodes[signal]);
    by = signal;
    terminal.err("Stopping: what is being evaluated is finished first. Once more ends it at once; nothing is lost.\n");
    controller.abort();
  });
  return { signal: controller.signal, by: () => by, end };
}

function displayOf(terminal: Terminal, name: DisplayName): Display {
  switch (name) {
    case "none":
      return noDisplay;
    case "json":
      return jsonDisplay(terminal.out);
    case "auto":
    case "plain":
      return plainDisplay({
        out: terminal.out,
        err: terminal.err,
        clock: () => performance.now(),
        now: () => new Date(),
      });
    default:
      return name satisfies never;
  }
}

/** A campaign that was finished before is not judged again: its log says how it went. */
function recallJudgements(folder: string, judgements: Judgements): void {
  for (const event of readRun(folder).events()) judgements.apply(event);
}

type Ended = Omit<SittingEnd, "exit">;

function exitOf(
  { errorLimit, assertion, loaded }: SittingPlan,
  { reason, state, judgements }: Ended,
  say: (message: string) => void,
): number {
  if (reason === "SIGINT" || reason === "SIGTERM") return exitCodes[reason];
  const failed = failures(state);
  const total = state.evaluations + state.reused;
  if (
    errorLimit !== undefined &&
    ("share" in errorLimit ? failed > errorLimit.share * total : failed > errorLimit.count)
  ) {
    say(`${failed} of ${total} evaluations failed, more than --fail-on-error allows`);
    return exitCodes.errorRate;
  }
  if (assertion === undefined) return exitCodes.done;
  const objective = loaded.scenario.objectives[0];
  const champion = judgements.test.get(state.finished?.champion ?? -1);
  const best = state.best === undefined ? undefined : scoreOf(objective, state.best.cases);
  const test = champion?.status === "scored" ? meanScore(champion) : undefined;
  const actual = assertion.quantity === "best" ? best : test;
  if (actual !== undefined && holds(assertion, actual)) return exitCodes.done;
  say(
    `--assert ${assertion.quantity}${assertion.compare}${assertion.value} does not hold: it is ${actual ?? "not known"}`,
  );
  return exitCodes.assertion;
}
