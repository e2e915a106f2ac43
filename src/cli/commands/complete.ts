import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runsFolder } from "../../store/run-directory.ts";
import type { CliCommand } from "../command.ts";
import type { Terminal } from "../terminal.ts";

const runsMax = 500;

/** `lamarck complete`: what only the moment knows, for the completion scripts. It reads no run, so that it is quick. */
export const completeCommand: CliCommand = {
  define: (command) => void command.argument("<what>", "runs: their ids, newest first"),
  act: complete,
};

async function complete(terminal: Terminal): Promise<number> {
  const folder = runsFolder(terminal.cwd);
  if (!existsSync(folder)) return 0;
  const runs = readdirSync(folder).flatMap((id) => {
    const manifest = statSync(join(folder, id, "manifest.json"), { throwIfNoEntry: false });
    // Ids that a shell would take apart are left out: they are completed as folders.
    return manifest !== undefined && /^[\w.@%+:-]+$/.test(id) ? [{ id, at: manifest.mtimeMs }] : [];
  });
  for (const { id } of runs.toSorted((a, b) => b.at - a.at).slice(0, runsMax)) terminal.out(`${id}\n`);
  return 0;
}
