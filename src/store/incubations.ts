import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Incubation } from "../capabilities/incubation.ts";
import { WorldError } from "../std/errors.ts";
import { attempt } from "./appender.ts";
import { writeJson } from "./run-directory.ts";

/** So many records are read at most, by their names. */
const recordsMax = 10_000;

/** The folder that holds a workspace's records of incubations. */
function incubationsFolder(workspace: string): string {
  return join(workspace, ".lamarck", "incubations");
}

/** The records of a workspace. Throws `WorldError` where one is damaged. */
export function readIncubations(workspace: string): readonly Incubation[] {
  const folder = incubationsFolder(workspace);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names
    .toSorted()
    .slice(0, recordsMax)
    .map((name) => recordIn(join(folder, name)));
}

/** Writes a record, over an older one of the same claim, and returns its path. Throws `WorldError`. */
export function saveIncubation(workspace: string, incubation: Incubation): string {
  const folder = incubationsFolder(workspace);
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
  const path = join(folder, `${incubation.id}.json`);
  writeJson(path, incubation);
  return path;
}

function recordIn(path: string): Incubation {
  try {
    const record = JSON.parse(readFileSync(path, "utf8")) as Incubation;
    if (record.schema === "lamarck/incubation@1" && Array.isArray(record.phases)) return record;
  } catch {
    // Said below.
  }
  const hint = "Delete it, or restore it from a copy.";
  throw new WorldError("incubation-damaged", `The record ${path} is damaged: expected lamarck/incubation@1`, hint);
}
