import type { Program } from "estree";
import type { Genome } from "../../genome/genome.ts";
import { constant, functionModule, giveBack, identifier, truth } from "../../genome/kinds/program/nodes.ts";
import { primitivesOf, type Scenario, type Signature } from "../../scenario/scenario.ts";
import type { Random } from "../../std/random.ts";
import { replaced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { growExpression, type Shape } from "../grow.ts";
import { introducedLocal, introducedLoop } from "../introduce.ts";
import type { Operator, VariationContext } from "../operator.ts";
import { outlineOf } from "../outline.ts";
import { generation } from "../program-operator.ts";
import type { Site } from "../site.ts";

/** The deepest expression that is made at random. */
const depthMax = 5;

/** Programs of all depths, half of them bushy and half of irregular shape (Koza 1992, "ramped half-and-half"). */
export const rampedProgram: Operator = generation(
  { name: "ramped-program", about: "a random program; sizes are spread evenly, half of them are full trees" },
  (context, random) => {
    const depth = 1 + random.int(Math.max(1, deepest(context)));
    return randomProgram(context, random, { depth, full: random.chance(0.5) });
  },
);

/** The largest random program that something is compared with, in syntax nodes. */
const controlSizeMax = 60;

/** Random programs of what a scenario's programs are made of, one a stream, for comparison; fewer where none can be made. */
export function randomPrograms(scenario: Scenario, streams: readonly Random[]): readonly Genome[] {
  const context = { signature: scenario.agent, primitives: primitivesOf(scenario), sizeMax: controlSizeMax };
  return streams.flatMap((stream) => rampedProgram.vary([], context, stream) ?? []);
}

/** Programs of irregular shape (Koza 1992, "grow"). */
export const grownProgram: Operator = generation(
  { name: "grown-program", about: "a random program of irregular shape" },
  (context, random) => randomProgram(context, random, { depth: deepest(context), full: false }),
);

/** The depth at which a full tree of operators with two operands still has room. */
function deepest({ sizeMax }: VariationContext): number {
  return Math.min(depthMax, Math.max(0, Math.floor(Math.log2(sizeMax)) - 1));
}

function randomProgram(context: VariationContext, random: Random, shape: Shape): Program | undefined {
  const site = emptyProgram(context.signature);
  if (site === undefined) return undefined;
  let tree = replaced(site, growExpression(groundOf(site, context, random), site.type, shape));
  if (!context.primitives.statements) return tree;
  // Half of the programs stay one expression; the others get one to three statements before it.
  for (let count = Math.max(0, random.int(7) - 3); count > 0; count--) {
    const introduce = random.chance(0.5) ? introducedLoop : introducedLocal;
    tree = introduce(outlineOf(tree, context.signature), context, random) ?? tree;
  }
  return tree;
}

const emptyPrograms = new WeakMap<Signature, Site>();

/** The place of the answer in a program that does nothing; undefined when the answer is a list. */
function emptyProgram(signature: Signature): Site | undefined {
  const known = emptyPrograms.get(signature);
  if (known !== undefined || signature.returns === "number[]") return known;
  const parameters = signature.parameters.map(({ name }) => identifier(name));
  const answer = signature.returns === "number" ? constant(0) : truth(false);
  const outline = outlineOf(functionModule(signature.name, parameters, [giveBack(answer)]), signature);
  const site = outline.expressions[0]!;
  emptyPrograms.set(signature, site);
  return site;
}
