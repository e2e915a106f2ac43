import type { Node } from "estree";
import { constant, constantOf } from "../../genome/kinds/program/nodes.ts";
import type { Random } from "../../std/random.ts";
import { movedConstant, roundedConstant, roundsMax } from "../constants.ts";
import { replaced, replacedAll } from "../edit.ts";
import type { Operator } from "../operator.ts";
import { mutation } from "../program-operator.ts";
import type { Site } from "../site.ts";

/** Moves one constant, index or loop count by a normal step. */
export const constantPerturbation: Operator = mutation(
  { name: "constant-perturbation", about: "a normal step moves one constant" },
  (parent, { primitives }, random) => {
    const sites = [...parent.constants, ...parent.indexes.filter(({ node }) => constantOf(node) !== undefined)];
    if (sites.length === 0) return undefined;
    const site = random.pick(sites);
    const node = site.type === "number" ? movedConstant(site.node, 0.3, primitives, random) : stepped(site, random);
    return node && replaced(site, node);
  },
);

/**
 * One step of a search over the constants alone: one to three of them move at once, all by the same scale between a
 * hundred-thousandth of their size and three times it; now and then one is rounded instead.
 */
export const constantTuning: Operator = mutation(
  { name: "constant-tuning", about: "steps of one random scale move up to three constants" },
  (parent, { primitives }, random) => {
    if (parent.constants.length === 0) return undefined;
    const step = 10 ** (-5 + 5.5 * random.next());
    const rounds = !primitives.constants.integers && random.chance(0.1);
    const edits = new Map<Site, Node>();
    for (let count = rounds ? 1 : 1 + random.int(3); count > 0; count--) {
      const site = random.pick(parent.constants);
      const node = rounds ? roundedConstant(site.node, random) : movedConstant(site.node, step, primitives, random);
      if (node !== undefined) edits.set(site, node);
    }
    return edits.size === 0 ? undefined : replacedAll(edits);
  },
);

/** An index or a loop count, one to a few steps up or down. */
function stepped(site: Site, random: Random): Node | undefined {
  const value = constantOf(site.node)!;
  const [least, most, reach] = site.type === "index" ? [0, Number.MAX_SAFE_INTEGER, 2] : [1, roundsMax, 8];
  const shift = (1 + random.int(reach)) * (random.chance(0.5) ? 1 : -1);
  return constant(Math.min(most, Math.max(least, Math.trunc(value) + shift)));
}
