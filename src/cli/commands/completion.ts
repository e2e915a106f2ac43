import type { Command } from "commander";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { bashScript } from "../completion/bash.ts";
import { type CommandWords, completionsOf, type Shell, shells } from "../completion/completions.ts";
import { fishScript } from "../completion/fish.ts";
import { zshScript } from "../completion/zsh.ts";
import { choiceFlag } from "../flags.ts";
import type { Terminal } from "../terminal.ts";

const scripts: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `lamarck completion`: a script for a shell, made from all commands as they are defined. */
export function completionCommand(program: () => Promise<Command>): CliCommand {
  return {
    define: (command) => void command.argument("<shell>", `one of ${shells.join(", ")}`),
    async act(terminal: Terminal, _: FlagValues, [word]: Words): Promise<number> {
      const shell = choiceFlag("shell", word, shells);
      terminal.out(scripts[shell](completionsOf(await program())));
      return 0;
    },
  };
}
