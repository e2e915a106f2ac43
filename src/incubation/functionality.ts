import type { Check } from "../capabilities/incubation.ts";
import { scoreOf } from "../capabilities/proving.ts";
import { shows } from "../capabilities/shows.ts";
import type { Performance } from "../capabilities/trial.ts";
import type { Terms } from "./terms.ts";

/** How many draws of training cases are played, beside the training cases themselves; and on how many a pattern is shown. */
const draws = 20;
const shownMin = 19;

/** What this phase uses at most. */
export const functionalityCost = draws + 1;

/** The first phase: it is a whole agent of the scenario, it never fails, and it does what it is said to do. */
export async function functionality(terms: Terms): Promise<readonly Check[]> {
  const { innovation, incubator, purse, pattern } = terms;
  const played: Performance[] = [];
  for (const seed of ["train", ...Array.from({ length: draws }, (_, i) => i)] as const) {
    purse.spend(1);
    const [performance] = await incubator.play([innovation], seed);
    played.push(performance!);
    if (performance!.outcome.status === "failed" && performance!.outcome.fault.kind === "refused") break;
  }
  const faults = played.flatMap(({ outcome }) => (outcome.status === "failed" ? [outcome.fault] : []));
  const isRefused = faults[0]?.kind === "refused";
  const contract: Check = {
    name: "contract",
    passed: !isRefused,
    found: isRefused ? `it is refused: ${faults[0]!.message}` : "it is a whole agent of this scenario",
  };
  if (isRefused) return [contract];
  const replay: Check = {
    name: "replay",
    passed: faults.length === 0,
    found:
      faults.length === 0
        ? `no fault in ${played.length} evaluations`
        : `${faults.length} of ${played.length} evaluations failed: ${faults[0]!.message}`,
  };
  if (pattern === undefined) return [contract, replay];
  const shown = played
    .slice(1)
    .filter(({ outcome, traces }) => scoreOf(outcome) !== undefined && shows(pattern, traces));
  const behaviour: Check = {
    name: "behaviour",
    passed: shown.length >= shownMin,
    found: `what it is said to do is shown on ${shown.length} of ${draws} draws`,
  };
  return [contract, replay, behaviour];
}
