import { UserError } from "../std/errors.ts";
import { optionValue } from "./options.ts";
import {
  at,
  distinct,
  func,
  holds,
  inside,
  list,
  number,
  oneOf,
  onlyFields,
  optionalFunc,
  optionalList,
  type Place,
  range,
  record,
  text,
} from "./place.ts";
import type { OptionSpec, Scenario, ScenarioFactory } from "./scenario.ts";

/**
 * The default export of a scenario's file: a factory or a plain scenario. Throws `UserError` with the file, the field,
 * what was expected there and what was found.
 */
export function checkExport(value: unknown, file: string): ScenarioFactory | Scenario {
  if (value === undefined) {
    throw new UserError(
      "scenario-export",
      `The scenario's file has no default export (${file})`,
      "Write `export default` before the scenario, or before an object with `name`, `options` and `create`.",
    );
  }
  const root = at(value, "default", file);
  const fields = record(root);
  if (!("create" in fields) && !("options" in fields)) return checkScenarioShape(value, file);
  onlyFields(root, ["name", "options", "create"]);
  text(inside(root, "name"));
  func(inside(root, "create"));
  const options = inside(root, "options");
  for (const name of Object.keys(record(options))) checkSpec(inside(options, name), name);
  return value as unknown as ScenarioFactory;
}

const played = ["play", "judge", "judgeTogether", "playback", "answerTokens"];
const stepped = ["world", "draw", "tensors", "stepTokens"];
const shared = [
  "name",
  "brief",
  "agent",
  "objectives",
  "measures",
  "trace",
  "acts",
  "limits",
  "primitives",
  "rivals",
  "solved",
  "references",
  "cases",
];
const identifier = /^[A-Za-z_$][\w$]*$/;
const valueTypes = ["number", "boolean", "number[]"];

/** A scenario whose fields are all there and of the right form. Throws `UserError` as `checkExport` does. */
export function checkScenarioShape(value: unknown, file: string): Scenario {
  const root = at(value, "default", file);
  const fields = record(root);
  onlyFields(root, [...shared, ...played, ...stepped]);
  text(inside(root, "name"));
  text(inside(root, "brief"));
  checkAgent(inside(root, "agent"));
  const objectives = list(inside(root, "objectives"));
  holds(objectives.length > 0, inside(root, "objectives"), "a list of at least one objective");
  for (const objective of objectives) {
    text(inside(objective, "name"));
    text(inside(objective, "about"));
    oneOf(inside(objective, "direction"), ["minimize", "maximize"]);
  }
  distinct(objectives, "name");
  func(inside(root, "cases"));
  checkOptional(root);
  checkKind(root, fields);
  return value as Scenario;
}

function checkKind(root: Place, fields: Readonly<Record<string, unknown>>): void {
  if ("world" in fields) {
    func(inside(root, "world"));
    const extra = played.find((name) => name in fields);
    if (extra !== undefined) holds(false, inside(root, extra), "absent beside `world`");
    optionalFunc(inside(root, "draw"));
    besideTrace(root, "stepTokens");
    checkTensors(inside(root, "tensors"));
    return;
  }
  holds("play" in fields, inside(root, "play"), "a function, or `world` to be one");
  func(inside(root, "play"));
  func(inside(root, "judge"));
  holds(fields["draw"] === undefined, inside(root, "draw"), "absent beside `play`, which has `playback`");
  holds(fields["tensors"] === undefined, inside(root, "tensors"), "absent beside `play`: networks sit in a `world`");
  optionalFunc(inside(root, "judgeTogether"));
  optionalFunc(inside(root, "playback"));
  besideTrace(root, "answerTokens");
}

/** Who declares tokens tells them, and the other way round. */
function besideTrace(root: Place, name: string): void {
  const tells = inside(root, name);
  optionalFunc(tells);
  const isDeclared = inside(root, "trace").value !== undefined;
  holds(
    isDeclared === (tells.value !== undefined),
    tells,
    isDeclared ? "a function beside `trace`" : "absent without `trace`",
  );
}

function checkTensors(tensors: Place): void {
  if (tensors.value === undefined) return;
  onlyFields(tensors, ["inputs", "outputs", "names", "memory", "encode", "decode", "flow"]);
  const names = inside(tensors, "names");
  if (names.value !== undefined) onlyFields(names, ["inputs", "outputs"]);
  for (const name of ["inputs", "outputs"]) {
    const count = number(inside(tensors, name), 1, 1e6, true);
    if (names.value !== undefined) checkNames(inside(names, name), count);
  }
  const memory = inside(tensors, "memory");
  holds(memory.value === undefined || typeof memory.value === "boolean", memory, "true or false");
  for (const name of ["encode", "decode"]) func(inside(tensors, name));
  const flow = inside(tensors, "flow");
  if (flow.value === undefined) return;
  onlyFields(flow, ["state", "steps", "begin", "observe", "step", "score", "measure"]);
  number(inside(flow, "state"), 1, 1e6, true);
  number(inside(flow, "steps"), 1, 1e9, true);
  for (const name of ["begin", "observe", "step", "score", "measure"]) func(inside(flow, name));
}

function checkNames(names: Place, count: number): void {
  if (names.value === undefined) return;
  const called = list(names);
  called.forEach(text);
  holds(called.length === count, names, `${count} names`);
}

function checkAgent(agent: Place): void {
  onlyFields(agent, ["name", "about", "parameters", "returns"]);
  const name = inside(agent, "name");
  holds(identifier.test(text(name)), name, "a JavaScript identifier");
  text(inside(agent, "about"));
  oneOf(inside(agent, "returns"), valueTypes);
  const parameters = list(inside(agent, "parameters"));
  for (const parameter of parameters) {
    const own = inside(parameter, "name");
    holds(identifier.test(text(own)), own, "a JavaScript identifier");
    oneOf(inside(parameter, "type"), valueTypes);
    text(inside(parameter, "about"));
  }
  distinct(parameters, "name");
}

function checkOptional(root: Place): void {
  const measures = optionalList(inside(root, "measures"));
  for (const measure of measures) {
    text(inside(measure, "name"));
    text(inside(measure, "about"));
    range(inside(measure, "range"));
  }
  distinct(measures, "name");
  const tokens = optionalList(inside(root, "trace")).map(text);
  holds(new Set(tokens).size === tokens.length, inside(root, "trace"), "a list without repetitions");
  holds(tokens.length <= 1000, inside(root, "trace"), "a list of at most 1000");
  for (const act of optionalList(inside(root, "acts"))) oneOf(act, tokens);
  const references = optionalList(inside(root, "references"));
  for (const reference of references) for (const field of ["name", "about", "source"]) text(inside(reference, field));
  distinct(references, "name");
  const rivals = inside(root, "rivals");
  if (rivals.value !== undefined) number(rivals, 0, 1000, true);
  checkSolved(inside(root, "solved"));
  checkLimits(inside(root, "limits"));
  checkPrimitives(inside(root, "primitives"));
}

function checkSolved(solved: Place): void {
  if (solved.value === undefined) return;
  onlyFields(solved, ["over", "compare", "value"]);
  oneOf(inside(solved, "over"), ["mean", "worst"]);
  oneOf(inside(solved, "compare"), ["<=", ">="]);
  number(inside(solved, "value"), -Number.MAX_VALUE, Number.MAX_VALUE);
}

function checkLimits(limits: Place): void {
  if (limits.value === undefined) return;
  onlyFields(limits, ["fuel", "calls", "wallMs", "answer"]);
  const ranges = { fuel: [1000, 100_000_000], calls: [1, 1e9], wallMs: [1, 600_000], answer: [1, 10_000_000] } as const;
  for (const [name, [from, to]] of Object.entries(ranges)) {
    const limit = inside(limits, name);
    if (limit.value !== undefined) number(limit, from, to, true);
  }
}

function checkPrimitives(primitives: Place): void {
  if (primitives.value === undefined) return;
  onlyFields(primitives, ["operators", "functions", "constants", "conditionals", "statements"]);
  for (const operator of optionalList(inside(primitives, "operators")))
    oneOf(operator, ["+", "-", "*", "/", "%", "**"]);
  const functions: readonly string[] = Object.getOwnPropertyNames(Math).filter(
    (name) => name !== "random" && typeof Math[name as keyof Math] === "function",
  );
  for (const name of optionalList(inside(primitives, "functions"))) oneOf(name, functions);
  for (const name of ["conditionals", "statements"]) {
    const flag = inside(primitives, name);
    holds(flag.value === undefined || typeof flag.value === "boolean", flag, "true or false");
  }
  const constants = inside(primitives, "constants");
  if (constants.value === undefined) return;
  onlyFields(constants, ["from", "to", "integers"]);
  const from = number(inside(constants, "from"), -1e9, 1e9);
  number(inside(constants, "to"), from, 1e9);
  holds(typeof inside(constants, "integers").value === "boolean", inside(constants, "integers"), "true or false");
}

function checkSpec(spec: Place, name: string): void {
  onlyFields(spec, ["type", "about", "default", "choices", "range", "whole"]);
  const fields = record(spec) as unknown as OptionSpec;
  oneOf(inside(spec, "type"), ["string", "number", "boolean", "file"]);
  text(inside(spec, "about"));
  for (const choice of optionalList(inside(spec, "choices"))) text(choice);
  if (fields.range !== undefined) range(inside(spec, "range"));
  if (fields.default !== undefined) optionValue(`options.${name}.default`, fields, fields.default, spec.file);
}
