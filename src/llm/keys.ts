import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { messageOf, UserError } from "../std/errors.ts";

/** Where a key may be: the environment, of which only this is read. */
export interface KeyEnvironment {
  readonly ANTHROPIC_API_KEY?: string | undefined;
}

const fileBytesMax = 4096;

/**
 * The provider's key: the first line of the file where one is given, or else `ANTHROPIC_API_KEY`. Throws `UserError` where
 * there is none, where it cannot be a key, and where others can read the file.
 */
export function keyFrom(env: KeyEnvironment, file?: string): string {
  const [text, where] =
    file === undefined ? [env.ANTHROPIC_API_KEY ?? "", "ANTHROPIC_API_KEY"] : [firstLine(file), file];
  const key = text.trim();
  if (key === "" && file === undefined) {
    throw new UserError("no-key", "Language models need an API key, and there is none", noKeyHint);
  }
  // What cannot be sent in a header; it is not shown, since it may be most of a key.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    const what = key === "" ? "is empty" : "has spaces or other characters that no key has";
    throw new UserError(
      "bad-key",
      `The API key in ${where} ${what}`,
      "Put the key alone on the first line, as it was given to you.",
    );
  }
  return key;
}

const noKeyHint = [
  "Set ANTHROPIC_API_KEY, or name a file that holds it with `--llm-key-file` (keys: https://platform.claude.com/settings/keys).",
  "Without a key: leave `--llm` out, then offline operators write all children;",
  "or start `lamarck llm-stub`, which plays a model on this machine.",
].join("\n");

function firstLine(file: string): string {
  let opened: number | undefined;
  try {
    opened = openSync(file, "r");
    const { mode } = fstatSync(opened);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) throw openToOthers(file, mode);
    const bytes = Buffer.alloc(fileBytesMax);
    const text = bytes.toString("utf8", 0, readSync(opened, bytes));
    return text.split("\n", 1)[0]!;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = `Cannot read the file of the API key: ${messageOf(error)}`;
    throw new UserError("no-key", message, noKeyHint, { cause: error });
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

function openToOthers(file: string, mode: number): UserError {
  const bits = (mode & 0o777).toString(8).padStart(3, "0");
  return new UserError(
    "key-open-to-others",
    `Others on this machine may read the API key in ${file} (mode ${bits})`,
    `Make it yours alone: chmod 600 ${file}`,
  );
}
