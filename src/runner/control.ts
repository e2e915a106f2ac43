import type { Event } from "../events/event.ts";
import type { Author } from "../campaign/author.ts";
import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import { messageOf } from "../std/errors.ts";
import type { RunWriter } from "../store/run-directory.ts";
import type { Notice } from "../view/live.ts";
import type { ControlHost, ControlServer } from "./control-server.ts";
import { openControlServer } from "./control-server.ts";
import { createLiveGauge } from "./live.ts";
import { createNotices } from "./notices.ts";
import { type Answer, type Command, protocolVersion } from "./protocol.ts";
import type { SteeredBackend } from "./steered-backend.ts";
import { createSteering, type Steering } from "./steering.ts";

/** All that stands between a sitting and those who watch and steer it. */
export interface Control {
  /** The log is folded, and the loop begins. */
  begun(state: State): void;
  event(event: Event): void;
  /** Tells all viewers. */
  notice(level: Notice["level"], text: string): void;
  /** For the campaign's ports. */
  budget(): Budget | undefined;
  clock(): number;
  /** Says goodbye to all viewers, and why: the campaign has ended or was stopped well, or it failed. Idempotent. */
  close(how: "ended" | "failed", reason: string): void;
}

/** What a control is made of. */
export interface ControlPorts {
  readonly writer: RunWriter;
  /** Where viewers connect; absent where there is no place for that. */
  readonly socket?: string;
  readonly run: string;
  readonly version: string;
  readonly backend: SteeredBackend;
  /** Who asks language models, where they are asked. */
  readonly author?: Pick<Author, "status"> | undefined;
  /** The spec's budget, and another one that the sitting was begun with. */
  readonly budget: Budget;
  readonly asked?: Budget;
  /** Why a budget cannot be had here, in words; undefined where it can. */
  readonly refusal?: (budget: Budget) => string | undefined;
  readonly stopping: AbortSignal;
  readonly stop: () => void;
  readonly kill: () => void;
  /** Told of notices too. */
  readonly tell: (notice: Notice) => void;
}

const tickMs = 500;
/** So often it is looked whether viewers can still find the way in. */
const restoreTicks = 10;

/** Opens the control socket and ticks until it is closed. Throws `WorldError` where it cannot listen. */
export async function openControl(ports: ControlPorts): Promise<Control> {
  const { writer, backend, author, run, version } = ports;
  let server: ControlServer | undefined;
  let state: State | undefined;
  let isClosed = false;
  let ticks = 0;
  const notices = createNotices(writer.path, (notice) => {
    server?.tell({ type: "notice", notice });
    ports.tell(notice);
  });
  const steering = steeringOf(
    ports,
    () => state,
    () => server?.close("it was ended at once"),
  );
  const viewers = (): number => server?.viewers() ?? 0;
  const gauge = createLiveGauge({ writer, backend, steering, author, viewers });

  const { pid } = process;
  const host: ControlHost = {
    hello: { type: "hello", protocol: protocolVersion, run, pid, version, folder: writer.path },
    snapshot: () => ({ type: "snapshot", live: gauge.read(), notices: notices.all }),
    async command(command) {
      const answer = obeyed(steering, command);
      notices.record(command, answer);
      return answer;
    },
  };
  if (ports.socket !== undefined) server = await openControlServer(ports.socket, host);
  // It keeps the process alive, also through a pause, in which nothing else does.
  const ticker = setInterval(() => {
    steering.watch();
    flush(writer);
    // What fails now is tried again; viewers can only wait.
    if (++ticks % restoreTicks === 0) server?.restore().catch(() => {});
    if (viewers() > 0) server?.tell({ type: "tick", live: gauge.read() });
  }, tickMs);

  return {
    begun(now) {
      state = now;
      gauge.begun(now);
    },
    event: gauge.event,
    notice: notices.add,
    budget: steering.budget,
    clock: steering.clock,
    close(how, reason) {
      if (isClosed) return;
      isClosed = true;
      clearInterval(ticker);
      gauge.close();
      if (how === "ended") server?.tell({ type: "tick", live: { ...gauge.read(), phase: "ended" } });
      server?.close(reason);
    },
  };
}

/** Steering that reads the campaign's state; `hangUp` is called before the process ends. */
function steeringOf(ports: ControlPorts, state: () => State | undefined, hangUp: () => void): Steering {
  const { writer, backend, asked, refusal, stopping, stop } = ports;
  return createSteering({
    backend,
    stopping,
    stop,
    budget: () => state()?.spec.budget ?? ports.budget,
    ...(asked === undefined ? {} : { asked }),
    ...(refusal === undefined ? {} : { refusal }),
    hasBegun: () => state() !== undefined,
    // The answer leaves first.
    kill: () =>
      void setImmediate(() => {
        hangUp();
        ports.kill();
      }),
    checkpoint() {
      writer.sync();
      return writer.written().events;
    },
  });
}

/** What became of a command; that the disk fails is an answer too. */
function obeyed(steering: Steering, command: Command): Answer {
  try {
    return steering.obey(command);
  } catch (error) {
    return { ok: false, changed: false, text: messageOf(error) };
  }
}

/** So that viewers see a long generation while it lasts. Where the disk fails, the loop finds out for itself. */
function flush(writer: RunWriter): void {
  try {
    writer.flush();
  } catch {
    // It is tried again at the next commit.
  }
}
