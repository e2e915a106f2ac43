import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectControl } from "../../src/runner/control-client.ts";
import { type ControlHost, type ControlServer, openControlServer } from "../../src/runner/control-server.ts";
import { type Command, type FromRunner, lineOf, protocolVersion, viewerLineMax } from "../../src/runner/protocol.ts";
import { socketPathFor } from "../../src/runner/socket-path.ts";
import type { Live } from "../../src/view/live.ts";

const live: Live = {
  t: "2026-01-01T00:00:00.000Z",
  phase: "running",
  written: { events: 1, bytes: 2 },
  generation: 0,
  births: 0,
  evaluations: 0,
  reused: 0,
  failed: 0,
  elapsedMs: 0,
  budget: {},
  jobs: 1,
  flying: 0,
  lanes: [],
  memoryMb: 1,
  loopDelayMs: 0,
  viewers: 0,
};

let folder: string;
let path: string;
let server: ControlServer;
let commands: Command[];
const sockets: Socket[] = [];

const host: ControlHost = {
  hello: { type: "hello", protocol: protocolVersion, run: "r", pid: 1, version: "0.0.0", folder: "f" },
  snapshot: () => ({ type: "snapshot", live, notices: [] }),
  async command(command) {
    commands.push(command);
    if (command.verb === "fail") throw new Error("no luck");
    return { ok: true, changed: true, text: `did ${command.verb}` };
  },
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-ctl-"));
  path = socketPathFor("run", { XDG_RUNTIME_DIR: folder });
  commands = [];
  server = await openControlServer(path, host);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close("the test is over");
  rmSync(folder, { recursive: true, force: true });
});

/** A viewer that says exactly these texts. */
interface Raw {
  readonly socket: Socket;
  say(text: string): void;
  /** Waits for a message that fits; rejects when the connection ends first. */
  hear(type: FromRunner["type"]): Promise<Record<string, unknown>>;
  readonly closed: Promise<void>;
}

function raw(): Raw {
  const socket = connect(path);
  sockets.push(socket);
  const heard: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  let rest = "";
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop()!;
    heard.push(...lines.map((line) => JSON.parse(line)));
    for (const wake of waiting) wake();
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    socket,
    say: (text) => void socket.write(text),
    closed,
    async hear(type) {
      for (;;) {
        const at = heard.findIndex((message) => message["type"] === type);
        if (at >= 0) return heard.splice(at, 1)[0]!;
        let wake = (): void => {};
        const more = new Promise<"more">((resolve) => (wake = () => resolve("more")));
        waiting.add(wake);
        const next = await Promise.race([more, closed.then(() => "closed")]);
        waiting.delete(wake);
        if (next === "closed" && !heard.some((message) => message["type"] === type)) {
          throw new Error(`closed before ${type}`);
        }
      }
    },
  };
}

const hello = lineOf({ type: "hello", protocol: protocolVersion });
const subscribe = lineOf({ type: "subscribe" });
const note = (id: number): string => lineOf({ type: "command", id, verb: "note", args: ["x"], author: "a@b" });

/** A client that keeps what it is told. */
function client(address: () => string | undefined = () => path) {
  const told: string[] = [];
  const all = connectControl({
    address,
    retryMs: 10,
    listener: {
      snapshot: ({ phase }) => void told.push(`snapshot ${phase}`),
      tick: ({ phase }) => void told.push(`tick ${phase}`),
      notice: ({ text }) => void told.push(`notice ${text}`),
      lost: (reason) => void told.push(`lost: ${reason}`),
    },
  });
  return { ...all, told };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 1000) throw new Error("it never came to pass");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("a runner's control socket", () => {
  test("tells every viewer who it is, how things are, and what happens", async () => {
    const [one, two] = [client(), client()];
    await until(() => server.viewers() === 2);
    server.tell({ type: "tick", live });
    server.tell({ type: "notice", notice: { seq: 0, t: "", level: "info", text: "paused" } });
    await until(() => one.told.length === 3 && two.told.length === 3);
    expect(one.told).toEqual(["snapshot running", "tick running", "notice paused"]);
    one.close();
    await until(() => server.viewers() === 1);
    two.close();
  });

  test("obeys commands and answers each, also those that fail and those given before it said hello", async () => {
    const one = client();
    const early = one.send({ verb: "pause", args: [], author: "jo@host", reason: "lunch" });
    expect(await early).toEqual({ ok: true, changed: true, text: "did pause" });
    expect(await one.send({ verb: "fail", args: [], author: "jo@host" })).toMatchObject({ ok: false, text: "no luck" });
    expect(commands[0]).toMatchObject({ verb: "pause", author: "jo@host", reason: "lunch" });
    one.close();
  });

  test("is nothing that others on the machine can enter", () => {
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("drops a viewer that never reads, and serves the others meanwhile", async () => {
    const deaf = raw();
    deaf.socket.pause();
    deaf.say(hello + subscribe);
    const other = client();
    await until(() => server.viewers() === 2);
    const text = "x".repeat(60_000);
    for (let i = 0; i < 200; i++) {
      server.tell({ type: "notice", notice: { seq: i, t: "", level: "info", text } });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => server.viewers() === 1 && other.told.length === 201);
    other.close();
  });

  test("says in words that another version of the protocol is not its own", async () => {
    const old = raw();
    old.say(lineOf({ type: "hello", protocol: protocolVersion + 1 }));
    expect((await old.hear("bye"))["reason"]).toMatch(/speaks version 2 .* the runner version 1: use the same Lamarck/);
    await old.closed;
  });

  test("answers what it does not know with an error, takes lines in pieces, and does nothing before hello", async () => {
    const odd = raw();
    odd.say(note(1));
    expect((await odd.hear("error"))["text"]).toBe("expected hello first");
    for (const piece of hello.match(/.{1,7}|\n/g)!) odd.say(piece);
    odd.say('{"type":"dance"}\n[1]\n{"type":"command","id":1,"verb":7,"args":[],"author":"a"}\n');
    for (const _ of [1, 2, 3]) await odd.hear("error");
    odd.say(note(2));
    expect(await odd.hear("ack")).toMatchObject({ id: 2, ok: true });
    expect(commands).toHaveLength(1);
  });

  test.each([
    ["rubbish", "\u0000\u00ff rubbish\n".repeat(100), "it does not speak this protocol"],
    ["a line without an end", "x".repeat(viewerLineMax + 1), "its line is too long"],
    ["a flood", hello + note(1).repeat(2000), "it says too much"],
  ])("hangs up on %s", async (_, text, reason) => {
    const bad = raw();
    bad.say(text);
    expect((await bad.hear("bye"))["reason"]).toBe(reason);
    await bad.closed;
    const good = client();
    expect(await good.send({ verb: "pause", args: [], author: "a" })).toMatchObject({ ok: true });
    good.close();
  });

  test("takes so many viewers and no more", async () => {
    const viewers = Array.from({ length: 64 }, () => raw());
    for (const viewer of viewers) viewer.say(hello + subscribe);
    await until(() => server.viewers() === 64);
    const late = raw();
    expect((await late.hear("bye"))["reason"]).toBe("there are 64 viewers already");
    viewers[0]!.socket.destroy();
    await until(() => server.viewers() === 63);
    const one = client();
    await until(() => one.told.includes("snapshot running"));
    one.close();
  });

  test("is found again where its folder was taken away, and keeps the viewers that it had", async () => {
    const before = client();
    await until(() => server.viewers() === 1);
    rmSync(join(path, ".."), { recursive: true });
    const after = client();
    await until(() => after.told.length > 0);
    await server.restore();
    await server.restore();
    await until(() => server.viewers() === 2);
    server.tell({ type: "tick", live });
    await until(() => before.told.includes("tick running") && after.told.includes("tick running"));
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
    for (const one of [before, after]) one.close();
  });

  test("leaves nothing behind, and removes what runners left that were killed long ago", async () => {
    const folderOf = join(path, "..");
    const [old, young] = [join(folderOf, "old.sock"), join(folderOf, "young.sock")];
    for (const dead of [old, young]) await leaveSocket(dead);
    utimesSync(old, new Date(0), new Date(0));
    utimesSync(path, new Date(0), new Date(0));
    const next = socketPathFor("other", { XDG_RUNTIME_DIR: folder });
    const second = await openControlServer(next, host);
    expect([old, young, path, next].map((one) => existsSync(one))).toEqual([false, true, true, true]);
    second.close("over");
    expect(existsSync(next)).toBe(false);
  });
});

/** Leaves a socket as a process does that is killed. */
async function leaveSocket(address: string): Promise<void> {
  const code = `require("node:net").createServer().listen(${JSON.stringify(address)}, () => console.log("listens"))`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
}

describe("a viewer", () => {
  test("comes back by itself when its runner goes away and another one comes", async () => {
    let address: string | undefined = path;
    const one = client(() => address);
    await until(() => one.told.includes("snapshot running"));
    server.close("it was told to stop");
    await until(() => one.told.includes("lost: it was told to stop"));
    address = undefined;
    await until(() => one.told.includes("lost: nobody runs it"));
    await expect(one.send({ verb: "pause", args: [], author: "a" })).rejects.toThrow("the runner is not there");
    address = socketPathFor("run", { XDG_RUNTIME_DIR: folder });
    server = await openControlServer(address, host);
    await until(() => one.told.filter((text) => text === "snapshot running").length === 2);
    one.close();
  });

  test("says which versions differ and does not try again", async () => {
    const address = join(folder, "newer.sock");
    const newer = createServer((socket) => {
      sockets.push(socket);
      socket.write(lineOf({ ...host.hello, protocol: 9, version: "7.0.0" }));
    });
    await new Promise<void>((resolve) => newer.listen(address, resolve));
    const one = client(() => address);
    await until(() => one.told.length > 0);
    expect(one.told[0]).toMatch(/the runner is Lamarck 7\.0\.0, which speaks version 9 .* this one speaks version 1/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(one.told).toHaveLength(1);
    newer.close();
  });

  test("survives a runner that says rubbish", async () => {
    const address = join(folder, "mad.sock");
    const mad = createServer((socket) => {
      sockets.push(socket);
      socket.end('rubbish\n{"type":"tick"}\n{"type":"snapshot","live":3}\n\u0000\n{"type":"hello","protocol":"x"}\n');
    });
    await new Promise<void>((resolve) => mad.listen(address, resolve));
    const one = client(() => address);
    await until(() => one.told.length > 1);
    expect(one.told.every((text) => text.startsWith("lost: "))).toBe(true);
    one.close();
    mad.close();
  });
});

describe("the place of the socket", () => {
  const longName = "x".repeat(120);

  test("is another one where its path would be too long for a socket", () => {
    mkdirSync(join(folder, longName));
    expect(Buffer.byteLength(socketPathFor("run", { XDG_RUNTIME_DIR: join(folder, longName) }))).toBeLessThan(108);
  });

  test("is another one where others may enter it, or where it is a file", () => {
    const uid = process.getuid!();
    for (const name of ["open", "file"]) mkdirSync(join(folder, name));
    mkdirSync(join(folder, "open", `lamarck-${uid}`));
    chmodSync(join(folder, "open", `lamarck-${uid}`), 0o755);
    writeFileSync(join(folder, "file", `lamarck-${uid}`), "");
    for (const name of ["open", "file"]) {
      expect(socketPathFor("run", { XDG_RUNTIME_DIR: join(folder, name) })).not.toContain(folder);
    }
    expect(socketPathFor("run", { XDG_RUNTIME_DIR: folder })).toContain(folder);
  });
});
