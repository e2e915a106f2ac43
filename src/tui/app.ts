// Loaded only when a terminal is taken over: Ink and React are not for `lamarck ls`.
import { Box, render, Text, useApp, useInput, usePaste, useStdout } from "ink";
import { createElement, memo, type ReactElement, useEffect, useSyncExternalStore } from "react";
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

/** Who hears the keys. */
export interface Hearer {
  key(key: Key): void;
  paste(text: string): void;
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
  /** Undefined until Ink is there. */
  control(): AppControl | undefined;
  unmount(): void;
  /** Resolves when the terminal is as it was before; rejects with what broke. */
  readonly ended: Promise<void>;
}

/** More than are ever drawn: a frame is not to wait here, but for the viewer's own measure. */
const framesPerSecond = 60;

/** Takes the terminal over, hears its keys, and shows a picture under the lines that were printed, where there is one. */
export function mount(picture: Picture | undefined, hearer: Hearer, streams: Streams): Mounted {
  let control: AppControl | undefined;
  const ready = (given: AppControl): void => void (control = given);
  const instance = render(createElement(App, { picture, hearer, ready }), {
    ...streams,
    // Without a picture the whole screen is drawn by whoever called.
    alternateScreen: picture === undefined,
    // Whoever called has looked at the terminal: Ink would look at the variable CI.
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: true,
    incrementalRendering: true,
    isScreenReaderEnabled: false,
    maxFps: framesPerSecond,
  });
  return {
    control: () => control,
    unmount: () => instance.unmount(),
    ended: instance.waitUntilExit() as Promise<void>,
  };
}

interface AppProps {
  readonly picture: Picture | undefined;
  readonly hearer: Hearer;
  readonly ready: (control: AppControl) => void;
}

function App({ picture, hearer, ready }: AppProps): ReactElement {
  const { suspendTerminal } = useApp();
  const { write } = useStdout();
  useInput((input, key) => {
    for (const one of keysOf(input, key)) hearer.key(one);
  });
  usePaste((text) => hearer.paste(text));
  useEffect(() => {
    ready({ handOver: (during) => suspendTerminal(during), print: write });
  }, [ready, suspendTerminal, write]);
  return createElement(Box, { flexDirection: "column" }, picture && createElement(Lines, { picture }));
}

function Lines({ picture }: { readonly picture: Picture }): ReactElement[] {
  const lines = useSyncExternalStore(picture.onChange, picture.lines);
  return lines.map((line, y) => createElement(Line, { key: y, text: line }));
}

/** A line that is laid out again only when it changed. */
const Line = memo(({ text }: { readonly text: string }): ReactElement =>
  createElement(Text, { wrap: "truncate" }, text === "" ? " " : text),
);
