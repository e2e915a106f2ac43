import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { builtinUrl } from "../scenario/builtin.ts";
import { UserError } from "../std/errors.ts";
import type { LoadedScenario } from "./scenario-request.ts";

const filesMax = 1000;
/** Whatever looks like an import of a file beside it: one too many does no harm. */
const importedFile = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/**
 * SHA-256 over a scenario's file, the files that it imports by relative paths, theirs in turn, and the files in its
 * settings. Data that it reads in another way is not seen. Throws `UserError` where these are more than 1,000 files.
 */
export function scenarioHash({ path, options }: LoadedScenario): string {
  const url = builtinUrl(path);
  const main = url === undefined ? resolve(path) : fileURLToPath(url);
  const hash = createHash("sha256");
  const texts = filesOf(main);
  for (const file of [...texts.keys()].toSorted()) {
    // Names as seen from the main file: the same scenario elsewhere is the same.
    hash.update(`${relative(dirname(main), file)}\0${texts.get(file)!}\0`);
  }
  for (const value of Object.values(options)) if (typeof value === "object") hash.update(value.text);
  return hash.digest("hex");
}

function filesOf(main: string): ReadonlyMap<string, string> {
  const texts = new Map([[main, readFileSync(main, "utf8")]]);
  for (const [file, text] of texts) {
    for (const [, name] of text.matchAll(importedFile)) {
      const found = resolve(dirname(file), name!);
      const imported = texts.has(found) ? undefined : textOf(found);
      if (imported !== undefined) texts.set(found, imported);
      if (texts.size > filesMax) {
        throw new UserError(
          "scenario-too-large",
          `The scenario ${main} imports more than ${filesMax} files`,
          "Import fewer files, or bundle them.",
        );
      }
    }
  }
  return texts;
}

/** The text of a file; undefined where there is none, as in a comment that only looks like an import. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
