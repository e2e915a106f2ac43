import type { Check, Comparison, Incubation, Phase, PhaseName } from "../capabilities/incubation.ts";
import { type Compared, benchmark, generalisation } from "./comparing.ts";
import { functionality, functionalityCost } from "./functionality.ts";
import { readiness, readinessCost } from "./readiness.ts";
import { nextSteps } from "./next-steps.ts";
import type { Terms } from "./terms.ts";

/** What came of an incubation. */
export type Verdict = Pick<Incubation, "phases" | "graduated" | "next_steps">;

/** The fewest evaluations that four phases can do with. */
export function budgetMin(references: number): number {
  return functionalityCost + readinessCost(references) + 300;
}

/**
 * Puts an innovation through the four phases; the first that it does not pass is the last. `say` is told of each as it
 * ends. Never uses more evaluations than the purse has.
 */
export async function incubate(terms: Terms, say: (phase: Phase) => void): Promise<Verdict> {
  const { purse, scenario } = terms;
  const reserve = readinessCost(scenario.references?.length ?? 0);
  let before: Comparison | undefined;
  const works: readonly (readonly [PhaseName, () => Promise<Compared>])[] = [
    ["functionality", async () => alone(await functionality(terms))],
    [
      "benchmark",
      async () => {
        const compared = await benchmark(terms, reserve);
        [before] = compared.comparisons;
        return compared;
      },
    ],
    ["generalisation", async () => generalisation(terms, before!, reserve)],
    ["readiness", async () => alone(await readiness(terms))],
  ];
  const phases: Phase[] = [];
  for (const [name, work] of works) {
    const used = purse.used();
    const { checks, comparisons } = await work();
    const passed = checks.every((check) => check.passed);
    const phase = { name, passed, evaluations: purse.used() - used, checks, comparisons };
    phases.push(phase);
    say(phase);
    if (!passed) return { phases, graduated: false, next_steps: nextSteps(phase) };
  }
  return { phases, graduated: true, next_steps: [] };
}

function alone(checks: readonly Check[]): Compared {
  return { checks, comparisons: [] };
}
