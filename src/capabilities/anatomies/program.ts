import type { Genome } from "../../genome/genome.ts";
import { agentFunctionOf, programKind, syntaxOf } from "../../genome/kinds/program.ts";
import { constantOf, namesIn } from "../../genome/kinds/program/nodes.ts";
import type { Scenario, Signature } from "../../scenario/scenario.ts";
import { dissectedProgram } from "../../variation/knockout.ts";
import { outlineOf } from "../../variation/outline.ts";
import { rewritten } from "../../variation/rewrite.ts";
import { canonical } from "../../variation/simplify.ts";
import type { Site } from "../../variation/site.ts";
import type { Anatomy } from "../anatomy.ts";
import { programGrafting } from "./program-grafting.ts";

/** Programs: units are expressions and statements, sizes are syntax nodes. */
export function programAnatomy(scenario: Scenario): Anatomy {
  const { agent } = scenario;
  return {
    searchMax: 110,
    dissected: (genome) => dissectedProgram(genome, agent),
    sizeOf: programKind.size,
    simplified: (part) => canonical(rewritten(syntaxOf(part))),
    textOf: codeOf,
    inputsOf: (part) => inputsOf(part, agent),
    readsInput,
    largestConstant: (genome) => largestConstant(genome, agent),
    graftingOf: (part, random) => programGrafting(part, scenario, random),
  };
}

/** The expression that a program returns, or its statements. */
function codeOf({ bytes }: Genome): string {
  const at = bytes.indexOf("export default function");
  const start = bytes.indexOf("{\n", at) + 2;
  const end = bytes.lastIndexOf("}");
  const body = bytes.slice(start, end).replaceAll(/^ {2}/gm, "").trim();
  const before = bytes.slice(0, at).trim();
  if (before !== "") return `${before}\n${body}`;
  return /^return [^\n]*;$/.test(body) ? body.slice("return ".length, -1) : body;
}

/** What the scenario says about the parameters that a program reads. */
function inputsOf(program: Genome, agent: Signature): readonly string[] {
  const { params, body } = agentFunctionOf(syntaxOf(program));
  const names = namesIn(body);
  return agent.parameters
    .filter((_, i) => {
      const parameter = params[i];
      return parameter?.type === "Identifier" && names.has(parameter.name);
    })
    .map(({ about }) => about);
}

function readsInput(program: Genome): boolean {
  const { params, body } = agentFunctionOf(rewritten(syntaxOf(program)));
  const names = namesIn(body);
  return params.some((parameter) => [...namesIn(parameter)].some((name) => names.has(name)));
}

/** The largest number in what a program gives back, its constants being folded. */
function largestConstant(program: Genome, agent: Signature): number {
  const { constants } = outlineOf(rewritten(syntaxOf(program)), agent);
  return constants.filter(isReturned).reduce((largest, { node }) => Math.max(largest, Math.abs(constantOf(node)!)), 0);
}

/** Numbers elsewhere may be large: what a search for the least begins with, for example. */
function isReturned(site: Site): boolean {
  for (let at: Site | undefined = site; at !== undefined; at = at.parent) {
    if (at.node.type === "ReturnStatement") return true;
  }
  return false;
}
