import { categorical } from "../std/categorical.ts";
import { median, medianAbsoluteDeviation } from "../std/statistics.ts";
import type { Selection } from "./selection.ts";

/** How steep the sigmoid is, and the least spread that fitness is divided by. */
const steepness = 10;
const spreadMin = 1e-6;

/**
 * Fitter members and those with fewer children are likelier: the probability is in proportion to
 * `sigmoid(10 * (fitness - median) / MAD) / (1 + children)`. Source: weighted parent sampling of ShinkaEvolve
 * (Lange, Imajuku and Cetin, arXiv 2509.19349).
 */
export function weighted(): Selection {
  return {
    name: "weighted",
    prepare(members) {
      const fitness = members.map((member) => member.fitness);
      const middle = median(fitness);
      const spread = Math.max(medianAbsoluteDeviation(fitness), spreadMin);
      const choose = categorical(
        members.map((member) => sigmoid((steepness * (member.fitness - middle)) / spread) / (1 + member.children)),
      );
      return (random) => members[choose(random)]!;
    },
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
