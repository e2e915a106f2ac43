import type { Budget } from "../events/spec.ts";
import { closest } from "../std/errors.ts";
import { count } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Phase } from "../view/live.ts";
import type { Answer, Command } from "./protocol.ts";
import { settingNames, settingOf, settingText } from "./settings.ts";
import type { SteeredBackend } from "./steered-backend.ts";

/** Carries out what people ask of a running campaign. None of it changes a result, but for the budget. */
export interface Steering {
  obey(command: Command): Answer;
  /** Looks how far a pause has come; to be called at every tick. */
  watch(): void;
  phase(): Phase;
  /** What the loop asks between two generations: another budget, where one was set. */
  budget(): Budget | undefined;
  /** The budget in force once the current generation is over. */
  budgetAhead(): Budget;
  /** Milliseconds of running time since any moment; it stands still while nothing is evaluated in a pause. */
  clock(): number;
}

/** What steering has its hands on. */
export interface SteeringPorts {
  readonly backend: SteeredBackend;
  /** Aborted once the campaign was told to stop, by whomever. */
  readonly stopping: AbortSignal;
  /** The budget that the log holds. */
  readonly budget: () => Budget;
  /** A budget that the sitting was begun with, in the place of the log's. */
  readonly asked?: Budget;
  /** Why a budget cannot be had here, in words; undefined where it can. */
  readonly refusal?: (budget: Budget) => string | undefined;
  /** Whether the first generation may begin. */
  readonly hasBegun: () => boolean;
  /** Asks the campaign to stop well. */
  readonly stop: () => void;
  /** Ends the process, as soon as the answer is sent. */
  readonly kill: () => void;
  /** Has the disk confirm the log; returns how many events it holds. */
  readonly checkpoint: () => number;
}

/** Lanes must be idle at so many ticks in a row: between two tasks of a queue they are for a moment. */
const idleTicks = 2;
const noteMax = 500;

/** The verbs there are, in the order of the help. */
export const verbs = ["pause", "resume", "stop", "kill", "set", "checkpoint", "note"] as const;
export type Verb = (typeof verbs)[number];

/** Steers a campaign. */
export function createSteering(ports: SteeringPorts): Steering {
  const { backend, stopping } = ports;
  const pause = createPause(backend);
  let asked = ports.asked;
  const budgetAhead = (): Budget => asked ?? ports.budget();
  // What waits at the gate must not wait for ever.
  stopping.addEventListener("abort", () => void pause.end());

  const acts: Readonly<Record<Verb, (args: readonly string[]) => Answer>> = {
    pause() {
      if (stopping.aborted) return refusal("it is stopping already");
      return result(backend.hold(), "pausing: what is being evaluated is finished first", "it is paused already");
    },
    resume: () => result(pause.end(), "going on", "it is not paused"),
    stop() {
      if (stopping.aborted) return result(false, "", "it is stopping already");
      ports.stop();
      return result(true, "stopping: what is being evaluated is finished first");
    },
    kill() {
      ports.kill();
      return result(true, "ending at once: the log is whole, and `lamarck resume` goes on");
    },
    set: (args) =>
      setOf(args, backend, budgetAhead(), (budget) => {
        const why = ports.refusal?.(budget);
        if (why === undefined) asked = budget;
        return why;
      }),
    checkpoint: () => result(true, `${count(ports.checkpoint())} events are confirmed by the disk`),
    note(args) {
      const text = oneLine(args.join(" "), noteMax);
      return text === "" ? refusal("expected a text") : result(true, `note: ${text}`);
    },
  };

  return {
    obey({ verb, args }) {
      const known = verbs.find((one) => one === verb);
      if (known !== undefined) return acts[known](args);
      const near = closest(verb, verbs);
      const guess = near === undefined ? `there are ${verbs.join(", ")}` : `did you mean ${near}?`;
      return refusal(`there is no command \`${oneLine(verb, 40)}\`: ${guess}`);
    },
    watch: pause.watch,
    phase() {
      if (stopping.aborted) return "stopping";
      if (backend.isHeld()) return pause.isComplete() ? "paused" : "pausing";
      if (!ports.hasBegun()) return "starting";
      return backend.isJudging() ? "judging" : "running";
    },
    budget: () => asked,
    budgetAhead,
    clock: pause.clock,
  };
}

/** How far a pause has come, and a clock that stands still in it. */
interface Pause {
  watch(): void;
  isComplete(): boolean;
  /** Lets the backend go on; false where it was not held. */
  end(): boolean;
  clock(): number;
}

function createPause(backend: SteeredBackend): Pause {
  let idle = 0;
  let stillSince: number | undefined;
  let stillMs = 0;
  return {
    watch() {
      if (!backend.isHeld() || stillSince !== undefined) return;
      idle = backend.lanes().some(({ task }) => task !== undefined) ? 0 : idle + 1;
      if (idle >= idleTicks) stillSince = performance.now();
    },
    isComplete: () => stillSince !== undefined,
    end() {
      if (stillSince !== undefined) stillMs += performance.now() - stillSince;
      stillSince = undefined;
      idle = 0;
      return backend.release();
    },
    clock: () => (stillSince ?? performance.now()) - stillMs,
  };
}

/** Changes a setting, and says from what and to what. */
function setOf(
  [name, value, ...rest]: readonly string[],
  backend: SteeredBackend,
  budget: Budget,
  setBudget: (budget: Budget) => string | undefined,
): Answer {
  const known = settingNames.find((one) => one === name);
  if (known === undefined) return refusal(`expected one of ${settingNames.join(", ")}, got \`${name ?? ""}\``);
  if (value === undefined || rest.length > 0) return refusal(`expected one value for \`${known}\``);
  const setting = settingOf(known, value, budget);
  if ("fault" in setting) return refusal(setting.fault);
  const isJobs = "jobs" in setting;
  const before = settingText(known, budget, backend.jobs());
  const after = isJobs ? settingText(known, budget, setting.jobs) : settingText(known, setting.budget, 0);
  if (after === before) return result(false, "", `${known} is ${after} already`);
  if (isJobs) backend.setJobs(setting.jobs);
  const why = isJobs ? undefined : setBudget(setting.budget);
  if (why !== undefined) return refusal(why);
  const from = isJobs ? "from the next batch on" : "from the next generation on";
  return result(true, `${known} ${after} ${from} (was ${before})`);
}

function refusal(text: string): Answer {
  return { ok: false, changed: false, text };
}

function result(changed: boolean, done: string, otherwise = ""): Answer {
  return { ok: true, changed, text: changed ? done : otherwise };
}
