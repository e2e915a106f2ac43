import type { Key } from "./screen.ts";

/** What Ink says of a key press, as far as it is used here. */
export interface InkKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
}

/** How many keys of one read are heard: whoever types does not reach it, and rubbish is not endless. */
const gluedMax = 256;

const named: readonly (readonly [keyof InkKey, Key])[] = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "page-up"],
  ["pageDown", "page-down"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["backspace", "backspace"],
  ["delete", "delete"],
  ["escape", "escape"],
];

/** The keys that were pressed, in order; keys that were typed so fast that they came as one are told apart. */
export function keysOf(input: string, key: InkKey): readonly Key[] {
  if (key.tab) return [key.shift ? "shift-tab" : "tab"];
  const name = named.find(([flag]) => key[flag])?.[1];
  if (name !== undefined) return [key.ctrl ? `ctrl-${name}` : name];
  if (key.ctrl) return input === "" ? [] : [`ctrl-${input === " " ? "space" : input.toLowerCase()}`];
  if (key.meta) return input === "" ? [] : [`alt-${input}`];
  return Array.from(input).slice(0, gluedMax).flatMap(keyOf);
}

function keyOf(character: string): readonly Key[] {
  const code = character.codePointAt(0)!;
  if (character === "\r" || character === "\n") return ["enter"];
  if (character === "\t") return ["tab"];
  if (code === 0x7f || code === 8) return ["backspace"];
  if (code === 0x1b) return ["escape"];
  if (code > 0 && code < 27) return [`ctrl-${String.fromCharCode(96 + code)}`];
  return unprinted.test(character) ? [] : [character];
}

const unprinted = /\p{Cc}|\p{Cf}|\p{Cs}/u;

const labels: Readonly<Record<string, string>> = {
  " ": "space",
  enter: "Enter",
  escape: "Esc",
  tab: "Tab",
  "shift-tab": "Shift-Tab",
  "page-up": "PgUp",
  "page-down": "PgDn",
  home: "Home",
  end: "End",
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
  backspace: "Backspace",
  delete: "Del",
};

/** A key as people call it. */
export function keyLabel(key: Key): string {
  return labels[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
}

/** Whether the key prints something. */
export function isPrinted(key: Key): boolean {
  return Array.from(key).length === 1 && !unprinted.test(key);
}
