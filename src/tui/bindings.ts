import { commands } from "./commands.ts";
import { keyLabel } from "./keys.ts";
import type { KeyBinding, Screen } from "./screen.ts";

/** The keys that work on every screen, unless the screen has its own use for one. */
export const globalKeys: readonly KeyBinding[] = [
  { keys: ["?"], does: "these keys", hint: "help" },
  { keys: ["1", "2", "3", "4", "5", "6", "7", "8"], does: "the screens, in the order of the tabs" },
  { keys: ["tab"], does: "the next screen" },
  { keys: ["shift-tab"], does: "the screen before" },
  { keys: ["escape"], does: "close what is open, clear the filter, then back to where you came from" },
  { keys: ["enter"], does: "open the selected variant", hint: "open" },
  { keys: [" "], does: "pause the campaign or go on; what is being evaluated is finished first", hint: "pause" },
  { keys: ["/"], does: "show only what fits, for example `score>0.8 island=0 op~crossover`", hint: "filter" },
  { keys: [":"], does: "type a command; `:help` lists them", hint: "command" },
  { keys: ["D"], does: "the selected variant and how it differs from its parent" },
  { keys: ["p"], does: "pin the selected variant, or take its pin away" },
  { keys: ["y"], does: "copy the command that shows what is selected" },
  { keys: ["x"], does: "copy the command that writes all variants to a file" },
  { keys: ["t"], does: "another choice of colours" },
  { keys: ["d"], does: "detach: leave this viewer, the campaign goes on", hint: "detach" },
  { keys: ["q"], does: "leave, with a choice of what becomes of the campaign", hint: "leave" },
  {
    keys: ["ctrl-c"],
    does: "leave as with q; twice stops the campaign well, three times ends it at once; after `attach`: detach",
  },
  { keys: ["ctrl-l"], does: "draw everything again" },
  { keys: ["ctrl-z"], does: "back to the shell for a while; `fg` comes back" },
];

/** A line of the help. */
export interface HelpLine {
  readonly part: string;
  readonly keys: string;
  readonly does: string;
}

/** All lines of the help: the keys of this screen, the global ones that it leaves alone, the commands. */
export function helpLines(screen: Screen<unknown>, search: string): readonly HelpLine[] {
  const own = new Set(screen.keys.flatMap(({ keys }) => keys));
  const line = (part: string, { keys, does }: KeyBinding): HelpLine => ({ part, keys: labelOf(keys), does });
  const lines = [
    ...screen.keys.map((binding) => line(`On ${screen.title}`, binding)),
    ...globalKeys
      .map((binding) => ({ ...binding, keys: binding.keys.filter((key) => !own.has(key)) }))
      .filter(({ keys }) => keys.length > 0)
      .map((binding) => line("Everywhere", binding)),
    ...commands.map(({ usage, about }) => ({ part: "Commands", keys: `:${usage}`, does: about })),
  ];
  const words = search.toLowerCase().split(/\s+/);
  return lines.filter((found) => {
    const text = `${found.part} ${found.keys} ${found.does}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Keys as people call them: `1-8` for a row of digits. */
function labelOf(keys: readonly string[]): string {
  const labels = keys.map(keyLabel);
  const isRange = keys.length > 2 && keys.every((key, i) => key === String(Number(keys[0]) + i));
  return isRange ? `${labels[0]}-${labels.at(-1)}` : labels.join(" ");
}
