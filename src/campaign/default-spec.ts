import { type CampaignSpec, type EmitterSpec, kindsOf } from "../events/spec.ts";
import type { OptionValue, Scenario } from "../scenario/scenario.ts";
import { mixedDefaults, networkDefaults, onePopulation, strategyDefaults } from "./default-networks.ts";

/** Operators for expressions whose constants matter as much as their shape. */
const localSearch = {
  "subtree-crossover": 4,
  "subtree-mutation": 3,
  "point-mutation": 2,
  substitution: 1,
  "constant-perturbation": 3,
  "constant-tuning": 3,
  "conditional-wrap": 1,
  hoist: 0.5,
  shrink: 0.5,
};

/** Settings that suit a scenario better than the general ones, by the scenario's name. */
const tuned: Readonly<Record<string, Partial<CampaignSpec>>> = {
  // Evaluations are dear: small populations that keep whatever is good, much local search, and islands, since one
  // population alone is often caught at an excess of 3.1 %.
  "bin-packing": {
    population: 250,
    births: 100,
    archive: { name: "ranked", elites: 3, replacement: "plus" },
    islands: { count: 5, migrateEvery: 30, migrants: 1, resetAfter: 40 },
    selection: { name: "tournament", size: 3 },
    operators: { ...localSearch },
    primitives: { statements: false },
  },
  "symbolic-regression": {
    population: 500,
    births: 500,
    operators: { "subtree-crossover": 6, "subtree-mutation": 2, "point-mutation": 1, "constant-perturbation": 1 },
    sizeMax: 60,
  },
  // Many small islands that never meet: from 42 of 45 there is no way on but another start.
  "cap-set": {
    population: 400,
    births: 400,
    archive: { name: "ranked", elites: 3, replacement: "plus" },
    islands: { count: 20, migrateEvery: 0, migrants: 1, resetAfter: 0 },
    selection: { name: "tournament", size: 2 },
    operators: { "subtree-crossover": 3, "subtree-mutation": 6, "point-mutation": 2, substitution: 1, hoist: 0.5 },
    primitives: { statements: false },
    sizeMax: 40,
  },
  "cart-pole": { population: 100, births: 100 },
  "mountain-car": { population: 100, births: 100 },
  pendulum: { population: 100, births: 100 },
  acrobot: { population: 100, births: 100 },
  "double-pole": { population: 100, births: 100 },
  maze: { population: 100, births: 100 },
  pursuit: { population: 100, births: 100 },
  "prisoners-dilemma": { population: 100, births: 100 },
  foraging: {
    population: 100,
    births: 100,
    selection: { name: "tournament", size: 3 },
    operators: {
      "subtree-crossover": 4,
      "subtree-mutation": 3,
      "point-mutation": 2,
      substitution: 1,
      "constant-perturbation": 1,
      "conditional-wrap": 3,
      hoist: 0.5,
      shrink: 0.5,
    },
    sizeMax: 60,
  },
  "logic-tasks": {
    population: 200,
    births: 200,
    selection: { name: "tournament", size: 3 },
    operators: {
      "subtree-crossover": 4,
      "subtree-mutation": 3,
      "point-mutation": 2,
      substitution: 1,
      "conditional-wrap": 1,
      hoist: 0.5,
      shrink: 0.5,
    },
    sizeMax: 60,
  },
};

/** What a spec breeds and by whom, on which its other defaults depend. */
export interface Bred extends Pick<CampaignSpec, "kind" | "kinds"> {
  readonly emitter?: Pick<EmitterSpec, "name">;
}

/** A whole spec for a scenario that was loaded from `path` with these options: seed 1, no budget. */
export function defaultSpec(
  scenario: Scenario,
  path: string,
  options: Readonly<Record<string, OptionValue>> = {},
  bred: Bred = { kind: "program" },
): CampaignSpec {
  const base = programDefaults(scenario, path, options);
  const kinds = kindsOf(bred);
  if (kinds.length > 1) return { ...base, kind: kinds[0]!, ...mixedDefaults(kinds, base) };
  const [kind] = kinds;
  if (kind !== "network" && kind !== "neat") return { ...base, kind: kind! };
  const defaults = { ...networkDefaults[kind], ...strategyDefaults[bred.emitter?.name ?? "genetic"] };
  const recurrent = "tensors" in scenario && scenario.tensors?.memory === true;
  return { ...base, ...defaults, network: { ...defaults.network!, recurrent }, kind };
}

function programDefaults(
  scenario: Scenario,
  path: string,
  options: Readonly<Record<string, OptionValue>>,
): CampaignSpec {
  return {
    scenario: { path, options },
    seed: 1,
    kind: "program",
    population: 300,
    births: 300,
    archive: { name: "ranked", elites: 3, replacement: "generational" },
    islands: onePopulation,
    selection: { name: "tournament", size: 5 },
    operators: {
      "subtree-crossover": 5,
      "subtree-mutation": 2,
      "point-mutation": 1,
      hoist: 0.5,
      shrink: 0.5,
      substitution: 1,
      "constant-perturbation": 1,
      "constant-tuning": 1,
      "conditional-wrap": 0.3,
      "loop-insertion": 0.1,
      "local-introduction": 0.2,
      "local-reuse": 0.2,
      "statement-insertion": 0.3,
      "statement-deletion": 0.3,
      "statement-duplication": 0.1,
      "statement-swap": 0.1,
    },
    sizeMax: 80,
    parsimony: 0,
    primitives: {},
    start: [],
    budget: {},
    ...tuned[scenario.name],
  };
}
