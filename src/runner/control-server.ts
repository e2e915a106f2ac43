import { chmodSync, existsSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { messageOf, WorldError } from "../std/errors.ts";
import type { Answer, Command, FromRunner } from "./protocol.ts";
import { createLineReader, lineOf, mismatchText, parseFromViewer, protocolVersion, viewerLineMax } from "./protocol.ts";
import { makeSafe, removeStaleSockets } from "./socket-path.ts";

/** The runner's end of the control socket. */
export interface ControlServer {
  /** How many viewers have subscribed. */
  viewers(): number;
  /** Says it to all who have subscribed. A viewer that does not read is dropped; nothing waits for it. */
  tell(message: FromRunner): void;
  /** Listens again where the socket's file was taken away, as systems do with a user's folder when the user logs out. */
  restore(): Promise<void>;
  /** Says goodbye to all and stops listening. */
  close(reason: string): void;
}

/** Who answers. */
export interface ControlHost {
  readonly hello: Extract<FromRunner, { readonly type: "hello" }>;
  snapshot(): Extract<FromRunner, { readonly type: "snapshot" }>;
  command(command: Command): Promise<Answer>;
}

const viewersMax = 64;
/** So much may wait for a viewer that does not read, in bytes. */
const unreadMax = 1 << 20;
/** So many lines may a viewer send in `windowMs`, and so many commands may wait for their answer. */
const linesMax = 500;
const windowMs = 1000;
const pendingMax = 32;
/** Lines that mean nothing, after which it is no viewer. */
const nonsenseMax = 20;
const greetingMs = 10_000;

/** Listens for viewers at this path. Throws `WorldError` where that cannot be. */
export async function openControlServer(path: string, host: ControlHost): Promise<ControlServer> {
  const viewers = new Set<Viewer>();
  let isClosed = false;
  function welcome(socket: Socket): void {
    if (viewers.size >= viewersMax) {
      socket.on("error", () => {});
      socket.end(lineOf({ type: "bye", reason: `there are ${viewersMax} viewers already` }));
      return;
    }
    const viewer = createViewer(socket, host);
    viewers.add(viewer);
    socket.once("close", () => viewers.delete(viewer));
  }
  let server = await listen(path, welcome);
  await removeStaleSockets(path).catch(() => {});
  return {
    viewers: () => [...viewers].filter((viewer) => viewer.isSubscribed()).length,
    tell(message) {
      if (viewers.size === 0) return;
      const line = lineOf(message);
      for (const viewer of viewers) if (viewer.isSubscribed()) viewer.write(line);
    },
    async restore() {
      if (isClosed || process.platform === "win32" || existsSync(path)) return;
      // A server removes its path when it closes: the old one goes before the new one listens there.
      server.close();
      if (makeSafe(dirname(path)) === undefined) server = await listen(path, welcome);
    },
    close(reason) {
      isClosed = true;
      for (const viewer of viewers) viewer.end(reason);
      server.close();
      if (process.platform !== "win32") rmSync(path, { force: true });
    },
  };
}

async function listen(path: string, welcome: (socket: Socket) => void): Promise<Server> {
  const server = createServer(welcome);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    if (process.platform !== "win32") chmodSync(path, 0o600);
  } catch (error) {
    throw new WorldError(
      "no-socket",
      `Cannot listen for viewers at ${path}: ${messageOf(error)}`,
      "Set XDG_RUNTIME_DIR to a folder of yours with a short path on a local disk.",
      { cause: error },
    );
  }
  server.on("error", () => {});
  // What only listens does not keep the process alive.
  return server.unref();
}

interface Viewer {
  isSubscribed(): boolean;
  write(line: string): void;
  end(reason: string): void;
}

/** One connection. Nothing that comes in on it is believed. */
function createViewer(socket: Socket, host: ControlHost): Viewer {
  let isSubscribed = false;

  function write(line: string): void {
    if (!socket.writable) return;
    socket.write(line);
    if (socket.writableLength > unreadMax) socket.destroy();
  }

  function end(reason: string): void {
    isSubscribed = false;
    if (socket.writable) socket.end(lineOf({ type: "bye", reason }));
    // It has until then to read that.
    setTimeout(() => socket.destroy(), windowMs).unref();
    socket.removeAllListeners("data").resume();
  }

  const silence = setTimeout(() => end("it did not say hello"), greetingMs).unref();
  const take = createListener(host, {
    write,
    end,
    greeted: () => clearTimeout(silence),
    subscribe() {
      isSubscribed = true;
      write(lineOf(host.snapshot()));
    },
  });
  socket.on("error", () => {});
  socket.on("close", () => clearTimeout(silence));
  const read = createLineReader(
    viewerLineMax,
    (line) => {
      if (!socket.writableEnded) take(line);
    },
    () => end("its line is too long"),
  );
  socket.on("data", read);
  write(lineOf(host.hello));
  return { isSubscribed: () => isSubscribed, write, end };
}

/** What becomes of what a viewer says. */
interface Replies {
  write(line: string): void;
  end(reason: string): void;
  greeted(): void;
  subscribe(): void;
}

/** Takes a viewer's lines one after the other. */
function createListener(host: ControlHost, { write, end, greeted, subscribe }: Replies): (line: string) => void {
  const isTooFast = createLimiter();
  let isGreeted = false;
  let pending = 0;
  let nonsense = 0;

  function reject(text: string): void {
    nonsense++;
    if (nonsense > nonsenseMax) end("it does not speak this protocol");
    else write(lineOf({ type: "error", text }));
  }

  function greet(protocol: number): void {
    if (protocol !== protocolVersion) return end(mismatchText(protocol));
    isGreeted = true;
    return greeted();
  }

  async function obey(id: number, command: Command): Promise<void> {
    if (pending >= pendingMax) {
      const text = `${pendingMax} commands wait already`;
      return write(lineOf({ type: "ack", id, ok: false, changed: false, text }));
    }
    pending++;
    const answer = await host
      .command(command)
      .catch((error: unknown) => ({ ok: false, changed: false, text: messageOf(error) }));
    pending--;
    return write(lineOf({ type: "ack", id, ...answer }));
  }

  return (line) => {
    if (isTooFast()) return end("it says too much");
    const message = parseFromViewer(line);
    if (typeof message === "string") return reject(message);
    if (message.type === "hello") return greet(message.protocol);
    if (!isGreeted) return reject("expected hello first");
    if (message.type === "subscribe") return subscribe();
    return void obey(message.id, message);
  };
}

/** Tells whether more than `linesMax` came in the current window. */
function createLimiter(): () => boolean {
  let begun = 0;
  let lines = 0;
  return () => {
    const now = performance.now();
    if (now - begun > windowMs) [begun, lines] = [now, 0];
    return ++lines > linesMax;
  };
}
