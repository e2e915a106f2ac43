import { Console } from "node:console";
import { PassThrough, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Terminal } from "@xterm/headless";
import type { Streams } from "../../src/tui/app.ts";
import type { Size } from "../../src/text/row.ts";

// Ink redirects the console through this; the console that Vitest puts in its place lacks it.
Object.assign(console, { Console });

/** A terminal in memory: what is written to it is interpreted as a real one would. */
export interface MemoryTerminal {
  readonly streams: Streams;
  /** Everything that was written. */
  written(): string;
  /** What is on the screen, row by row, without the spaces at the ends. */
  screen(): Promise<string[]>;
  /** Waits until the screen says so. */
  shows(text: string | RegExp): Promise<string[]>;
  /** Waits until nothing more is written for a while, and shows what there is. */
  still(): Promise<string[]>;
  type(keys: string): void;
  resize(size: Size): void;
  /** Stops taking what is written, as a slow line does, or goes on. */
  hold(isHeld: boolean): void;
  /** Whether the alternate screen is shown. */
  isAlternate(): Promise<boolean>;
}

/** Opens a terminal of this size. */
export function openTerminal(size: Size): MemoryTerminal {
  const xterm = new Terminal({
    cols: size.columns,
    rows: size.rows,
    allowProposedApi: true,
    // What the driver of a real terminal does.
    convertEol: true,
  });
  let written = "";
  let waiting: (() => void) | undefined;
  let isHeld = false;
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      highWaterMark: 4096,
      write(chunk: string | Buffer, _encoding, done) {
        const text = String(chunk);
        written += text;
        xterm.write(text);
        if (isHeld) waiting = done;
        else done();
      },
    }),
    { isTTY: true, columns: size.columns, rows: size.rows },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(isRaw: boolean) {
      stdin.isRaw = isRaw;
      return stdin;
    },
    ref: () => stdin,
    unref: () => stdin,
  });
  const screen = async (): Promise<string[]> => {
    await new Promise<void>((done) => xterm.write("", done));
    const buffer = xterm.buffer.active;
    const top = buffer.baseY;
    return Array.from(
      { length: xterm.rows },
      (_, y) =>
        buffer
          .getLine(top + y)
          ?.translateToString(true, 0, xterm.cols)
          .trimEnd() ?? "",
    );
  };
  return {
    streams: { stdin: stdin as unknown as NodeJS.ReadStream, stdout: stdout as unknown as NodeJS.WriteStream },
    written: () => written,
    screen,
    async shows(text) {
      for (let tries = 0; tries < 600; tries++) {
        const lines = await screen();
        const all = lines.join("\n");
        if (typeof text === "string" ? all.includes(text) : text.test(all)) return lines;
        await delay(10);
      }
      throw new Error(`The screen never showed ${text}:\n${(await screen()).join("\n")}`);
    },
    async still() {
      for (let before = -1; before !== written.length;) {
        before = written.length;
        await delay(80);
      }
      return screen();
    },
    type: (keys) => void stdin.write(keys),
    resize({ columns, rows }) {
      xterm.resize(columns, rows);
      Object.assign(stdout, { columns, rows });
      stdout.emit("resize");
    },
    hold(held) {
      isHeld = held;
      if (!held) waiting?.();
    },
    async isAlternate() {
      await screen();
      return xterm.buffer.active.type === "alternate";
    },
  };
}
