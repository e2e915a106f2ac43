import { type Display, type DisplayName, noDisplay } from "./display.ts";
import { jsonDisplay } from "./display-json.ts";
import { plainDisplay } from "./display-plain.ts";
import type { Terminal } from "./terminal.ts";

/** The displays that print lines, or nothing; `runner` is `plain` for a file that may not grow for days. */
export type LineDisplayName = Exclude<DisplayName, "full" | "inline"> | "runner";

/** The display of that name on this terminal. */
export function lineDisplay({ out, err }: Pick<Terminal, "out" | "err">, name: LineDisplayName): Display {
  switch (name) {
    case "none":
      return noDisplay;
    case "json":
      return jsonDisplay(out);
    case "plain":
    case "runner":
      return plainDisplay({
        out,
        err,
        clock: () => performance.now(),
        now: () => new Date(),
        isTerse: name === "runner",
      });
    default:
      return name satisfies never;
  }
}
