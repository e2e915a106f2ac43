import type { CampaignSpec } from "../events/spec.ts";
import { UserError } from "../std/errors.ts";

/**
 * The same campaign without selection, a neutral shadow (Bedau, Snyder and Packard, Artificial Life VI, 1998): the same
 * operators, births and population, but parents are drawn at random, the oldest die, nobody migrates, and it ends for no
 * score. Throws `UserError` for emitters that are selection themselves.
 */
export function shadowSpec(spec: CampaignSpec): CampaignSpec {
  const { emitter, bandit: _bandit, llm: _llm, budget, islands, ...rest } = spec;
  if (emitter !== undefined && emitter.name !== "genetic") {
    throw new UserError(
      "shadow-emitter",
      `The emitter ${emitter.name} selects by what it proposes, so there is no campaign of it without selection`,
      "Mine without a shadow.",
    );
  }
  const { evaluations, generations, seconds } = budget;
  return {
    ...rest,
    islands: { ...islands, migrateEvery: 0, resetAfter: 0, restartAfter: 0 },
    archive: { name: "ranked", elites: 0, replacement: "youngest" },
    selection: { name: "uniform" },
    parsimony: 0,
    budget: {
      ...(evaluations === undefined ? {} : { evaluations }),
      ...(generations === undefined ? {} : { generations }),
      ...(seconds === undefined ? {} : { seconds }),
    },
  };
}
