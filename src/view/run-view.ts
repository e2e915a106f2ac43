import { createFold } from "../events/state.ts";
import { type CampaignSpec, kindOn } from "../events/spec.ts";
import { createCallBook } from "./calls.ts";
import { createFaults } from "./fault-table.ts";
import { createGenerations } from "./generation-history.ts";
import { createJudgements } from "./judgements.ts";
import { createLogBook } from "./log-lines.ts";
import type { RunFacts, RunView } from "./model.ts";
import { createPace } from "./pace.ts";
import { positionOf } from "./progress.ts";
import { createSearches } from "./searches.ts";
import { createVariants } from "./variant-table.ts";

/** An empty view of a run, to be told all events of its log from the first. */
export function createRunView(facts: RunFacts, spec: CampaignSpec): RunView {
  const objective = facts.scenario.objectives[0];
  // Genomes are names only: those that are looked at are read from the disk.
  const fold = createFold(spec, objective, (hash, kind) => ({ kind, hash, bytes: "" }));
  const { state } = fold;
  const faults = createFaults();
  const variants = createVariants(objective, faults, (island) => kindOn(spec, island));
  const searches = createSearches(variants.table);
  const generations = createGenerations(objective);
  const calls = createCallBook();
  const book = createLogBook(facts, variants, calls);
  const judgements = createJudgements();
  const pace = createPace();
  let events = 0;
  return {
    facts,
    state,
    variants: variants.table,
    get generations() {
      return generations.rows();
    },
    get faults() {
      return faults.rows();
    },
    lines: book.lines,
    test: judgements.test,
    pace,
    calls,
    get events() {
      return events;
    },
    apply(event) {
      const before = state.members;
      fold.apply(event);
      judgements.apply(event);
      if (event.type === "variant-born") {
        variants.born(event, calls.spent());
        searches.born(event);
      } else if (event.type === "variant-evaluated") variants.evaluated(event);
      else if (event.type === "generation-finished") {
        variants.settled(event.left, state.members);
        generations.add(state, searches.rows(state));
        pace.add(positionOf(state));
      }
      calls.apply(event, state);
      book.apply(event, state, before);
      events++;
    },
  };
}
