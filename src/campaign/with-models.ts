import type { BanditOptions } from "../emitters/bandit.ts";
import type { CampaignSpec, ModelSpec } from "../events/spec.ts";
import { modelOperatorNames } from "./writers.ts";

/**
 * How operators are chosen where models are among them. What costs ten times as much has to bring 1.3 times the gains. A
 * second is worth a tenth of a cent, $3.60 an hour: nobody sits and waits for one call, but a machine and a small part of
 * a person do for the campaign, and calls go out side by side. So ten seconds of writing weigh as much as a cent that the
 * call costs, and of two models with one price the faster one is preferred.
 */
export const banditDefaults: BanditOptions = {
  exploration: 1,
  epsilon: 0.2,
  decay: 0.95,
  thrift: 0.1,
  usdPerSecond: 0.001,
};

/** Together about a third of what the operators have that ask nobody. */
const weights: Readonly<Record<string, number>> = {
  "llm-edit": 2,
  "llm-rewrite": 1,
  "llm-crossover": 1,
  "llm-repair": 0.5,
  "llm-simplify": 0.5,
  "llm-explain": 1,
};

/** Models write longer programs than chance does. */
const sizeMax = 200;

/** What operators bring is learnt from generation to generation: with large ones it takes too many births. */
const birthsMax = 40;

/** The spec with models that write some of the children; what it says of their operators and of the bandit already stays. */
export function withModels(spec: CampaignSpec, models: readonly ModelSpec[]): CampaignSpec {
  const isNamed = modelOperatorNames.some((name) => spec.operators[name] !== undefined);
  return {
    ...spec,
    operators: isNamed ? spec.operators : { ...spec.operators, ...weights },
    bandit: spec.bandit ?? banditDefaults,
    births: Math.min(birthsMax, spec.births),
    sizeMax: Math.max(sizeMax, spec.sizeMax),
    llm: { models, births: 8, outputMax: 8192, lessonsEvery: 200, batches: false },
  };
}
