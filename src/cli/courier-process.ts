import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { pause } from "../llm/waiting.ts";
import { createLineReader } from "../runner/protocol.ts";
import { type CourierSettings, type FromCourier, fromCourierMax, parseFromCourier } from "./courier-lines.ts";
import type { ModelRequest } from "../llm/model.ts";

/** A courier that runs. */
export interface CourierProcess {
  send(request: ModelRequest): void;
  /**
   * Lets go of it: it begins nothing more, and goes on alone until what it has begun is kept. Resolves when it has ended,
   * or soon.
   */
  leave(): Promise<void>;
}

/** Who listens to a courier. */
export interface CourierListener {
  take(line: FromCourier): void;
  /** It has ended, or speaks nonsense and was left; told once, with the reason in words. */
  lost(reason: string): void;
}

const leaveMsMax = 1000;
const quotedMax = 500;

/** The built file that is a courier. */
export const courierProgram = fileURLToPath(
  new URL("../../dist/src/cli/courier.js", import.meta.url.replace("/dist/src/", "/src/")),
);

/**
 * Starts a courier in a session of its own, which neither Ctrl-C on the terminal nor the end of this process reaches. It
 * finds no key in its environment as long as there is none in ours.
 */
export function startCourier(program: string, settings: CourierSettings, listener: CourierListener): CourierProcess {
  const flags = process.execArgv.filter((flag) => !flag.startsWith("--inspect"));
  const child = spawn(process.execPath, [...flags, program], { detached: true, windowsHide: true, stdio: "pipe" });
  const over = new AbortController();
  let errors = "";

  /** Nothing more is heard of it, and it does not keep this process. */
  function part(): void {
    over.abort();
    child.unref();
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
  }
  function lose(reason: string): void {
    if (over.signal.aborted) return;
    part();
    listener.lost(reason);
  }
  function nonsense(): void {
    lose("it sent what is no line of its protocol");
  }
  function take(text: string): void {
    if (over.signal.aborted) return;
    const line = parseFromCourier(text);
    if (line === undefined) nonsense();
    else listener.take(line);
  }

  child.stdout.on("data", createLineReader(fromCourierMax, take, nonsense));
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-quotedMax)));
  // A process that is gone shows as its end.
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on("error", () => {});
  child.on("error", (error) => lose(error.message));
  child.on("close", (code, signal) =>
    lose(`it ended with ${signal ?? code}${errors === "" ? "" : `: ${errors.trim()}`}`),
  );
  child.stdin.write(`${JSON.stringify(settings)}\n`);
  return {
    send: (request) => void child.stdin.write(`${JSON.stringify({ request })}\n`),
    async leave() {
      child.stdin.end();
      await pause(leaveMsMax, over.signal).catch(() => {});
      part();
    },
  };
}
