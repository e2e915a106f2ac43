import { readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { oneLine } from "../text/sanitize.ts";

/** Who gives a command here: `user@host`, and the terminal where there is one. */
export function author(): string {
  const where = terminalName();
  return oneLine(`${userName()}@${hostname()}${where === undefined ? "" : `:${where}`}`, 100);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return String(process.getuid?.() ?? "somebody");
  }
}

function terminalName(): string | undefined {
  for (const file of [0, 1, 2]) {
    try {
      const path = readlinkSync(`/proc/self/fd/${file}`);
      if (/^\/dev\/(pts\/|tty)/.test(path)) return path.slice("/dev/".length);
    } catch {
      // Not Linux, or no such stream.
    }
  }
  return undefined;
}
