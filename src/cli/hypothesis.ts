import { UserError } from "../std/errors.ts";
import { readJson } from "./files.ts";
import { misfitOf, type Schema } from "./schema.ts";

/** A file that claims that an agent is better than another, for a machine to find out. */
export interface Hypothesis {
  readonly schema: "lamarck/hypothesis@1";
  readonly about: string;
  readonly scenario: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly innovation: string;
  readonly champion: string;
  readonly prediction: {
    readonly gain: number;
    readonly least?: number;
    readonly pattern?: readonly string[];
    readonly gap?: number;
  };
  readonly scale?: Readonly<Record<string, unknown>>;
  readonly budget?: { readonly evaluations: number };
  readonly seed?: number;
  readonly prior?: { readonly scale: number };
  readonly slowdown?: number;
}

const agent =
  "a program's file (.js, from this file's folder), `RUN VARIANT`, `capability ID`, `population NAME HASH`, or `reference NAME`";

/** The JSON Schema of a hypothesis. */
export const hypothesisSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A claim that an agent is better than another",
  type: "object",
  properties: {
    $schema: { type: "string" },
    schema: { const: "lamarck/hypothesis@1" },
    about: { type: "string", description: "What is claimed, in words." },
    scenario: { type: "string", description: "A built-in scenario, or a scenario's file." },
    options: { type: "object", description: "The scenario's settings." },
    innovation: { type: "string", description: `Who is said to be better: ${agent}.` },
    champion: { type: "string", description: `Who is to be beaten: ${agent}.` },
    prediction: {
      type: "object",
      properties: {
        gain: { type: "number", exclusiveMinimum: 0, maximum: 100, description: "As a share of the champion's score." },
        least: {
          type: "number",
          exclusiveMinimum: 0,
          maximum: 0.9,
          description: "The least gain that is worth it; half of `gain` unless told, and at most 0.5.",
        },
        pattern: {
          type: "array",
          minItems: 1,
          maxItems: 8,
          items: { type: "string" },
          description: "What it is said to do, in tokens of the scenario's traces.",
        },
        gap: { type: "integer", minimum: 0, maximum: 2, description: "The most tokens of others between two of them." },
      },
      required: ["gain"],
      additionalProperties: false,
    },
    scale: { type: "object", description: "Settings that make the scenario larger, over those of `options`." },
    budget: {
      type: "object",
      properties: { evaluations: { type: "integer", minimum: 1, maximum: 1_000_000 } },
      required: ["evaluations"],
      additionalProperties: false,
    },
    seed: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    prior: {
      type: "object",
      description: "The normal prior of the mean gain around 0; from earlier incubations, else 0.1, unless told.",
      properties: { scale: { type: "number", exclusiveMinimum: 0, maximum: 1 } },
      required: ["scale"],
      additionalProperties: false,
    },
    slowdown: {
      type: "number",
      minimum: 1,
      maximum: 1000,
      description: "So many times as long as the champion's an evaluation may take; 10 unless told.",
    },
  },
  required: ["schema", "about", "scenario", "innovation", "champion", "prediction"],
  additionalProperties: false,
};

const bytesMax = 1 << 20;

/** Reads a hypothesis. Throws `UserError` with the file, the field, what was expected there and what was found. */
export function readHypothesis(path: string): Hypothesis {
  const value = readJson(path, bytesMax);
  const misfit = misfitOf(value, hypothesisSchema);
  if (misfit === undefined) return value as Hypothesis;
  const hint = misfit.path === "" ? "See `lamarck schema hypothesis`." : misfit.hint;
  throw new UserError("bad-hypothesis", `${misfit.message} (${path})`, hint);
}
