import { statSync } from "node:fs";
import type { Capability } from "../capabilities/capability.ts";
import { catalogueFile, readCatalogue } from "../store/catalogue.ts";
import { inStanding } from "../view/capability-words.ts";

/** The file is looked at so often at most. */
const lookMs = 1000;

/**
 * The capabilities of a workspace that were found in a scenario as they are now, in the order of lists: cheap, since the file is only read when
 * it changed. None where it is damaged: `lamarck capabilities` says so.
 */
export function capabilitiesFor(workspace: string, scenario: string): () => readonly Capability[] {
  let looked = -Infinity;
  let changed = 0;
  let found: readonly Capability[] = [];
  return () => {
    if (performance.now() - looked < lookMs) return found;
    looked = performance.now();
    const { mtimeMs = 0 } = statSync(catalogueFile(workspace), { throwIfNoEntry: false }) ?? {};
    if (mtimeMs === changed) return found;
    changed = mtimeMs;
    try {
      found = inStanding(readCatalogue(workspace).filter((one) => one.scenario.path === scenario));
    } catch {
      found = [];
    }
    return found;
  };
}
