import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../std/errors.ts";
import { attempt } from "../store/appender.ts";
import type { Terminal } from "./terminal.ts";

const generator = 'name="generator" content="Lamarck"';

/**
 * Writes an HTML page to a file, or to standard output where that is `-`. An earlier page of Lamarck's is replaced;
 * throws `UserError` where another file is there.
 */
export function writePage(terminal: Terminal, output: string, page: string): void {
  if (output === "-") return terminal.out(page);
  const path = resolve(terminal.cwd, output);
  if (
    existsSync(path) &&
    !attempt(path, () => readFileSync(path, "utf8"))
      .slice(0, 2000)
      .includes(generator)
  ) {
    throw new UserError(
      "file-exists",
      `There already is a file ${path}, and it is no page of Lamarck's`,
      "Name another file, or delete it.",
    );
  }
  attempt(path, () => {
    writeFileSync(`${path}.new`, page);
    renameSync(`${path}.new`, path);
  });
  terminal.err(`${path} (${Math.ceil(Buffer.byteLength(page) / 1024)} KiB)\n`);
  return undefined;
}
