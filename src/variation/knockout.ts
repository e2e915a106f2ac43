import type { Node } from "estree";
import type { Genome } from "../genome/genome.ts";
import { placesOf, syntaxOf } from "../genome/kinds/program.ts";
import { sizeOf } from "../genome/kinds/program/measure.ts";
import { block, constant, constantOf, truth } from "../genome/kinds/program/nodes.ts";
import type { Signature } from "../scenario/scenario.ts";
import { type Cuts, type Dissection, isCut, type Unit } from "./dissection.ts";
import { replacedAll } from "./edit.ts";
import { outlineOf } from "./outline.ts";
import { canonical } from "./simplify.ts";
import type { Site } from "./site.ts";

/**
 * A program taken apart: its units are numbers and booleans that are no literals, and statements that can go. Their sizes
 * are syntax nodes.
 */
export function dissectedProgram(genome: Genome, signature: Signature): Dissection {
  const sites = sitesOf(genome, signature);
  return {
    units: [...sites.keys()],
    knockedOut: (cuts) => knockedOut(genome, sites, cuts),
    placesOf: (units) => placesOf(genome, new Set(units.map((unit) => sites.get(unit)!.node))),
  };
}

/** The units of a program, each before those in it, and where they are. */
function sitesOf(genome: Genome, signature: Signature): ReadonlyMap<Unit, Site> {
  const outline = outlineOf(syntaxOf(genome), signature);
  const sites = new Set([...outline.expressions.filter(isTelling), ...outline.statements.filter(isDeletable)]);
  const units = new Map<Site, Unit & { readonly inside: Unit[] }>();
  const unitOf = (site: Site): Unit => {
    const known = units.get(site);
    if (known !== undefined) return known;
    let outer = site.parent;
    while (outer !== undefined && !sites.has(outer)) outer = outer.parent;
    const around = outer && (unitOf(outer) as Unit & { readonly inside: Unit[] });
    const unit = { size: sizeOf(site.node), around, inside: [], isRaisable: isExpression(site) };
    units.set(site, unit);
    around?.inside.push(unit);
    return unit;
  };
  for (const site of sites) unitOf(site);
  return new Map([...units].map(([site, unit]) => [unit, site]));
}

/** What does nothing in the place of a unit: 0 or false, or 1 or true where those do something; no statement. */
function neutral({ type }: Site, raised: boolean): Node {
  switch (type) {
    case "number":
      return constant(raised ? 1 : 0);
    case "boolean":
      return truth(raised);
    default:
      return block([]);
  }
}

function knockedOut(genome: Genome, sites: ReadonlyMap<Unit, Site>, cuts: Cuts): Genome | undefined {
  const edits = new Map<Site, Node>();
  for (const [unit, raised] of cuts) {
    const site = sites.get(unit)!;
    if (unit.around === undefined || !isCut(cuts, unit.around)) edits.set(site, neutral(site, raised));
  }
  return edits.size === 0 ? genome : canonical(replacedAll(edits));
}

function isExpression({ type }: Site): boolean {
  return type !== "statement";
}

/** Literals are left alone: no other value is more neutral than theirs. */
function isTelling({ node }: Site): boolean {
  return node.type !== "Literal" && constantOf(node) === undefined;
}

/** A declaration stays, since its name is used elsewhere, and so does what the function ends with. */
function isDeletable({ node, tail }: Site): boolean {
  return !tail && node.type !== "VariableDeclaration";
}
