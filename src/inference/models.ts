import type { Genome } from "../genome/genome.ts";
import { neatKind } from "../genome/kinds/neat.ts";
import { networkGenome, networkKind, wholeNetwork } from "../genome/kinds/network.ts";
import { UserError } from "../std/errors.ts";
import { brainOf } from "./brains.ts";
import { printable } from "./graph/broken.ts";
import { checkModel } from "./graph/check.ts";
import { encodeModel } from "./graph/encode.ts";
import { modelFrom, type Model } from "./graph/graph.ts";
import { neatGraph } from "./neat-graph.ts";
import { networkGraph } from "./network-graph.ts";
import { stackIn } from "./stack.ts";

/** Where a model keeps the kind and the text of the genome that it was made of. */
const KIND = "lamarck.kind";
const GENOME = "lamarck.genome";

/**
 * A network as a model that stands alone, its weights inside: `observation` [N, inputs] to `action` [N, outputs], and
 * `memory` to `memory_next` [N, …] where it remembers (zeros at first). Its metadata hold the genome. Throws
 * `UserError` where the genome is no network.
 */
export function modelOf(genome: Genome): Model {
  const brain = brainOf(genome);
  const { kind, bytes } = genome.kind === "network" ? wholeNetwork(genome) : genome;
  return modelFrom(
    brain.kind === "network" ? networkGraph(brain.network) : neatGraph(brain.network),
    new Map([
      [KIND, kind],
      [GENOME, bytes],
    ]),
  );
}

/**
 * The network that a model is: the one in its metadata, to the bit, or, in a model from elsewhere, a plain stack of
 * layers. Throws `UserError` where it is neither, and where the metadata tell of another network than the graph.
 */
export function genomeIn(model: Model): Genome {
  checkModel(model);
  const kind = model.metadata.get(KIND);
  const text = model.metadata.get(GENOME);
  if (kind === undefined || text === undefined) return networkGenome(stackIn(model));
  const genome = kindOf(kind).parse(text);
  if (sameGraph(modelOf(genome), model)) return genome;
  throw new UserError(
    "no-network",
    "The model's graph is not that of the genome in its metadata",
    "Export the genome again.",
  );
}

function kindOf(name: string) {
  const kind = [networkKind, neatKind].find((each) => each.name === name);
  if (kind !== undefined) return kind;
  const message = printable(`The model says that it is a genome of the kind \`${name}\``);
  throw new UserError("no-network", message, `Expected \`network\` or \`neat\` as \`${KIND}\` in its metadata.`);
}

/** Whether two models compute the same in the same way, whatever else they say. */
function sameGraph(a: Model, b: Model): boolean {
  const bytes = ({ graph }: Model): Uint8Array => {
    const nodes = graph.nodes.map((node) => ({ ...node, name: "" }));
    return encodeModel(modelFrom({ ...graph, name: "", values: [], nodes }));
  };
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
