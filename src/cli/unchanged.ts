import type { CampaignStarted } from "../events/event.ts";
import { UserError } from "../std/errors.ts";
import type { RunReader } from "../store/run-directory.ts";

/**
 * How a run began, if its log says so; its scenario must still be the one of this hash, since a log with another one
 * would mix scores that cannot be compared. Throws `UserError`.
 */
export function checkUnchanged(run: RunReader, hash: string): CampaignStarted | undefined {
  const [first] = run.events();
  if (first?.type !== "campaign-started") return undefined;
  if (first.scenarioHash === hash) return first;
  throw new UserError(
    "scenario-changed",
    `The scenario is another one than when ${run.path} was started: its file, or one that it imports, was changed`,
    "Bring the old file back to go on, or start a new run.",
  );
}
