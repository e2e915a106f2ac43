import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BehaviourMap } from "../capabilities/behaviour-map.ts";
import { writeJson } from "./run-directory.ts";

/** Keeps what a run's variants did beside its log, in place of what mining it kept before. */
export function writeBehaviours(run: string, map: BehaviourMap): void {
  writeJson(behavioursFile(run), map);
}

/** What was kept; undefined where a run has not been mined, or where it is damaged: mining makes it again from the log. */
export function readBehaviours(run: string): BehaviourMap | undefined {
  if (!existsSync(behavioursFile(run))) return undefined;
  try {
    const map = JSON.parse(readFileSync(behavioursFile(run), "utf8")) as BehaviourMap;
    return map.schema === "lamarck/behaviours@1" ? map : undefined;
  } catch {
    return undefined;
  }
}

function behavioursFile(run: string): string {
  return join(run, "behaviours.json");
}
