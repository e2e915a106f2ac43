import { engineNames } from "../evaluation/engine-name.ts";
import type { EmitterSpec, KindName } from "../events/spec.ts";
import { efforts } from "../variation/calls.ts";
import type { Schema } from "./schema.ts";

const whole = (minimum: number, maximum: number, description: string): Schema => ({
  type: "integer",
  minimum,
  maximum,
  description,
});

const above = (maximum: number, description: string): Schema => ({
  type: "number",
  exclusiveMinimum: 0,
  maximum,
  description,
});

/** What can evolve. */
export const kindNames = ["program", "network", "neat"] as const satisfies readonly KindName[];
const activations = ["tanh", "relu", "sigmoid", "linear"];

const share = (description: string): Schema => ({ type: "number", minimum: 0, maximum: 1, description });

const from0 = (maximum: number, description: string): Schema => ({ type: "number", minimum: 0, maximum, description });

type Properties = Readonly<Record<string, Schema>>;

const named = (name: string, properties: Properties = {}, optional: Properties = {}): Schema => ({
  type: "object",
  properties: { name: { const: name }, ...properties, ...optional },
  required: ["name", ...Object.keys(properties)],
  additionalProperties: false,
});

/** The settings of each emitter. */
const emitters: Readonly<Record<EmitterSpec["name"], Readonly<Record<string, Schema>>>> = {
  genetic: {},
  neat: {},
  "open-es": { sigma: above(1e3, "Noise."), rate: above(1e3, "Step of the mean.") },
  "cma-es": { sigma: above(1e3, "Noise at the start."), diagonal: { type: "boolean" } },
  eggroll: {
    sigma: above(1e3, "Noise."),
    rate: above(1e3, "Step of the base."),
    rank: whole(1, 64, "Rank of the noise of a layer."),
  },
};

/** What emitters and the archive of species may have besides. */
const breeders = from0(1, "The share of each species that has children: its best.");
const patience = from0(1e6, "Evaluations without progress, for each weight, until a strategy first begins anew.");
const stagnation = whole(0, 1_000_000, "Generations until a species that gets no better dies out; 0: never.");

/** Who can propose. */
export const emitterNames: readonly string[] = Object.keys(emitters);

const functionNames = Object.getOwnPropertyNames(Math).filter(
  (name) => name !== "random" && typeof Math[name as keyof Math] === "function",
);

const primitives: Schema = {
  type: "object",
  description: "What random programs are made of, where it is to differ from what the scenario says.",
  properties: {
    operators: { type: "array", items: { enum: ["+", "-", "*", "/", "%", "**"] } },
    functions: { type: "array", items: { enum: functionNames } },
    constants: {
      type: "object",
      properties: {
        from: { type: "number", minimum: -1e9, maximum: 1e9 },
        to: { type: "number", minimum: -1e9, maximum: 1e9 },
        integers: { type: "boolean" },
      },
      required: ["from", "to", "integers"],
      additionalProperties: false,
    },
    conditionals: { type: "boolean" },
    statements: { type: "boolean" },
  },
  additionalProperties: false,
};

/** The schema of a budget. */
export const budgetSchema: Schema = {
  type: "object",
  description: "When the campaign ends, at whichever comes first; and what language models may cost.",
  properties: {
    evaluations: whole(1, 1e12, "Evaluations, those included that were taken from an equal agent."),
    generations: whole(1, 1e9, "Generations."),
    seconds: { type: "number", exclusiveMinimum: 0, maximum: 1e8, description: "Running time, over all sittings." },
    usd: from0(1e6, "US dollars for language models; then it goes on without them."),
    tokens: whole(0, 1e15, "Tokens of language models, of any sort; likewise."),
    target: {
      type: "object",
      description: "A score on the training cases that is good enough, in the scenario's own direction.",
      properties: { over: { enum: ["mean", "worst"] }, compare: { enum: ["<=", ">="] }, value: { type: "number" } },
      required: ["over", "compare", "value"],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const islands: Schema = {
  type: "object",
  properties: {
    count: whole(1, 1000, "Populations side by side."),
    migrateEvery: whole(0, 1_000_000, "Generations between migrations; 0: never."),
    migrants: whole(1, 1_000_000, "How many of each island's best are copied to the next."),
    resetAfter: whole(0, 1_000_000, "Generations without a better member after which an island starts anew; 0: never."),
    restartAfter: whole(0, 1_000_000, "Generations without a better member after which all begin anew; 0: never."),
  },
  additionalProperties: false,
};

const prices = {
  input: from0(1e5, "Input."),
  cacheWrite: from0(1e5, "Input that is kept for five minutes."),
  cacheRead: from0(1e5, "Input that was kept."),
  output: from0(1e5, "Output."),
};

const llm: Schema = {
  type: "object",
  description: "The language models that write children.",
  properties: {
    models: {
      type: "array",
      minItems: 1,
      maxItems: 8,
      description: "Each is chosen by what it has brought for its price.",
      items: {
        type: "object",
        properties: {
          name: { type: "string", description: "As the provider calls it." },
          usdPerMillion: {
            type: "object",
            description: "US dollars per million tokens.",
            properties: prices,
            required: Object.keys(prices),
            additionalProperties: false,
          },
          tokensPerSecond: above(1e6, "How fast it is reckoned to write."),
        },
        required: ["name", "usdPerMillion", "tokensPerSecond"],
        additionalProperties: false,
      },
    },
    births: whole(1, 1000, "The most children of a generation that models write."),
    outputMax: whole(256, 128_000, "The most tokens of a reply, thoughts included."),
    effort: { enum: efforts, description: "How much thought models give to a reply; not all models take it." },
    lessonsEvery: whole(0, 1e9, "Evaluations between two lessons drawn from the campaign; 0: never."),
    batches: { type: "boolean", description: "Whether calls wait for one another, at half the price." },
  },
  required: ["models", "births", "outputMax", "lessonsEvery", "batches"],
  additionalProperties: false,
};

const banditSettings = {
  exploration: from0(1e3, "Weight of what is not known yet."),
  epsilon: share("Share of the choices that is spread over all but the best."),
  decay: above(1, "What a generation leaves of what was known before."),
  thrift: share("How much cheapness counts against improvement."),
  usdPerSecond: from0(1e3, "What a second of waiting is worth in US dollars."),
};

const bandit: Schema = {
  type: "object",
  description: "Operators are chosen by what they have brought, among those with a weight.",
  properties: banditSettings,
  required: Object.keys(banditSettings),
  additionalProperties: false,
};

/** A user's own prices of models: a file of JSON. */
export const pricesSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Prices of language models",
  type: "object",
  properties: {
    $schema: { type: "string" },
    asOf: { type: "string", description: "The day they were looked up." },
    source: { type: "string", description: "The page that publishes them." },
    models: {
      type: "object",
      description: "US dollars per million tokens, by the model's name.",
      additionalProperties: {
        type: "object",
        properties: { ...prices, tokensPerSecond: above(1e6, "How fast it is reckoned to write.") },
        required: ["input", "output"],
        additionalProperties: false,
      },
    },
  },
  required: ["models"],
  additionalProperties: false,
};

/** A campaign's spec as people write it: a file of JSON, where all but the scenario has a default. */
export const specSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A campaign's spec",
  type: "object",
  properties: {
    $schema: { type: "string" },
    scenario: {
      type: "object",
      properties: {
        path: { type: "string", description: "A built-in scenario, or a file, relative to this one." },
        options: {
          type: "object",
          description: "Settings of the scenario; files by their path, relative to this file.",
        },
      },
      required: ["path"],
      additionalProperties: false,
    },
    seed: whole(0, Number.MAX_SAFE_INTEGER, "All randomness comes from it."),
    kind: { enum: kindNames, description: "The kind of genome that evolves." },
    kinds: {
      type: "array",
      minItems: 1,
      maxItems: 8,
      items: { enum: kindNames },
      description: "The kinds that islands breed, in turn, where these are several.",
    },
    network: {
      type: "object",
      description: "The shape of new networks.",
      properties: {
        hidden: { type: "array", maxItems: 8, items: whole(1, 65_536, "Units of a hidden layer.") },
        activation: { enum: activations },
        outputActivation: { enum: activations },
        recurrent: { type: "boolean" },
      },
      required: ["hidden", "activation", "outputActivation", "recurrent"],
      additionalProperties: false,
    },
    engine: { enum: ["auto", ...engineNames], description: "What runs networks; auto: by a short trial at the start." },
    emitter: {
      description: "Who proposes.",
      oneOf: Object.entries(emitters).map(([name, properties]) =>
        named(name, properties, name === "genetic" ? {} : name === "neat" ? { breeders } : { patience }),
      ),
    },
    population: whole(2, 100_000, "The most members that live at once, over all islands."),
    births: whole(1, 100_000, "Variants born in a generation."),
    archive: {
      description: "Who lives.",
      oneOf: [
        named("ranked", {
          elites: whole(0, 100_000, "Members that no newcomer can replace."),
          replacement: { enum: ["generational", "plus", "youngest"] },
        }),
        named("species", { target: whole(1, 1000, "How many species are aimed at.") }, { stagnation }),
        named("map-elites", {
          bins: {
            type: "array",
            maxItems: 8,
            items: whole(1, 1000, "Bins of a measure."),
            description: "One number a measure.",
          },
        }),
      ],
    },
    islands,
    selection: {
      description: "Who breeds.",
      oneOf: [
        named("tournament", { size: whole(1, 1000, "Members in a tournament.") }),
        named("lexicase", {
          epsilon: { description: "`automatic`, or a tolerance in the objective's unit." },
          downsample: { type: "number", exclusiveMinimum: 0, maximum: 1, description: "Share of the cases looked at." },
        }),
        named("weighted"),
        named("uniform"),
      ],
    },
    operators: {
      type: "object",
      description: "Weights of the operators by name.",
      additionalProperties: { type: "number", minimum: 0, maximum: 1_000_000 },
    },
    bandit,
    llm,
    sizeMax: whole(8, 16_777_216, "The largest genome: syntax nodes, weights, genes."),
    parsimony: {
      type: "number",
      minimum: 0,
      maximum: 1e9,
      description: "Fitness lost for each unit of a genome's size.",
    },
    primitives,
    start: { type: "array", maxItems: 100_000, items: { type: "string" }, description: "Genomes to start from." },
    budget: budgetSchema,
  },
  required: ["scenario"],
  additionalProperties: false,
};
