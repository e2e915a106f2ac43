import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { UserError } from "../../std/errors.ts";
import { attempt } from "../../store/appender.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { exampleFiles } from "../example.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck init`: writes a scenario that works, to be changed into one's own. */
export const initCommand: CliCommand = {
  define(command) {
    command.argument("[folder]", "where to", "my-scenario");
  },
  act: init,
};

async function init(terminal: Terminal, _options: FlagValues, [word]: Words): Promise<number> {
  const folder = resolve(terminal.cwd, word);
  const files = Object.entries(exampleFiles).map(([name, text]) => [join(folder, name), text] as const);
  const there = files.find(([path]) => existsSync(path));
  if (there !== undefined)
    throw new UserError("file-exists", `There already is a file ${there[0]}`, "Name another folder.");
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
  for (const [path, text] of files) attempt(path, () => writeFileSync(path, text));
  const shown = relative(terminal.cwd, folder) || ".";
  terminal.out(`${files.map(([path]) => relative(terminal.cwd, path)).join("\n")}\n`);
  terminal.err(
    `Run it with \`lamarck run ${join(shown, "campaign.json")}\`; check your own changes with \`lamarck validate ${join(shown, "scenario.ts")}\`.\n`,
  );
  return 0;
}
