import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble } from "../campaign/assemble.ts";
import { shadowSpec } from "../capabilities/shadow.ts";
import type { Backend } from "../evaluation/backend.ts";
import { runCampaign } from "../runner/run-campaign.ts";
import { openRun, readRun, type RunReader } from "../store/run-directory.ts";
import { version } from "./package.ts";
import { scenarioHash } from "./scenario-hash.ts";
import type { LoadedScenario } from "./scenario-request.ts";

/** What a shadow campaign is run with. */
export interface ShadowPorts {
  /** How many generations it lasts. */
  readonly generations: number;
  readonly loaded: LoadedScenario;
  readonly agents: Backend;
  readonly signal: AbortSignal;
}

/**
 * Runs the campaign of a run without selection and without language models, in a folder that is deleted after the work
 * that is done with it. Throws `UserError` where it cannot be without selection.
 */
export async function inShadow<T>(
  run: RunReader,
  { generations, loaded, agents, signal }: ShadowPorts,
  work: (shadow: RunReader) => Promise<T>,
): Promise<T> {
  const spec = { ...shadowSpec(run.manifest.spec), budget: { generations } };
  const folder = mkdtempSync(join(tmpdir(), "lamarck-shadow-"));
  try {
    const writer = openRun(folder);
    try {
      await runCampaign({
        writer,
        id: `${run.manifest.id}-shadow`,
        version: version(),
        campaign: assemble(spec, loaded.scenario),
        scenarioHash: scenarioHash(loaded),
        backend: agents,
        signal,
      });
    } finally {
      writer.close();
    }
    return await work(readRun(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
