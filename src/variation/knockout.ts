import type { Node } from "estree";
import type { Genome } from "../genome/genome.ts";
import { syntaxOf } from "../genome/kinds/program.ts";
import { sizeOf } from "../genome/kinds/program/measure.ts";
import { block, constant, constantOf, truth } from "../genome/kinds/program/nodes.ts";
import type { Signature } from "../scenario/scenario.ts";
import { replacedAll } from "./edit.ts";
import { outlineOf } from "./outline.ts";
import { canonical } from "./simplify.ts";
import type { Site } from "./site.ts";

/** A part of a program that can be knocked out: a number or boolean that is no literal, or a statement that can go. */
export interface Unit {
  readonly site: Site;
  /** Syntax nodes. */
  readonly size: number;
  /** The smallest unit that it is a part of. */
  readonly around: Unit | undefined;
  /** The largest units in it. */
  readonly inside: readonly Unit[];
}

/** Units that are knocked out, and what stands in their place. */
export type Cuts = ReadonlyMap<Unit, Node>;

/** The units of a program, each before those in it. */
export function unitsOf(genome: Genome, signature: Signature): readonly Unit[] {
  const outline = outlineOf(syntaxOf(genome), signature);
  const sites = new Set([...outline.expressions.filter(isTelling), ...outline.statements.filter(isDeletable)]);
  const units = new Map<Site, Unit & { readonly inside: Unit[] }>();
  const unitOf = (site: Site): Unit => {
    const known = units.get(site);
    if (known !== undefined) return known;
    let outer = site.parent;
    while (outer !== undefined && !sites.has(outer)) outer = outer.parent;
    const around = outer && (unitOf(outer) as Unit & { readonly inside: Unit[] });
    const unit = { site, size: sizeOf(site.node), around, inside: [] };
    units.set(site, unit);
    around?.inside.push(unit);
    return unit;
  };
  for (const site of sites) unitOf(site);
  return [...units.values()];
}

/** What does nothing in the place of a unit: 0 or false, or 1 or true where those do something; no statement. */
function neutral({ site }: Unit, raised: boolean): Node {
  switch (site.type) {
    case "number":
      return constant(raised ? 1 : 0);
    case "boolean":
      return truth(raised);
    default:
      return block([]);
  }
}

/** Cuts with some more, all of them lowered (0, false) or raised (1, true). */
export function cutting(cuts: Cuts, units: readonly Unit[], raised = false): Cuts {
  return new Map([...cuts, ...units.map((unit) => [unit, neutral(unit, raised)] as const)]);
}

/** Whether a unit, or one around it, is knocked out. */
export function isCut(cuts: Cuts, unit: Unit): boolean {
  for (let at: Unit | undefined = unit; at !== undefined; at = at.around) if (cuts.has(at)) return true;
  return false;
}

/** The program with units knocked out; undefined where that is no program. */
export function knockedOut(genome: Genome, cuts: Cuts): Genome | undefined {
  const edits = new Map<Site, Node>();
  for (const [unit, node] of cuts) {
    if (unit.around === undefined || !isCut(cuts, unit.around)) edits.set(unit.site, node);
  }
  return edits.size === 0 ? genome : canonical(replacedAll(edits));
}

/** Literals are left alone: no other value is more neutral than theirs. */
function isTelling({ node }: Site): boolean {
  return node.type !== "Literal" && constantOf(node) === undefined;
}

/** A declaration stays, since its name is used elsewhere, and so does what the function ends with. */
function isDeletable({ node, tail }: Site): boolean {
  return !tail && node.type !== "VariableDeclaration";
}
