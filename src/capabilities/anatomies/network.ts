import { neatKind, neatOf } from "../../genome/kinds/neat.ts";
import { asNeat } from "../../genome/kinds/network/as-neat.ts";
import type { Neat } from "../../genome/kinds/network/neat.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { seatNamesOf } from "../../scenario/seating.ts";
import { dissectedNetwork, livingPart } from "../../variation/neat/dissection.ts";
import type { Anatomy } from "../anatomy.ts";
import { networkGrafting } from "./network-grafting.ts";
import { networkText } from "./network-text.ts";

/**
 * Networks of both kinds, those of a fixed topology as what computes the same with one that can change: units are hidden
 * nodes, connections and biases of outputs, sizes are hidden nodes and connections.
 */
export function networkAnatomy(scenario: Scenario): Anatomy {
  const names = seatNamesOf(scenario);
  return {
    searchMax: 600,
    dissected: (genome) => dissectedNetwork(asNeat(genome), genome),
    sizeOf: (genome) => neatKind.size(asNeat(genome)),
    simplified: () => undefined,
    textOf: (part, whole) => networkText(neatOf(asNeat(part)), neatOf(asNeat(whole)), names),
    inputsOf: (part) => readBy(neatOf(asNeat(part))).flatMap((id) => names.abouts[id] ?? []),
    readsInput: (genome) => readBy(livingPart(neatOf(asNeat(genome)))).length > 0,
    largestConstant: () => 0,
    graftingOf: networkGrafting,
  };
}

/** The inputs from which a connection leads on. */
function readBy({ inputs, connections }: Neat): readonly number[] {
  const sources = new Set(connections.map(({ from }) => from));
  return Array.from({ length: inputs }, (_, id) => id).filter((id) => sources.has(id));
}
