import type { Campaign } from "../../src/campaign/assemble.ts";
import type { Event } from "../../src/events/event.ts";
import type { RunView, VariantRow } from "../../src/view/model.ts";
import { createRunView } from "../../src/view/run-view.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder, sit } from "../simulation/mortal.ts";

/** The whole log of a campaign as it is on the disk, its first line included. */
export function logOf(campaign: Campaign): Promise<readonly Event[]> {
  return inFolder(async (folder) => {
    await sit(folder, campaign, calmBackend(), { random: randomFromSeed(0) });
    return [...readRun(folder).events()];
  });
}

/** A view that was told these events. */
export function viewing({ spec, scenario }: Campaign, events: readonly Event[]): RunView {
  const view = createRunView({ id: "one", select: "one", folder: "/runs/one", version: "0.0.0", scenario }, spec);
  for (const event of events) view.apply(event);
  return view;
}

/** All rows of a view. */
export function rowsOf({ variants }: RunView): readonly VariantRow[] {
  return Array.from({ length: variants.count }, (_, id) => variants.row(id)!);
}

/** All that a view shows. */
export function shown(view: RunView): unknown {
  const { state, generations, faults, lines, test, pace, events, calls } = view;
  const position = { evaluations: state.evaluations, generation: state.generation, elapsedMs: 1e6 };
  return structuredClone({
    rows: rowsOf(view),
    members: state.members,
    generations,
    faults,
    lines,
    test,
    events,
    calls: { ...calls, of: rowsOf(view).map(({ id }) => calls.of(id)), apply: undefined, spent: undefined },
    rate: pace.evaluationsPerSecond(),
    left: pace.timeLeft(position, { generations: 1000 }),
  });
}
