import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of this package, whether it runs from source or built. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url.replace("/dist/src/", "/src/")));

/** This Lamarck's version. */
export function version(): string {
  const { version: text } = JSON.parse(readFileSync(`${packageFolder}package.json`, "utf8")) as { version: string };
  return text;
}
