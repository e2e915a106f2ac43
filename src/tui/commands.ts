import { closest } from "../std/errors.ts";
import type { Screen, ScreenId } from "./screen.ts";
import type { ThemeName } from "./theme.ts";
import { themes } from "./theme.ts";

/** A command of the `:` line. */
export interface CommandLine {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  /** Whether the runner does it, as `lamarck ctl` would ask it to. */
  readonly runner: boolean;
}

/** All commands, in the order of the help. */
export const commands: readonly CommandLine[] = [
  { name: "pause", usage: "pause", about: "finish what is being evaluated, then hold", runner: true },
  { name: "resume", usage: "resume", about: "go on after a pause", runner: true },
  {
    name: "stop",
    usage: "stop",
    about: "finish what is being evaluated and end; `lamarck resume` goes on",
    runner: true,
  },
  { name: "kill", usage: "kill", about: "end at once; what is being evaluated is evaluated again later", runner: true },
  {
    name: "set",
    usage: "set jobs|budget-evals|budget-generations|budget-time VALUE",
    about: "change a setting of the running campaign",
    runner: true,
  },
  { name: "checkpoint", usage: "checkpoint", about: "bring everything to the disk now", runner: true },
  { name: "note", usage: "note TEXT", about: "keep a note with the run", runner: true },
  { name: "goto", usage: "goto ID|best|champion", about: "open a variant", runner: false },
  {
    name: "open",
    usage: "open SCREEN",
    about: "open a screen by its number, its name or how that begins",
    runner: false,
  },
  { name: "filter", usage: "filter TEXT", about: "show only what fits; without text, everything", runner: false },
  { name: "theme", usage: `theme ${themes.join("|")}`, about: "choose the colours", runner: false },
  { name: "help", usage: "help", about: "all keys and commands", runner: false },
  { name: "quit", usage: "quit", about: "leave, as q does", runner: false },
];

/** What a typed command asks for. */
export type Order =
  | { readonly order: "send"; readonly words: readonly string[] }
  | { readonly order: "goto"; readonly variant: number | "best" | "champion" }
  | { readonly order: "open"; readonly screen: ScreenId }
  | { readonly order: "filter"; readonly text: string }
  | { readonly order: "theme"; readonly theme: ThemeName }
  | { readonly order: "help" }
  | { readonly order: "quit" }
  | { readonly order: "nothing" }
  /** It is none, for this reason. */
  | { readonly order: "wrong"; readonly reason: string };

/** What a screen is called. */
type Named = Pick<Screen<unknown>, "id" | "short">;

/** Reads a typed command. `screens` are the screens in the order of their numbers. */
export function orderOf(text: string, screens: readonly Named[]): Order {
  const [name, ...words] = text.trim().replace(/^:/, "").split(/\s+/) as [string, ...string[]];
  const rest = words.join(" ");
  if (name === "") return { order: "nothing" };
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return wrong(`There is no command ${name}`, closest(name, commandNames));
  if (command.runner) return sendOrder(command, words);
  switch (name) {
    case "goto": {
      if (rest === "best" || rest === "champion") return { order: "goto", variant: rest };
      const id = Number(rest.replace(/^#/, ""));
      return rest !== "" && Number.isSafeInteger(id) && id >= 0 ? { order: "goto", variant: id } : usageOf(command);
    }
    case "open": {
      if (rest === "") return usageOf(command);
      const screen = screens[Number(rest) - 1] ?? screens.find((one) => isCalled(one, rest.toLowerCase()));
      if (screen !== undefined) return { order: "open", screen: screen.id };
      const names = screens.map(({ short }) => short.toLowerCase()).join(", ");
      return { order: "wrong", reason: `No screen ${rest}: ${names}` };
    }
    case "theme": {
      const theme = themes.find((one) => one === rest);
      return theme === undefined ? usageOf(command) : { order: "theme", theme };
    }
    case "filter":
      return { order: "filter", text: rest };
    default:
      return { order: name === "help" ? "help" : "quit" };
  }
}

/** Whether a screen's name, or what its tab shows in a small terminal, begins so. */
function isCalled({ id, short }: Named, text: string): boolean {
  return [id, short.toLowerCase()].some((name) => name.startsWith(text));
}

const commandNames = commands.map(({ name }) => name);

function sendOrder(command: CommandLine, words: readonly string[]): Order {
  const [least, most] = { set: [2, 2], note: [1, Infinity] }[command.name] ?? [0, 0];
  const fits = words.length >= least! && words.length <= most!;
  if (!fits) return usageOf(command);
  return { order: "send", words: command.name === "note" ? ["note", words.join(" ")] : [command.name, ...words] };
}

function usageOf({ usage, about }: CommandLine): Order {
  return { order: "wrong", reason: `:${usage} - ${about}` };
}

function wrong(reason: string, near: string | undefined): Order {
  return { order: "wrong", reason: `${reason}; ${near === undefined ? ":help lists them" : `did you mean ${near}?`}` };
}

/** The text with the name of the only command that it can become, and the names that it can become. */
export function completed(text: string): { readonly text: string; readonly names: readonly string[] } {
  const names = text.includes(" ") ? [] : commandNames.filter((name) => name.startsWith(text));
  return { text: names.length === 1 ? `${names[0]} ` : text, names };
}
