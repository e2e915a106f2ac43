// Loaded only when a terminal is taken over: Ink and React are not for `lamarck ls`.
import { Box, render, Text, useApp, useInput, usePaste, useStdout } from "ink";
import { createElement, type ReactElement, useEffect, useSyncExternalStore } from "react";
import { keysOf } from "./keys.ts";
import type { Key } from "./screen.ts";

/** A picture made of lines, and who listens for the next one. */
export interface Picture {
  lines(): readonly string[];
  set(lines: readonly string[]): void;
  onChange(listener: () => void): () => void;
}

/** Hands the terminal back while `during` runs, then takes it and draws everything again. */
export type HandOver = (during: () => Promise<void>) => Promise<void>;

/** What Ink tells, and what it lends. */
export interface AppPorts {
  key(key: Key): void;
  paste(text: string): void;
  /** Called once, when Ink is there. */
  ready(control: AppControl): void;
}

/** What can be done with the terminal through Ink. */
export interface AppControl {
  readonly handOver: HandOver;
  /** Prints text above the picture. */
  print(text: string): void;
}

/** The streams of a terminal. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** An application on a terminal. */
export interface Mounted {
  unmount(): void;
  /** Resolves when the terminal is as it was before; rejects with what broke. */
  readonly ended: Promise<void>;
}

const framesPerSecond = 10;

/** Puts a picture on the terminal and hears its keys. Ink does no more than that. */
export function mount(picture: Picture, ports: AppPorts, streams: Streams, isFull: boolean): Mounted {
  const instance = render(createElement(App, { picture, ports }), {
    ...streams,
    alternateScreen: isFull,
    // Whoever called has looked at the terminal: Ink would look at the variable CI.
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: true,
    incrementalRendering: true,
    isScreenReaderEnabled: false,
    maxFps: framesPerSecond,
  });
  return {
    unmount: () => instance.unmount(),
    ended: instance.waitUntilExit().then(() => {}),
  };
}

function App({ picture, ports }: { readonly picture: Picture; readonly ports: AppPorts }): ReactElement {
  const lines = useSyncExternalStore(picture.onChange, picture.lines);
  const { suspendTerminal } = useApp();
  const { write } = useStdout();
  useInput((input, key) => {
    for (const one of keysOf(input, key)) ports.key(one);
  });
  usePaste(ports.paste);
  useEffect(() => {
    ports.ready({ handOver: (during) => suspendTerminal(during), print: write });
  }, [ports, suspendTerminal, write]);
  return createElement(
    Box,
    { flexDirection: "column" },
    lines.map((line, y) => createElement(Text, { key: y, wrap: "truncate" }, line === "" ? " " : line)),
  );
}
