import { type CampaignSpec, kindsOf, type LlmSpec } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import { usageBound } from "../llm/bound.ts";
import { costBound, costOf } from "../llm/costs.ts";
import { callsMost } from "../llm/drafts.ts";
import type { ModelRequest } from "../llm/model.ts";
import { firstRequest, requestsOf } from "../llm/requests.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { compact, count, dollars } from "../text/figures.ts";
import { tokensOf, type Usage } from "../variation/calls.ts";
import { modelOperators } from "../variation/model-operators.ts";

/** From the least to the most that is expected. */
export type Range = readonly [least: number, most: number];

/** What a campaign may spend on language models, before any is asked. */
export interface Estimate {
  readonly input: Range;
  readonly output: Range;
  /** US dollars of one call, by model. */
  readonly models: readonly { readonly name: string; readonly usd: Range }[];
  /** US dollars that no call exceeds, however long its prompt. */
  readonly callMost: number;
  readonly generation: { readonly calls: Range; readonly usd: Range };
  /** Of all generations; absent where time ends the campaign. */
  readonly campaign?: { readonly generations: number; readonly calls: Range; readonly usd: Range };
}

/** The tokens of a short answer: two sentences and an edit. */
const outputLeast = 300;
/** Bytes of a token of English or code, as a rule. */
const tokenBytes = 4;

/**
 * Reckons with a real first prompt, a reference as its parent. At least, each draft is one call whose instructions come
 * from the provider's cache; at most, all calls are made and filled, unless the budget ends that before.
 */
export function estimateOf(spec: CampaignSpec, scenario: Scenario): Estimate {
  const { llm } = spec;
  assert(llm !== undefined, "there are language models to estimate");
  const request = firstRequest(spec, scenario, parentIn(scenario));
  const [short, long] = [shortUsage(request), usageBound(request)];
  const models = llm.models.map((model) => {
    const tariff = { model, batches: llm.batches };
    return { name: model.name, usd: [costOf(short, tariff).usd, costBound(request, tariff).usd] as const };
  });
  const calls = callsOf(spec, llm);
  const cheapest = Math.min(...models.map(({ usd }) => usd[0]));
  const dearest = Math.max(...models.map(({ usd }) => usd[1]));
  const usd: Range = [calls[0] * cheapest, calls[1] * dearest];
  const { usd: cap = Infinity, tokens = Infinity } = spec.budget;
  // So many calls the budget bears, when they are dear and when they are cheap.
  const borne: Range = [
    Math.floor(Math.min(cap / dearest, tokens / tokensOf(long))),
    Math.floor(Math.min(cap / cheapest, tokens / tokensOf(short))),
  ];
  const generations = generationsOf(spec);
  const whole = ([least, most]: Range): Range => [least * (generations! - 1), most * (generations! - 1)];
  return {
    input: [short.input + short.cacheRead, long.input],
    output: [short.output, long.output],
    models,
    callMost: requestsOf(spec, scenario).callMost.usd,
    generation: { calls: capped(calls, borne), usd: capped(usd, [cap, cap]) },
    ...(generations === undefined
      ? {}
      : { campaign: { generations, calls: capped(whole(calls), borne), usd: capped(whole(usd), [cap, cap]) } }),
  };
}

/** An estimate in a few lines. */
export function estimateText(
  { input, output, models, callMost, generation, campaign }: Estimate,
  cap?: number,
): string {
  const prices = models.map(({ name, usd }) => `${name} ${between(usd, dollars)}`).join(", ");
  const end = cap === undefined ? "no cap" : `at most ${dollars(cap)}, then it goes on without models`;
  const all =
    campaign === undefined
      ? `as many generations as there is time for; ${end}`
      : `${between(campaign.calls, count)} calls in ${count(campaign.generations)} generations, ${between(campaign.usd, dollars)}; ${end}`;
  return [
    "Language models, of which none was asked:",
    `  a call        ${between(input, compact)} tokens in, ${between(output, compact)} out: ${prices}; never above ${dollars(callMost)}`,
    `  a generation  ${between(generation.calls, count)} calls, ${between(generation.usd, dollars)}`,
    `  the campaign  ${all}`,
  ].join("\n");
}

function between([least, most]: Range, text: (value: number) => string): string {
  const [from, to] = [text(least), text(most)];
  return from === to ? from : `${from} to ${to}`;
}

function capped([least, most]: Range, [leastMax, mostMax]: Range): Range {
  return [Math.min(least, leastMax), Math.min(most, mostMax)];
}

function shortUsage({ system, prompt, schema }: ModelRequest): Usage {
  const tokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / tokenBytes);
  return {
    input: tokens(prompt + JSON.stringify(schema)),
    cacheRead: tokens(system),
    cacheWrite: 0,
    output: outputLeast,
  };
}

/** Calls of a generation but the first, in which nobody is there to write about. */
function callsOf({ births, bandit, operators, kind, kinds }: CampaignSpec, llm: LlmSpec): Range {
  const named = new Set(modelOperators.map(({ name }) => name));
  const weights = Object.entries(operators).filter(([, weight]) => weight > 0);
  const written = weights.filter(([name]) => named.has(name));
  const arms = weights.length - written.length + written.length * llm.models.length;
  const ofWeights = sumOf(written) / sumOf(weights);
  // A bandit that finds models useless still tries them with the share of the losers.
  const share =
    bandit === undefined ? ofWeights : (bandit.epsilon * written.length * llm.models.length) / Math.max(1, arms - 1);
  const breeds = kindsOf({ kind, ...(kinds === undefined ? {} : { kinds }) });
  const most = written.length === 0 ? 0 : Math.min(llm.births, births);
  const least = Math.min(most, Math.floor((births * share) / breeds.length));
  const lessons = llm.lessonsEvery === 0 ? 0 : Math.ceil(births / llm.lessonsEvery);
  return [least, most === 0 ? 0 : most * callsMost + lessons];
}

function sumOf(weights: readonly (readonly [string, number])[]): number {
  return weights.reduce((sum, [, weight]) => sum + weight, 0);
}

function generationsOf({ births, budget: { evaluations, generations } }: CampaignSpec): number | undefined {
  const least = Math.min(generations ?? Infinity, Math.ceil((evaluations ?? Infinity) / births));
  return Number.isFinite(least) ? least : undefined;
}

/** The longest reference that is a program as the campaign has them; else one that does nothing. */
function parentIn({ references = [], agent: { parameters } }: Scenario): Genome {
  const nothing = `export default function agent(${parameters.map(({ name }) => name).join(", ")}) { return 0; }`;
  const parents = [nothing, ...references.map(({ source }) => source)].map((source) => programKind.parse(source));
  return parents.reduce((a, b) => (b.bytes.length > a.bytes.length ? b : a));
}
