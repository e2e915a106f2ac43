import { type Scenario, limitsOf } from "../../scenario/scenario.ts";
import { duration } from "../../text/figures.ts";
import { type Span, span } from "../../text/row.ts";
import type { Live, LiveLane } from "../../view/live.ts";

/** What a lane does, in one word: a guest that hangs is told from one that works by how long it has been quiet. */
export function laneState({ task }: LiveLane, scenario: Scenario): Span {
  if (task === undefined) return span("waiting", "dim");
  if (task.quietMs > quietMsMax(scenario)) return span("quiet", "bad");
  return span("working", "good");
}

/** How long a working lane may be quiet: as long as one case may take, and a little for the way. */
export function quietMsMax(scenario: Scenario): number {
  return limitsOf(scenario).wallMs + 250;
}

/** Evaluations a second of a lane over the ticks; absent where they do not reach over a second. */
export function laneRate(ticks: readonly Live[], lane: number): number | undefined {
  const seen = ticks.flatMap(({ elapsedMs, lanes }) => {
    const found = lanes.find((one) => one.lane === lane);
    return found === undefined ? [] : [{ elapsedMs, evaluations: found.evaluations }];
  });
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || last.elapsedMs - first.elapsedMs < 1000) return undefined;
  return Math.max(0, (1000 * (last.evaluations - first.evaluations)) / (last.elapsedMs - first.elapsedMs));
}

/** A time span out of milliseconds, short ones in milliseconds. */
export function elapsed(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  return duration(ms / 1000);
}
