import type { Genome } from "../../genome/genome.ts";
import { neatGenome, neatOf } from "../../genome/kinds/neat.ts";
import { asNeat } from "../../genome/kinds/network/as-neat.ts";
import type { Random } from "../../std/random.ts";
import { cutting } from "../../variation/dissection.ts";
import { dissectedNetwork, livingPart } from "../../variation/neat/dissection.ts";
import { connectionOf } from "../../variation/neat/structure.ts";
import { graftedNetwork } from "../../variation/neat/graft.ts";
import { type Grafting, shamsEach } from "../anatomy.ts";

/** In how many ways a stranger takes a part in: beside all of it, then beside what is left without a random half of it. */
const bedsMax = 8;

/** Puts a part of a network into others, with its weights, beside what they have. */
export function networkGrafting(part: Genome): Grafting {
  return {
    into(host, random) {
      const stem = living(host);
      const beds = Array.from({ length: bedsMax }, (_, i) =>
        i === 0 ? stem : halved(stem, random.beds.fork("half", i)),
      );
      const shams = Array.from({ length: shamsEach }, (_, i) => rewired(part, random.shams.fork(i)));
      const parts = [part, ...shams];
      const made = beds.map((bed) => parts.map((one) => graftedNetwork(bed, one)));
      const fair = made.filter((ways) => ways.every((way) => way !== undefined));
      return parts.map((_, i) => fair.map((ways) => ways[i]!));
    },
  };
}

/** What of a network leads to its outputs. */
function living(genome: Genome): Genome {
  return neatGenome(livingPart(neatOf(asNeat(genome))));
}

/** A network without a random half of its largest units. */
function halved(genome: Genome, random: Random): Genome {
  const { units, knockedOut } = dissectedNetwork(genome);
  const largest = units.filter(({ around }) => around === undefined);
  return knockedOut(cutting(new Map(), random.shuffle(largest).slice(0, Math.floor(largest.length / 2))))!;
}

/**
 * The part wired at random: its inputs and its outputs change places, and its weights do among each other and may change
 * their signs, as its biases do. So it is exactly as large and as loud.
 */
function rewired(part: Genome, random: Random): Genome {
  const network = neatOf(part);
  const { inputs, outputs, nodes, connections } = network;
  const ends = (first: number, count: number) => random.shuffle(Array.from({ length: count }, (_, i) => first + i));
  const places = [...ends(0, inputs), ...ends(inputs, outputs)];
  const placed = (id: number): number => places[id] ?? id;
  const turned = (value: number): number => (random.chance(0.5) ? value : -value);
  const weights = random.shuffle(connections.map(({ weight }) => weight));
  const biases = random.shuffle(nodes.map(({ bias }) => bias));
  return neatGenome({
    ...network,
    nodes: nodes.map((node, i) => ({ ...node, id: placed(node.id), bias: turned(biases[i]!) })),
    connections: connections.map(({ from, to, delayed }, i) =>
      connectionOf(placed(from), placed(to), delayed, turned(weights[i]!)),
    ),
  });
}
