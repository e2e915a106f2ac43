import type { Campaign } from "../../src/campaign/assemble.ts";
import type { Event } from "../../src/events/event.ts";
import type { ComparedRun } from "../../src/report/compare-runs.ts";
import { viewing } from "../view/viewing.ts";

/** A run of these events under a name. */
export function comparedRun(campaign: Campaign, events: readonly Event[], id: string): ComparedRun {
  const view = viewing(campaign, events);
  return {
    view: { ...view, facts: { ...view.facts, id } },
    spec: campaign.spec,
    scenarioHash: "abc",
    lamarck: "0.0.0",
  };
}

/** The same events with other scores of the champion on the test cases. */
export function withTest(events: readonly Event[], scores: readonly number[]): readonly Event[] {
  return events.map((event) =>
    event.type === "agent-judged" && event.split === "test" && typeof event.agent === "number"
      ? { ...event, outcome: { status: "scored", scores: scores.map((score) => [score]), measures: [] } }
      : event,
  );
}
