import type { Schema } from "./schema.ts";
import { budgetSchema } from "./spec-schema.ts";

const count = (description: string): Schema => ({ type: "integer", minimum: 0, description });
const text = (description: string): Schema => ({ type: "string", description });

/** The schema of the lines that `--display json` prints. */
export const eventSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A record of `lamarck run --display json`",
  type: "object",
  properties: {
    schema: { const: "lamarck/event@1" },
    seq: count("Counts the records, from 0."),
    t: text("The time, as ISO 8601 has it."),
    event: { enum: ["launch", "generation", "notice", "warning", "done"] },
    lamarck: text("Of launch: the version."),
    run: text("Of launch: the run's id."),
    scenario: text("Of launch: the scenario's name."),
    seed: count("Of launch."),
    jobs: count("Of launch: evaluation lanes; absent where nobody runs it."),
    budget: budgetSchema,
    dir: text("Of launch: the run's folder."),
    resumed: { type: "boolean", description: "Of launch: whether the run was there before." },
    pid: count("Of launch: the process that runs it; absent where nobody does."),
    control: {
      type: "object",
      description: "Of launch: where that process listens for viewers and commands.",
      properties: { socket: { type: "string" } },
      required: ["socket"],
      additionalProperties: false,
    },
    gen: { type: "integer", minimum: -1, description: "Of generation and done: counts from 0; -1 before the first." },
    evals: count("Of generation and done: outcomes so far, those included that were taken from an equal agent."),
    reused: count("Of generation: outcomes that were taken from an equal agent."),
    failed: count("Of generation: evaluations that ended in a fault."),
    best: {
      type: "object",
      description: "Of generation: the best of the living, scored in the scenario's own direction.",
      properties: { id: count("The variant."), score: { type: "number" }, size: count("In syntax nodes.") },
      required: ["id", "score", "size"],
      additionalProperties: false,
    },
    median: { type: "number", description: "Of generation: the score of the median of the living." },
    rate: count("Of generation: evaluations a second."),
    eta: {
      type: "object",
      description: "Of generation: until the limit that comes first.",
      properties: { limit: { enum: ["evals", "gens", "time"] }, seconds: count("Until then.") },
      required: ["limit", "seconds"],
      additionalProperties: false,
    },
    cost_usd: {
      type: "number",
      minimum: 0,
      description: "Of generation and done, where language models are asked: what they have cost in US dollars.",
    },
    tokens: count("Likewise: their tokens, of any sort."),
    calls: count("Likewise: how often they were asked."),
    calls_failed: count("Likewise: calls to which there was no reply."),
    message: text("Of notice and warning."),
    author: text("Of notice and warning: who asked for it, as user@host:terminal."),
    reason: text("Of notice and warning: why."),
    status: text("Of done: how it ended, or how the run was left."),
    resumable: { type: "boolean", description: "Of done: whether `lamarck resume` goes on without another budget." },
    exit: { type: "integer", minimum: 0, description: "Of done: the exit code." },
    champion: count("Of done: the variant that did best on the validation cases."),
  },
  required: ["schema", "seq", "t", "event"],
  additionalProperties: false,
};
