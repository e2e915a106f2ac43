import { main } from "../../src/cli/main.ts";
import type { StopSignal } from "../../src/cli/terminal.ts";

/** What a command printed and returned. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Calls the command line in this process, in a folder. `stopAt` interrupts it when it prints that text. */
export async function call(
  cwd: string,
  words: readonly string[],
  stopAt?: { readonly text: string; readonly signal: StopSignal },
): Promise<Called> {
  let out = "";
  let err = "";
  let stop: ((signal: StopSignal) => void) | undefined;
  const hear = (text: string): void => {
    if (stopAt !== undefined && text.includes(stopAt.text)) stop?.(stopAt.signal);
  };
  const code = await main(words, {
    out(text) {
      out += text;
      hear(text);
    },
    err(text) {
      err += text;
      hear(text);
    },
    cwd,
    env: {},
    tty: { stdin: false, stdout: false, stderr: false },
    onStop(listener) {
      stop = listener;
      return () => (stop = undefined);
    },
    exit: (status) => {
      throw new Error(`the process would have ended with ${status}`);
    },
  });
  return { code, out, err };
}
