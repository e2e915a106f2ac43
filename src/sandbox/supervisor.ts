import { WorldError } from "../std/errors.ts";
import type { AgentCode, Configuration, Result } from "./protocol.ts";
import { formulasFrame, fromChild, jsonFrame, parseResult, toChild } from "./protocol.ts";
import type { Loss, SandboxProcess } from "./sandbox-process.ts";
import { killedTries, sandboxCommand, startProcess } from "./sandbox-process.ts";

/** Results in the order of the programs; those that came before a loss are kept. */
export interface Played {
  readonly results: readonly Result[];
  readonly loss?: Loss;
}

/** One sandbox child process, restarted when it dies. It does one piece of work at a time. */
export interface Supervisor {
  /** Tells the child the scenario and its cases. A loss here is the scenario's fault or the world's. */
  configure(configuration: Configuration): Promise<Loss | undefined>;
  /** Plays confined programs, many to a call. */
  together(codes: readonly string[]): Promise<Played>;
  /** Plays formulas, many to a call. */
  formulas(formulas: readonly (readonly number[])[]): Promise<Played>;
  /** Plays programs one after the other, each in a fresh isolate; a loss is the doing of the first without a result. */
  alone(agents: readonly AgentCode[]): Promise<Played>;
  status(): { readonly pid: number; readonly restarts: number };
  close(): void;
}

const graceMs = 750;
const startMs = 15_000;
const togetherMsMax = 60_000;
const rssBytesMax = 400 * 1024 * 1024;
const rssBytesToRecycle = 250 * 1024 * 1024;
const programsToRecycle = 5000;
const pollMs = 10;
const configureTries = 3;
const triesFor = ({ cause }: Loss): number => (cause === "killed" ? killedTries : configureTries);

/** What a child is asked to do. */
interface Work {
  readonly frame: Buffer;
  /** One a program, in order. */
  readonly ids: readonly number[];
  /** How long it may be silent once it has begun. */
  readonly limitMs: number;
  readonly watchMemory: boolean;
}

/** A child that does one piece of work at a time, until it is lost. */
interface Child {
  readonly pid: number;
  lost: boolean;
  /** How many programs it has played alone. */
  programs: number;
  ask(work: Work): Promise<Played>;
  residentBytes(): number;
  end(loss: Loss): void;
}

/** The frame that asks for programs under these ids. */
type FrameOf = (ids: readonly number[]) => Buffer;

/** Supervises the child that this command starts; `heard` is told of each sign of life, and how many results it brings. */
export function createSupervisor(
  command: readonly string[] = sandboxCommand(),
  heard: (results: number) => void = () => {},
): Supervisor {
  let child: Child | undefined;
  let configuration: Configuration | undefined;
  let starts = 0;
  let nextId = 1;

  function living(): Child {
    if (child !== undefined && !child.lost) return child;
    starts++;
    return (child = startChild(command, heard));
  }

  /** A living, configured child; slows down and finally gives up where children die one after the other. */
  async function ready(): Promise<Child> {
    for (let failures = 0; failures < 20; failures++) {
      if (child !== undefined && !child.lost) return child;
      if (failures > 4) await new Promise((resolve) => setTimeout(resolve, 200 * (failures - 4)));
      const made = living();
      if (configuration !== undefined) await tell(made, configuration);
    }
    throw cannotStart();
  }

  async function play(count: number, limitMs: number, watchMemory: boolean, frameOf: FrameOf): Promise<Played> {
    const ids = Array.from({ length: count }, () => nextId++ >>> 0);
    const target = await ready();
    if (watchMemory) target.programs += count;
    const played = await target.ask({ ids, limitMs, watchMemory, frame: frameOf(ids) });
    // Between pieces of work a child that has grown or served long is replaced, since memory does not come back.
    if (target.programs >= programsToRecycle || target.residentBytes() > rssBytesToRecycle) target.end(recycled);
    return played;
  }

  return {
    async configure(next) {
      configuration = next;
      let { loss } = await tell(living(), next);
      for (let tries = 1; loss !== undefined && loss.cause !== "broken" && tries < triesFor(loss); tries++) {
        ({ loss } = await tell(living(), next));
      }
      return loss;
    },
    together: (codes) =>
      play(codes.length, sharedLimitMs(configuration!, codes.length), false, (ids) =>
        jsonFrame(toChild.together, { ids, codes }),
      ),
    formulas: (formulas) =>
      play(formulas.length, sharedLimitMs(configuration!, formulas.length), false, (ids) =>
        formulasFrame(ids[0]!, formulas),
      ),
    alone: (agents) =>
      play(agents.length, configuration!.wallMs + graceMs, true, (ids) => jsonFrame(toChild.alone, { ids, agents })),
    status: () => ({ pid: child === undefined || child.lost ? 0 : child.pid, restarts: Math.max(0, starts - 1) }),
    close: () => child?.end({ cause: "crash", message: "it was closed" }),
  };
}

function tell(target: Child, message: Configuration): Promise<Played> {
  return target.ask({ frame: jsonFrame(toChild.configure, message), ids: [], limitMs: startMs, watchMemory: false });
}

/** How long so many programs may take together. */
function sharedLimitMs({ wallMs, setup }: Configuration, programs: number): number {
  return graceMs + Math.min(togetherMsMax, 1000 + wallMs * setup.cases.length * programs);
}

function cannotStart(): WorldError {
  return new WorldError(
    "sandbox-start",
    "The sandbox process died 20 times while it started",
    "Run `lamarck doctor`: it shows whether isolated-vm works here and what stands in the way.",
  );
}

const recycled: Loss = { cause: "crash", message: "it was replaced" };

/** Starts a child and believes nothing that it says unasked, out of order, too late or too large. */
function startChild(command: readonly string[], heard: (results: number) => void): Child {
  let lease: Lease | undefined;
  const target: SandboxProcess = startProcess(command, {
    take: (kind, body) => {
      if (lease === undefined) end({ cause: "protocol", message: "it spoke without being asked" });
      else lease.take(kind, body);
      heard(kind === fromChild.result ? 1 : 0);
    },
    lost: end,
  });

  function end(loss: Loss): void {
    child.lost = true;
    target.kill();
    lease?.settle(loss);
  }

  const child: Child = {
    pid: target.pid,
    lost: false,
    programs: 0,
    ask: (work) =>
      new Promise((resolve) => {
        const done = (played: Played): void => {
          lease = undefined;
          resolve(played);
        };
        lease = createLease(work, { done, end, residentBytes: target.residentBytes });
        target.send(work.frame);
      }),
    residentBytes: target.residentBytes,
    end,
  };
  return child;
}

/** Work in the hands of a child. */
interface Lease {
  take(kind: number, body: Buffer): void;
  /** Ends the work, with a loss or without one. */
  settle(loss?: Loss): void;
}

interface LeaseHolder {
  done(played: Played): void;
  /** Ends the child, which settles the lease. */
  end(loss: Loss): void;
  residentBytes(): number;
}

function createLease({ ids, limitMs, watchMemory }: Work, { done, end, residentBytes }: LeaseHolder): Lease {
  const results: Result[] = [];
  let timer: NodeJS.Timeout | undefined;
  arm(Math.max(limitMs, startMs));
  const poll = watchMemory ? setInterval(watch, pollMs) : undefined;

  function arm(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => end({ cause: "deadline", message: `it did not answer within ${ms} ms` }), ms);
  }

  function watch(): void {
    if (residentBytes() > rssBytesMax) end({ cause: "memory", message: "its process grew too large" });
  }

  function settle(loss?: Loss): void {
    clearTimeout(timer);
    clearInterval(poll);
    done(loss === undefined ? { results } : { results, loss });
  }

  function violate(message: string): void {
    end({ cause: "protocol", message });
  }

  return {
    settle,
    take(kind, body) {
      if (kind === fromChild.started) {
        if (body.length !== 4 || !ids.includes(body.readUInt32LE(0))) return violate("it began unknown work");
        arm(limitMs);
      } else if (kind === fromChild.result) {
        const result = parseResult(body);
        // Results come in the order of the work: any other id is not ours.
        if (result === undefined || result.id !== ids[results.length]) {
          return violate("it sent a result that nobody asked for");
        }
        results.push(result);
      } else if (kind === fromChild.ready) {
        if (results.length < ids.length) return violate("it was ready before its work was done");
        settle();
      } else if (kind === fromChild.broken) {
        settle({ cause: "broken", message: body.toString("utf8", 0, 1000) });
      } else {
        violate(`it sent a frame of kind ${kind}`);
      }
      return undefined;
    },
  };
}
