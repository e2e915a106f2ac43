import { connect, type Socket } from "node:net";
import type { Live, Notice } from "../view/live.ts";
import type { Answer, Command } from "./protocol.ts";
import { createLineReader, lineOf, parseFromRunner, protocolVersion, runnerLineMax } from "./protocol.ts";

/** A viewer's end of the control socket, which it opens again when it breaks. */
export interface ControlClient {
  /** Rejects with an error in words when there is no connection or no answer in time. */
  send(command: Command): Promise<Answer>;
  close(): void;
}

/** What a viewer is told. */
export interface ControlListener {
  /** The connection stands, and this is how things are. */
  snapshot(live: Live, notices: readonly Notice[]): void;
  tick(live: Live): void;
  notice(notice: Notice): void;
  /** It is gone, and why; where `isFinal`, it is not tried again by itself. */
  lost(reason: string, isFinal: boolean): void;
}

/** How a client finds its runner and how long it tries. */
export interface ClientOptions {
  /** Asked before each try, since a resumed run listens somewhere else; undefined where nobody runs it. */
  readonly address: () => string | undefined;
  readonly listener: ControlListener;
  /** Milliseconds to the second try; doubled from then on, up to 5 s. */
  readonly retryMs?: number;
}

const retryMsMax = 5000;
/** So long may an answer take; `kill` and `stop` answer before they act. */
const answerMs = 10_000;
const pendingMax = 64;

/** Connects, subscribes, and keeps doing so until it is closed. */
export function connectControl({ address, listener, retryMs = 250 }: ClientOptions): ControlClient {
  let connection: Connection | undefined;
  let timer: NodeJS.Timeout | undefined;
  let waitMs = retryMs;
  let isClosed = false;

  function open(): void {
    const path = address();
    if (path === undefined) return lost("nobody runs it", false);
    connection = openConnection(path, {
      ...listener,
      snapshot(live, notices) {
        waitMs = retryMs;
        listener.snapshot(live, notices);
      },
      lost,
    });
  }

  function lost(reason: string, isFinal: boolean): void {
    connection = undefined;
    if (isClosed) return;
    listener.lost(reason, isFinal);
    if (isFinal) return;
    timer = setTimeout(open, waitMs);
    waitMs = Math.min(retryMsMax, waitMs * 2);
  }

  open();
  return {
    send: (command) =>
      connection === undefined ? Promise.reject(new Error("the runner is not there")) : connection.send(command),
    close() {
      isClosed = true;
      clearTimeout(timer);
      connection?.close();
    },
  };
}

/** One connection for as long as it lasts. */
interface Connection {
  send(command: Command): Promise<Answer>;
  close(): void;
}

function openConnection(path: string, listener: ControlListener): Connection {
  const socket = connect(path);
  const questions = createQuestions();
  let reason: string | undefined;
  let isFinal = false;
  // Commands that are given before the runner has said hello.
  let early: string[] | undefined = [];

  function take(line: string): void {
    const message = parseFromRunner(line);
    if (message === undefined) return;
    if (message.type === "ack") questions.answer(message.id, message);
    else if (message.type === "bye") reason = message.reason;
    else if (message.type === "hello") greet(message.protocol, message.version);
    else if (message.type === "snapshot") listener.snapshot(message.live, message.notices);
    else if (message.type === "tick") listener.tick(message.live);
    else if (message.type === "notice") listener.notice(message.notice);
  }

  function greet(protocol: number, version: string): void {
    if (protocol === protocolVersion) {
      const greeting = [lineOf({ type: "hello", protocol: protocolVersion }), lineOf({ type: "subscribe" })];
      socket.write([...greeting, ...(early ?? [])].join(""));
      early = undefined;
      return;
    }
    isFinal = true;
    reason = `the runner is Lamarck ${version}, which speaks version ${protocol} of the protocol; this one speaks version ${protocolVersion}: use the same Lamarck for both`;
    socket.destroy();
  }

  listenTo(socket, take, (error) => {
    questions.giveUp(reason ?? error);
    listener.lost(reason ?? error, isFinal);
  });
  return {
    send: (command) =>
      questions.ask((id) => {
        const line = lineOf({ type: "command", id, ...command });
        if (early === undefined) socket.write(line);
        else early.push(line);
      }),
    close: () => socket.destroy(),
  };
}

/** Commands whose answers are not there yet. */
interface Questions {
  ask(send: (id: number) => void): Promise<Answer>;
  answer(id: number, answer: Answer): void;
  /** There will be no answers any more. */
  giveUp(reason: string): void;
}

function createQuestions(): Questions {
  const waiting = new Map<number, { readonly end: (answer: Answer | Error) => void }>();
  let nextId = 1;
  return {
    ask: (send) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= pendingMax) return reject(new Error("too many commands wait for an answer"));
        const id = nextId++;
        const late = new Error(`the runner did not answer within ${answerMs / 1000} s`);
        const timer = setTimeout(() => waiting.get(id)?.end(late), answerMs);
        waiting.set(id, {
          end(answer) {
            waiting.delete(id);
            clearTimeout(timer);
            if (answer instanceof Error) reject(answer);
            else resolve(answer);
          },
        });
        send(id);
        return undefined;
      }),
    answer: (id, { ok, changed, text }) => waiting.get(id)?.end({ ok, changed, text }),
    giveUp(reason) {
      for (const { end } of waiting.values()) end(new Error(reason));
    },
  };
}

/** Calls `take` with each line and `gone` once, with the reason in words. */
function listenTo(socket: Socket, take: (line: string) => void, gone: (error: string) => void): void {
  let reason = "the connection was closed";
  socket.on("error", (error) => (reason = error.message));
  socket.on(
    "data",
    createLineReader(runnerLineMax, take, () => socket.destroy()),
  );
  socket.once("close", () => gone(reason));
}
