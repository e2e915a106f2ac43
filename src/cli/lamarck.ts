// The command line's entry: ties it to this process.
import { isatty as isTerminal } from "node:tty";
import { main } from "./main.ts";
import type { StopSignal } from "./terminal.ts";

/** Whoever reads our output may stop reading: then there is nobody left to tell. */
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** At once, before anything is started that would inherit them. */
const keys: Record<string, string | undefined> = {};
for (const name of ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]) {
  keys[name] = process.env[name];
  delete process.env[name];
}

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  cwd: process.cwd(),
  env: process.env,
  keys,
  tty: { stdin: isTerminal(0), stdout: isTerminal(1), stderr: isTerminal(2) },
  onStop(listener) {
    const signals: readonly StopSignal[] = ["SIGINT", "SIGTERM"];
    const handlers = signals.map((signal) => [signal, () => listener(signal)] as const);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    return () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    };
  },
  exit: (code) => process.exit(code),
});
