import type { Genome } from "../genome/genome.ts";
import { neatOf } from "../genome/kinds/neat.ts";
import { networkOf } from "../genome/kinds/network.ts";
import { sameShape } from "../genome/kinds/network/shape.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { denseDifference } from "./dense-difference.ts";
import type { NetworkDifference } from "./gene-change.ts";
import { neatDifference } from "./neat-difference.ts";
import { shortSeatNames } from "./seat-names.ts";

/**
 * How two networks differ, gene by gene, with at most so many changes; undefined where they cannot be compared so:
 * programs, networks of two kinds, and networks of different shapes.
 */
export function networkDifference(
  before: Genome,
  after: Genome,
  scenario: Scenario,
  most: number,
): NetworkDifference | undefined {
  if (before.kind !== after.kind) return undefined;
  if (after.kind === "neat") return neatDifference(neatOf(before), neatOf(after), shortSeatNames(scenario), most);
  if (after.kind !== "network") return undefined;
  const [a, b] = [networkOf(before), networkOf(after)];
  return sameShape(a.shape, b.shape) ? denseDifference(a, b, shortSeatNames(scenario), most) : undefined;
}
