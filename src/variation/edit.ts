import type { Node, Program, Statement } from "estree";
import { namesIn } from "../genome/kinds/program/nodes.ts";
import type { Place, Site } from "./site.ts";

/** A copy of the tree that has `node` at the site and shares everything beside the path to it. */
export function replaced(site: Place, node: Node): Program {
  return rebuilt(site, node, undefined) as Program;
}

/** Like `replaced`, for a subtree: the copy of what stands at `top`, a site above this one. */
function rebuilt(site: Place, node: Node, top: Place | undefined): Node {
  let made = node;
  for (let at: Place = site; at !== top && at.parent !== undefined; at = at.parent) {
    const copy: Record<string, unknown> = { ...at.parent.node };
    if (at.position < 0) copy[at.key] = made;
    else {
      const list = (copy[at.key] as Node[]).slice();
      list[at.position] = made;
      copy[at.key] = list;
    }
    made = copy as unknown as Node;
  }
  return made;
}

/** A copy of the tree with several sites exchanged, none of them inside another. */
export function replacedAll(edits: ReadonlyMap<Site, Node>): Program {
  // A node above two of the sites is copied once and takes both changes.
  const copies = new Map<Site, Record<string, unknown>>();
  let root: Node | undefined;
  for (const [site, node] of edits) {
    let made: Node = node;
    for (let at: Site = site; at.parent !== undefined; at = at.parent) {
      const known = copies.get(at.parent);
      const copy = known ?? { ...at.parent.node };
      if (known === undefined) copies.set(at.parent, copy);
      if (at.position < 0) copy[at.key] = made;
      else copy[at.key] = (copy[at.key] as Node[]).with(at.position, made);
      made = copy as unknown as Node;
      root = made;
    }
  }
  return root as Program;
}

/** The nearest statement around a site that stands in a block, or undefined outside the agent's function. */
export function enclosingStatement(site: Site): Site | undefined {
  for (let at: Site | undefined = site; at !== undefined; at = at.parent) {
    if (at.parent?.type === "block") return at;
  }
  return undefined;
}

/** A copy of the tree in which these statements stand for the one at the site, or for so many of them from there on. */
export function spliced(statement: Place, statements: readonly Statement[], count = 1): Program {
  const { key, position } = statement;
  const parent = statement.parent!;
  const list = (parent.node as unknown as Record<string, Node[]>)[key]!;
  return replaced(parent, { ...parent.node, [key]: list.toSpliced(position, count, ...statements) });
}

/** A copy of the tree with statements before the one around `site`, and `node` at the site itself. */
export function introduced(site: Site, statements: readonly Statement[], node: Node): Program | undefined {
  const statement = enclosingStatement(site);
  if (statement === undefined) return undefined;
  return spliced(statement, [...statements, rebuilt(site, node, statement) as Statement]);
}

const localNames = ["a", "b", "c", "d", "e", "f", "g", "h"];
const counterNames = ["i", "j", "k", "l", "m", "n"];

/** A name that is written nowhere in the tree. */
export function freshName(tree: Program, role: "local" | "counter" | "sum"): string {
  const taken = namesIn(tree);
  const names = role === "local" ? localNames : role === "counter" ? counterNames : ["sum", "total"];
  for (let round = 1; ; round++) {
    for (const name of names) {
      const candidate = round === 1 ? name : name + String(round);
      if (!taken.has(candidate)) return candidate;
    }
  }
}
