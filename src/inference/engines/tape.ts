import type { Neat } from "../../genome/kinds/network/neat.ts";
import type { Activation } from "../../genome/kinds/network/shape.ts";
import { assert } from "../../std/errors.ts";

/** An evolved topology made ready to be computed: values live in slots, the inputs first, then the nodes in order. */
export interface Tape {
  readonly slots: number;
  readonly nodes: readonly TapeNode[];
  /** The slot of each output. */
  readonly outputs: readonly number[];
  /** Whether any link carries the value of the step before. */
  readonly delayed: boolean;
}

export interface TapeNode {
  readonly activation: Activation;
  readonly bias: number;
  /** In the order in which their products are added. */
  readonly links: readonly TapeLink[];
}

export interface TapeLink {
  readonly from: number;
  readonly weight: number;
  readonly delayed: boolean;
}

/** The tape of a network; connections that are not enabled are left out. */
export function tapeOf({ inputs, outputs, nodes, connections }: Neat): Tape {
  const slots = new Map<number, number>();
  for (let id = 0; id < inputs; id++) slots.set(id, id);
  for (const [place, { id }] of nodes.entries()) slots.set(id, inputs + place);
  const slotOf = (id: number): number => {
    const slot = slots.get(id);
    assert(slot !== undefined, `a network has the node ${id} that it names`);
    return slot;
  };
  const links: TapeLink[][] = nodes.map(() => []);
  for (const { from, to, weight, enabled, delayed } of connections) {
    if (!enabled) continue;
    const [source, target] = [slotOf(from), slotOf(to)];
    assert(target >= inputs, `no connection leads into the input ${to}`);
    assert(delayed || source < target, `the node ${from} is computed before ${to}, which needs it`);
    links[target - inputs]!.push({ from: source, weight, delayed });
  }
  return {
    slots: inputs + nodes.length,
    nodes: nodes.map(({ activation, bias }, place) => ({ activation, bias, links: links[place]! })),
    outputs: Array.from({ length: outputs }, (_, output) => slotOf(inputs + output)),
    delayed: links.some((own) => own.some(({ delayed }) => delayed)),
  };
}
