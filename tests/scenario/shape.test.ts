import { describe, expect, test } from "vitest";
import { checkExport } from "../../src/scenario/shape.ts";
import { guessing, walking } from "./worlds.ts";

const factory = { name: "f", options: {}, create: () => guessing() };
const { agent } = guessing();
const parameter = agent.parameters[0]!;
const objective = guessing().objectives[0];
const measure = guessing().measures![0]!;

describe("The default export of a scenario's file", () => {
  test.each([
    ["a played scenario", guessing()],
    ["a stepped one", walking()],
    ["a factory", factory],
  ])("may be %s", (_what, value) => {
    expect(checkExport(value, "a.ts")).toBe(value);
  });

  test.each([
    ["nothing", undefined, "The scenario's file has no default export (a.ts)"],
    ["a function", () => 1, "Expected `default` to be an object, got a function (a.ts)"],
    ["a list", [], "Expected `default` to be an object, got a list of 0 (a.ts)"],
    ["no name", { ...guessing(), name: "" }, "Expected `name` to be a text, got `` (a.ts)"],
    ["no brief", { ...guessing(), brief: 5 }, "Expected `brief` to be a text, got `5` (a.ts)"],
    [
      "a slip in a field",
      { ...guessing(), objetives: [] },
      "Expected `objetives` to be named `objectives`, got a list of 0 (a.ts)",
    ],
    [
      "a drawing beside a play",
      { ...guessing(), draw: () => [] },
      "Expected `draw` to be absent beside `play`, which has `playback`, got a function (a.ts)",
    ],
    [
      "a playback beside a world",
      { ...walking(), playback: () => ({ frames: 1, draw: () => [] }) },
      "Expected `playback` to be absent beside `world`, got a function (a.ts)",
    ],
    [
      "tensors beside a play",
      { ...guessing(), tensors: {} },
      "Expected `tensors` to be absent beside `play`: networks sit in a `world`, got an object (a.ts)",
    ],
    [
      "names for other outputs than there are",
      {
        ...walking(),
        tensors: {
          inputs: 1,
          outputs: 2,
          names: { outputs: ["left"] },
          encode: () => undefined,
          decode: () => 0,
        },
      },
      "Expected `tensors.names.outputs` to be 2 names, got a list of 1 (a.ts)",
    ],
    [
      "tensors without inputs",
      { ...walking(), tensors: { inputs: 0, outputs: 1, encode: () => undefined, decode: () => 0 } },
      "Expected `tensors.inputs` to be a whole number from 1 to 1000000, got `0` (a.ts)",
    ],
    [
      "a flow without steps",
      {
        ...walking(),
        tensors: { inputs: 1, outputs: 1, encode: () => undefined, decode: () => 0, flow: { state: 1 } },
      },
      "Expected `tensors.flow.steps` to be a whole number from 1 to 1000000000, got nothing (a.ts)",
    ],
    ["a drawing that is none", { ...walking(), draw: [] }, "Expected `draw` to be a function, got a list of 0 (a.ts)"],
    ["no agent", { ...guessing(), agent: undefined }, "Expected `agent` to be an object, got nothing (a.ts)"],
    [
      "a bad function name",
      { ...guessing(), agent: { ...agent, name: "a b" } },
      "Expected `agent.name` to be a JavaScript identifier, got `a b` (a.ts)",
    ],
    [
      "a bad type",
      { ...guessing(), agent: { ...agent, returns: "text" } },
      "Expected `agent.returns` to be one of number boolean number[], got `text` (a.ts)",
    ],
    [
      "a bad parameter",
      { ...guessing(), agent: { ...agent, parameters: [{ ...parameter, type: "int" }] } },
      "Expected `agent.parameters[0].type` to be one of number boolean number[], got `int` (a.ts)",
    ],
    [
      "a parameter twice",
      { ...guessing(), agent: { ...agent, parameters: [parameter, parameter] } },
      "Expected `agent.parameters[1].name` to be a name that occurs once, got `hint` (a.ts)",
    ],
    [
      "no objectives",
      { ...guessing(), objectives: [] },
      "Expected `objectives` to be a list of at least one objective, got a list of 0 (a.ts)",
    ],
    [
      "a bad direction",
      { ...guessing(), objectives: [{ ...objective, direction: "up" }] },
      "Expected `objectives[0].direction` to be one of minimize maximize, got `up` (a.ts)",
    ],
    [
      "an objective twice",
      { ...guessing(), objectives: [objective, objective] },
      "Expected `objectives[1].name` to be a name that occurs once, got `error` (a.ts)",
    ],
    [
      "a range turned round",
      { ...guessing(), measures: [{ ...measure, range: [1, 0] }] },
      "Expected `measures[0].range` to be two finite numbers, the smaller first, got a list of 2 (a.ts)",
    ],
    [
      "a measure twice",
      { ...guessing(), measures: [measure, measure] },
      "Expected `measures[1].name` to be a name that occurs once, got `low` (a.ts)",
    ],
    ["no cases", { ...guessing(), cases: [] }, "Expected `cases` to be a function, got a list of 0 (a.ts)"],
    [
      "no play",
      { ...walking(), world: undefined, play: undefined },
      "Expected `world` to be a function, got nothing (a.ts)",
    ],
    [
      "neither play nor world",
      without("play"),
      "Expected `play` to be a function, or `world` to be one, got nothing (a.ts)",
    ],
    ["no judge", without("judge"), "Expected `judge` to be a function, got nothing (a.ts)"],
    [
      "a world and a judge",
      { ...walking(), judge: () => 1 },
      "Expected `judge` to be absent beside `world`, got a function (a.ts)",
    ],
    [
      "too much fuel",
      { ...guessing(), limits: { fuel: 1e9 } },
      "Expected `limits.fuel` to be a whole number from 1000 to 100000000, got `1000000000` (a.ts)",
    ],
    [
      "an unknown limit",
      { ...guessing(), limits: { fule: 1000 } },
      "Expected `limits.fule` to be named `fuel`, got `1000` (a.ts)",
    ],
    [
      "an unknown function",
      { ...guessing(), primitives: { functions: ["sine"] } },
      "Expected `primitives.functions[0]` to be one of",
    ],
    [
      "constants turned round",
      { ...guessing(), primitives: { constants: { from: 1, to: 0, integers: true } } },
      "Expected `primitives.constants.to` to be a number from 1 to",
    ],
    [
      "half a rival",
      { ...guessing(), rivals: 0.5 },
      "Expected `rivals` to be a whole number from 0 to 1000, got `0.5` (a.ts)",
    ],
    [
      "a reference without source",
      { ...guessing(), references: [{ name: "a", about: "b" }] },
      "Expected `references[0].source` to be a text, got nothing (a.ts)",
    ],
    [
      "a token twice",
      { ...guessing(), trace: ["a", "a"] },
      "Expected `trace` to be a list without repetitions, got a list of 2 (a.ts)",
    ],
    [
      "an act that is no token",
      { ...guessing(), trace: ["a"], acts: ["b"], answerTokens: () => [] },
      "Expected `acts[0]` to be one of a, got `b` (a.ts)",
    ],
    [
      "more tokens than a trace can tell apart",
      { ...guessing(), trace: Array.from({ length: 1001 }, (_, i) => `t${i}`) },
      "Expected `trace` to be a list of at most 1000, got a list of 1001 (a.ts)",
    ],
    [
      "tokens that nobody tells",
      { ...guessing(), trace: ["a"] },
      "Expected `answerTokens` to be a function beside `trace`, got nothing (a.ts)",
    ],
    [
      "steps told in tokens that are not declared",
      { ...walking(), stepTokens: () => [] },
      "Expected `stepTokens` to be absent without `trace`, got a function (a.ts)",
    ],
    ["a factory without create", { name: "f", options: {} }, "Expected `create` to be a function, got nothing (a.ts)"],
    [
      "a factory without options",
      { name: "f", create: () => 1 },
      "Expected `options` to be an object, got nothing (a.ts)",
    ],
    [
      "a setting of no type",
      { ...factory, options: { a: { about: "A." } } },
      "Expected `options.a.type` to be one of string number boolean file, got nothing (a.ts)",
    ],
    [
      "a default outside its range",
      { ...factory, options: { a: { type: "number", about: "A.", range: [0, 1], default: 2 } } },
      "Expected `options.a.default` to be a number from 0 to 1, got `2` (a.ts)",
    ],
  ])("with %s is refused, by its field", (_what, value, message) => {
    expect(() => checkExport(value, "a.ts")).toThrow(message);
  });
});

function without(field: "play" | "judge"): object {
  return Object.fromEntries(Object.entries(guessing()).filter(([name]) => name !== field));
}
