import { UserError } from "../std/errors.ts";
import type { Brain } from "./engines/engine.ts";
import { checkModel } from "./graph/check.ts";
import { encodeModel } from "./graph/encode.ts";
import { modelFrom, type Model } from "./graph/graph.ts";
import { neatGraph } from "./neat-graph.ts";
import { networkGraph } from "./network-graph.ts";
import { stackIn } from "./stack.ts";

/** The canonical text of networks. */
export interface BrainText {
  write(brain: Brain): string;
  /** Throws `UserError` where the text is not of this kind. */
  read(kind: Brain["kind"], text: string): Brain;
}

/** Where a model keeps the kind and the text of the genome that it was made of. */
const KIND = "lamarck.kind";
const GENOME = "lamarck.genome";

/**
 * A network as a model that stands alone, its weights inside: `observation` [N, inputs] to `action` [N, outputs], and
 * `memory` to `memory_next` [N, …] where it remembers (zeros at first). Its metadata hold the genome.
 */
export function modelOf(brain: Brain, text: BrainText): Model {
  return modelFrom(
    brain.kind === "network" ? networkGraph(brain.network) : neatGraph(brain.network),
    new Map([
      [KIND, brain.kind],
      [GENOME, text.write(brain)],
    ]),
  );
}

/**
 * The network that a model is: the one in its metadata, to the bit, or, in a model from elsewhere, a plain stack of
 * layers. Throws `UserError` where it is neither, and where the metadata tell of another network than the graph.
 */
export function brainIn(model: Model, text: BrainText): Brain {
  checkModel(model);
  const kind = model.metadata.get(KIND);
  const genome = model.metadata.get(GENOME);
  if (kind === undefined || genome === undefined) return { kind: "network", network: stackIn(model) };
  if (kind !== "network" && kind !== "neat")
    throw new UserError("no-network", `The model's \`${KIND}\` is \`${kind}\``, "Expected `network` or `neat`.");
  const brain = text.read(kind, genome);
  if (sameGraph(modelOf(brain, text), model)) return brain;
  throw new UserError(
    "no-network",
    `The model's graph is not that of the genome in its metadata`,
    `Take \`${GENOME}\` out of its metadata to have its weights, or export the genome again.`,
  );
}

/** Whether two models compute the same in the same way, whatever else they say. */
function sameGraph(a: Model, b: Model): boolean {
  const bytes = ({ graph }: Model): Uint8Array =>
    encodeModel(
      modelFrom({ ...graph, name: "", values: [], nodes: graph.nodes.map((node) => ({ ...node, name: "" })) }),
    );
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
