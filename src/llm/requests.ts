import type { CampaignSpec, LlmSpec, ModelSpec } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import type { Cost } from "../variation/calls.ts";
import { costBound, type Tariff } from "./costs.ts";
import type { ModelRequest } from "./model.ts";
import { promptOperators } from "./operators.ts";
import { type Problem, problemOf } from "./problem.ts";
import { childPrompt, promptBytesMax } from "./prompt.ts";
import { type ReplyShape, schemas } from "./schemas.ts";
import { systemPrompt } from "./system.ts";

/** Makes the requests of a campaign. */
export interface Requests {
  readonly problem: Problem;
  /** The model that draws lessons: the first. */
  readonly scribe: string;
  /** How a model is paid. */
  tariff(model: string): Tariff;
  request(model: string, shape: ReplyShape, prompt: string): ModelRequest;
  /** The most that any request costs, whatever it asks and whom. */
  readonly callMost: Cost;
}

/** The requests of a campaign with language models. */
export function requestsOf(spec: CampaignSpec, scenario: Scenario): Requests {
  const { models, outputMax, effort, batches } = llmOf(spec);
  const problem = problemOf(spec, scenario);
  const systems: Readonly<Record<ReplyShape, string>> = {
    edits: systemPrompt(problem, "edits"),
    program: systemPrompt(problem, "program"),
    lessons: systemPrompt(problem, "lessons"),
  };
  const tariff = (name: string): Tariff => ({ model: modelOf(models, name), batches });
  const request = (model: string, shape: ReplyShape, prompt: string): ModelRequest => {
    assert(Buffer.byteLength(prompt) <= promptBytesMax, "a prompt keeps to its size");
    const thought = effort === undefined ? {} : { effort };
    return { model, system: systems[shape], prompt, schema: schemas[shape], outputMax, ...thought };
  };
  const longest = "x".repeat(promptBytesMax);
  const bounds = models.flatMap(({ name }) =>
    (["edits", "program", "lessons"] as const).map((shape) => costBound(request(name, shape, longest), tariff(name))),
  );
  const callMost = {
    usd: Math.max(...bounds.map(({ usd }) => usd)),
    tokens: Math.max(...bounds.map(({ tokens }) => tokens)),
  };
  return { problem, scribe: models[0]!.name, tariff, request, callMost };
}

/**
 * What the first request of a campaign may look like, with this program as the parent: for estimates before anything is
 * spent. Its scores are made up.
 */
export function firstRequest(spec: CampaignSpec, scenario: Scenario, genome: Genome): ModelRequest {
  const { problem, request } = requestsOf(spec, scenario);
  const size = programKind.size(genome);
  const cases = problem.cases.map((_, i) => i / 7);
  const measures = (scenario.measures ?? []).map(({ range: [from] }) => from);
  const fitness = cases.reduce((sum, score) => sum + score, 0) / cases.length;
  const place = { generation: 0, children: 0, island: 0, niche: 0 };
  const parent = { id: 0, genome, size, fitness, cases, measures, ...place };
  const operator = promptOperators[0]!;
  const prompt = childPrompt(problem, {
    operator,
    parents: [parent],
    inspirations: [{ ...parent, id: 1 }],
    failures: [],
    lessons: [],
    turn: { generation: 1, writer: 0, place: 0 },
  });
  return request(llmOf(spec).models[0]!.name, operator.shape, prompt);
}

function llmOf({ llm }: CampaignSpec): LlmSpec {
  assert(llm !== undefined && llm.models.length > 0, "the campaign has language models");
  return llm;
}

function modelOf(models: readonly ModelSpec[], name: string): ModelSpec {
  const found = models.find((model) => model.name === name);
  assert(found !== undefined, `${name} is a model of the campaign`);
  return found;
}
