import type { Pattern } from "../capabilities/pattern.ts";
import { shows } from "../capabilities/shows.ts";
import { tracesOf } from "../capabilities/trace.ts";
import type { Backend, Batch } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Recording } from "../evaluation/recording.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** A backend that can also tell what agents did. */
export interface Recorder extends Backend {
  /** One recording a genome, in their order. Throws as `evaluate` does. */
  record(batch: Batch): Promise<readonly Recording[]>;
}

/** What is rewarded beside what the scenario rewards. */
export interface Bonus {
  readonly pattern: Pattern;
  /** By how much the first objective is better on each case on which the pattern is shown, above 0. */
  readonly worth: number;
}

/** So many genomes are recorded at once: all that they did is in memory until their traces are made. */
const genomesAtOnce = 64;

/** The recorder as a backend that gives a bonus for a pattern: an environment in which it pays to show it. */
export function rewarding(recorder: Recorder, scenario: Scenario, { pattern, worth }: Bonus): Backend {
  const gain = scenario.objectives[0].direction === "maximize" ? worth : -worth;
  return {
    async *evaluate(batch) {
      for (let from = 0; from < batch.genomes.length; from += genomesAtOnce) {
        const genomes = batch.genomes.slice(from, from + genomesAtOnce);
        const recordings = await recorder.record({ ...batch, genomes });
        yield recordings.map((recording) => {
          const shown = tracesOf(scenario, recording).map((trace) => shows(pattern, [trace]));
          return rewarded(recording.outcome, shown, gain);
        });
      }
    },
    lanes: () => recorder.lanes(),
    close: () => recorder.close(),
  };
}

/** The outcome with as much more of the first objective on the cases on which it was shown. */
function rewarded(outcome: Outcome, shown: readonly boolean[], gain: number): Outcome {
  if (outcome.status === "failed") return outcome;
  const scores = outcome.scores.map(([first, ...rest], i) => [shown[i] === true ? first! + gain : first!, ...rest]);
  return { ...outcome, scores };
}
