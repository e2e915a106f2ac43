import type { Program } from "estree";
import type { Genome } from "../genome/genome.ts";
import { programLengthMax, programOf, syntaxOf } from "../genome/kinds/program.ts";
import { depthOf, sizeOf } from "../genome/kinds/program/measure.ts";
import { constantOf } from "../genome/kinds/program/nodes.ts";
import { depthMax } from "../genome/kinds/program/normalise.ts";
import type { Random } from "../std/random.ts";
import type { Operator, VariationContext } from "./operator.ts";
import { outlineOf } from "./outline.ts";
import type { Outline, Site } from "./site.ts";

/** How often an operator tries anew when chance gave no child, or the parent again. */
const attemptsMax = 4;

interface Described {
  readonly name: string;
  readonly about: string;
}

/** An operator on one program. `edit` returns undefined when this attempt gives nothing. */
export function mutation(
  { name, about }: Described,
  edit: (parent: Outline, context: VariationContext, random: Random) => Program | undefined,
): Operator {
  return {
    name,
    kind: "program",
    about,
    arity: 1,
    vary: ([parent], context, random) => {
      const outline = outlineOf(syntaxOf(parent!), context.signature);
      return attempt(parent, context, () => edit(outline, context, random));
    },
  };
}

/** An operator on two programs. `edit` returns undefined when this attempt gives nothing. */
export function crossover(
  { name, about }: Described,
  edit: (parents: readonly [Outline, Outline], context: VariationContext, random: Random) => Program | undefined,
): Operator {
  return {
    name,
    kind: "program",
    about,
    arity: 2,
    vary: ([first, second], context, random) => {
      const one = outlineOf(syntaxOf(first!), context.signature);
      const two = outlineOf(syntaxOf(second!), context.signature);
      return attempt(first, context, () => edit([one, two], context, random));
    },
  };
}

/** An operator that makes programs out of nothing. `make` returns undefined when this attempt gives nothing. */
export function generation(
  { name, about }: Described,
  make: (context: VariationContext, random: Random) => Program | undefined,
): Operator {
  return {
    name,
    kind: "program",
    about,
    arity: 0,
    vary: (_, context, random) => attempt(undefined, context, () => make(context, random)),
  };
}

/** One of the sites, or undefined when there is none. A leaf is mostly drawn anew, since most nodes are leaves (after Koza 1992). */
export function pickSite(sites: readonly Site[], random: Random): Site | undefined {
  if (sites.length === 0) return undefined;
  const site = sites[random.int(sites.length)]!;
  return isLeaf(site) && !random.chance(0.1) ? sites[random.int(sites.length)]! : site;
}

/** One of the sites for which the condition holds, each as likely as the other; undefined when there is none. */
export function pickWhere(sites: readonly Site[], holds: (site: Site) => boolean, random: Random): Site | undefined {
  const fitting = sites.filter(holds);
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

/** Whether a site has no other in it. */
export function isLeaf({ node }: Site): boolean {
  const { type } = node;
  return type === "Identifier" || type === "Literal" || type === "MemberExpression" || constantOf(node) !== undefined;
}

function attempt(
  parent: Genome | undefined,
  context: VariationContext,
  make: () => Program | undefined,
): Genome | undefined {
  for (let tries = 0; tries < attemptsMax; tries++) {
    const tree = make();
    if (tree === undefined) continue;
    const size = sizeOf(tree);
    if (size > context.sizeMax || !isShallow(tree, size)) continue;
    const child = programOf(tree, size);
    if (child.bytes !== parent?.bytes && child.bytes.length <= programLengthMax) return child;
  }
  return undefined;
}

/** Whether the tree nests little enough to be read again. Each counted node adds at most two levels. */
function isShallow(tree: Program, size: number): boolean {
  return 2 * size + 8 <= depthMax || depthOf(tree) <= depthMax;
}
