import type { CampaignSpec, ModelSpec } from "../events/spec.ts";
import { modelOperators } from "../variation/model-operators.ts";

/** A spec whose children are written by these models too. */
export function withModels(spec: CampaignSpec, models: readonly ModelSpec[]): CampaignSpec {
  return {
    ...spec,
    operators: { ...spec.operators, ...Object.fromEntries(modelOperators.map(({ name }) => [name, 1])) },
    bandit: { exploration: 1, epsilon: 0.2, decay: 0.95, thrift: 0.5, usdPerSecond: 0.0005 },
    llm: { models, births: 8, outputMax: 4096, lessonsEvery: 200, batches: false },
  };
}
