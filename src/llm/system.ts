import {
  isStepped,
  limitsOf,
  type Parameter,
  type Scenario,
  type Signature,
  type ValueType,
} from "../scenario/scenario.ts";
import { nameLengthMax, oneLine, prose } from "./fences.ts";
import type { Problem } from "./problem.ts";
import { fill } from "./prompts/fill.ts";
import { replyEdits, replyLessons, replyProgram, systemTemplate } from "./prompts/system.ts";
import type { ReplyShape } from "./schemas.ts";
import { caseText } from "./scores.ts";
import { figure } from "./figures.ts";

/** The most UTF-8 bytes of a scenario's brief, and characters of its other texts. */
const briefBytesMax = 4096;
const aboutLengthMax = 400;

const replies: Readonly<Record<ReplyShape, string>> = {
  edits: replyEdits,
  program: replyProgram,
  lessons: replyLessons,
};

/** The part of a request that is the same for all of a campaign whose replies have one shape, so that it is cached. */
export function systemPrompt(problem: Problem, shape: ReplyShape): string {
  const { scenario, cases, sizeMax, parsimony } = problem;
  const { agent, objectives } = scenario;
  const [objective] = objectives;
  const { fuel, calls } = limitsOf(scenario);
  return fill(systemTemplate, {
    brief: prose(scenario.brief, briefBytesMax),
    objective: oneLine(objective.name, nameLengthMax),
    better: objective.direction === "minimize" ? "lower is better" : "higher is better",
    objectiveAbout: oneLine(objective.about, aboutLengthMax),
    cases: cases.length,
    example: caseText(cases[0], 0),
    solved: solvedText(scenario),
    measures: measuresText(scenario),
    signature: `${agent.name}(${agent.parameters.map(({ name }) => name).join(", ")})`,
    about: oneLine(agent.about, aboutLengthMax),
    parameters: parametersText(agent),
    returns: returnsText(agent.returns),
    sizeMax,
    parsimony: parsimony > 0 ? ` Each node costs ${figure(parsimony)} of fitness.` : "",
    calls,
    fuel,
    finite: isStepped(scenario) ? "returns a number that is not finite" : "returns what is no sound answer",
    reply: replies[shape].trim(),
  });
}

function solvedText({ solved }: Scenario): string {
  if (solved === undefined) return "";
  const over = solved.over === "mean" ? "mean" : "worst case";
  return ` The problem counts as solved where the ${over} is ${solved.compare} ${figure(solved.value)}.`;
}

function measuresText({ measures = [] }: Scenario): string {
  if (measures.length === 0) return "";
  const lines = measures.map(
    ({ name, range: [from, to], about }) =>
      `- ${oneLine(name, nameLengthMax)}, ${figure(from)} to ${figure(to)}: ${oneLine(about, aboutLengthMax)}`,
  );
  return `How programs behave is told by these measures, which are no part of the score:\n${lines.join("\n")}`;
}

function parametersText({ parameters }: Signature): string {
  if (parameters.length === 0) return "It takes nothing.";
  return parameters.map((one) => `- ${one.name} (${typeText(one)}): ${oneLine(one.about, aboutLengthMax)}`).join("\n");
}

function typeText({ type, lengthMax = 64 }: Parameter): string {
  return type === "number[]" ? `list of at most ${lengthMax} numbers` : type;
}

function returnsText(type: ValueType): string {
  switch (type) {
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "number[]":
      return "a list of numbers";
    default:
      return type satisfies never;
  }
}
