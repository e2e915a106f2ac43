import type { Candidates, CommandWords } from "./completions.ts";

/** A branch of a shell's `case`: where it is at, and what can stand there. */
export interface Branch {
  readonly pattern: string;
  readonly candidates: Candidates;
}

/** By `"command option"`: what follows an option; none for switches. */
export function optionBranches(commands: readonly CommandWords[]): readonly Branch[] {
  return commands.flatMap(({ name, options }) =>
    options.flatMap(({ names, value }) => {
      const pattern = names.map((one) => `"${name} ${one}"`).join(" | ");
      return value === undefined ? [] : [{ pattern, candidates: value }];
    }),
  );
}

/** By `"command place"`: what stands at a place; the last one of some commands goes on. */
export function placeBranches(commands: readonly CommandWords[]): readonly Branch[] {
  return commands.flatMap(({ name, places, isVariadic }) =>
    places.map((candidates, i): Branch => {
      const goesOn = isVariadic && i === places.length - 1;
      return { pattern: goesOn ? `"${name} "*` : `"${name} ${i}"`, candidates };
    }),
  );
}
