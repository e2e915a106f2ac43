import { checkBandit } from "../emitters/bandit.ts";
import type { Drafting } from "../emitters/genetic.ts";
import { type CampaignSpec, kindOn, kindsOf, type LlmSpec, type ModelSpec } from "../events/spec.ts";
import { UserError } from "../std/errors.ts";
import { expectNumber, expectWhole } from "../std/expect.ts";
import type { Usage } from "../variation/calls.ts";
import { modelOperators } from "../variation/model-operators.ts";

/** The names of all operators that ask a language model. */
export const modelOperatorNames: readonly string[] = modelOperators.map(({ name }) => name);

/** What a draft is reckoned to take before any was told: most of the input is the same for all, and kept. */
const reckoned: Usage = { input: 1500, cacheWrite: 0, cacheRead: 1500, output: 800 };

/** Who writes children in a campaign of programs; undefined where no models are asked. */
export function draftingOf({ llm, operators }: CampaignSpec): Drafting | undefined {
  if (llm === undefined) return undefined;
  return {
    operators: modelOperators.map((operator) => ({ operator, weight: operators[operator.name] ?? 0 })),
    models: llm.models.map((model) => ({
      name: model.name,
      usd: reckonedUsd(model),
      tokensPerSecond: model.tokensPerSecond,
    })),
    births: llm.births,
  };
}

/** The spec of one island of several that breed different kinds: those of programs share the drafts evenly. */
export function shareOfDrafts(spec: CampaignSpec, island: number): CampaignSpec {
  if (spec.llm === undefined) return spec;
  const homes = Array.from({ length: spec.islands.count }, (_, home) => home);
  const writing = homes.filter((home) => kindOn(spec, home) === "program");
  const births = Math.floor((spec.llm.births + writing.length - 1 - writing.indexOf(island)) / writing.length);
  return { ...spec, llm: { ...spec.llm, births } };
}

/** Checks what a spec says of language models, and of how operators are chosen. Throws `UserError`. */
export function checkModels(spec: CampaignSpec): void {
  if (spec.bandit !== undefined) checkBandit(spec.bandit);
  if (spec.llm === undefined) return;
  checkSettings(spec.llm);
  if (!kindsOf(spec).includes("program")) {
    throw new UserError(
      "bad-setting",
      `Language models write programs, got \`${kindsOf(spec).join(",")}\``,
      "Leave `--llm` out, or use it with `--kind program`.",
    );
  }
  if (modelOperatorNames.some((name) => (spec.operators[name] ?? 0) > 0)) return;
  throw new UserError(
    "bad-setting",
    "Models are named, but no operator that asks them has a weight above 0",
    `Give one a weight: ${modelOperatorNames.map((name) => `\`operators.${name}\``).join(", ")}.`,
  );
}

function checkSettings({ models, births, outputMax, lessonsEvery }: LlmSpec): void {
  expectWhole("number of llm.models", models.length, 1, 8);
  expectWhole("llm.births", births, 1, 1000);
  expectWhole("llm.outputMax", outputMax, 256, 128_000);
  expectWhole("llm.lessonsEvery", lessonsEvery, 0, 1e9);
  for (const { name, usdPerMillion, tokensPerSecond } of models) {
    expectNumber(`tokensPerSecond of ${name}`, tokensPerSecond, 0.001, 1e6);
    for (const sort of ["input", "cacheWrite", "cacheRead", "output"] as const) {
      expectNumber(`usdPerMillion.${sort} of ${name}`, usdPerMillion[sort], 0, 1e5);
    }
  }
  const twice = models.find(({ name }, index) => models.findIndex((one) => one.name === name) !== index);
  if (twice === undefined) return;
  throw new UserError("bad-setting", `The model \`${twice.name}\` is named twice in \`llm.models\``, "Name it once.");
}

function reckonedUsd({ usdPerMillion: price }: ModelSpec): number {
  const { input, cacheRead, output } = reckoned;
  return (input * price.input + cacheRead * price.cacheRead + output * price.output) / 1e6;
}
