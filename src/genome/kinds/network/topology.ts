import { innovationOf } from "./innovation.ts";
import type { Activation } from "./shape.ts";

/** All of a network but its numbers and which connections are enabled; most children have that of a parent. */
export interface Topology extends Wiring {
  /** The historical markings of the nodes (their ids), then of the connections. */
  readonly markings: readonly number[];
  /** A hash table of markings: the place of one in `markings`, counted from 1, is found from its lowest bits on. */
  readonly slots: Uint8Array | Uint16Array;
  /** What a genome's canonical text begins with; equal for equal topologies. */
  readonly text: string;
}

/** Nodes and connections; those of a topology are in canonical order. */
export interface Wiring {
  readonly inputs: number;
  readonly outputs: number;
  readonly nodes: readonly NodeGene[];
  readonly connections: readonly Link[];
  /** Where each connection comes from: an input, or `inputs` and a place in `nodes`. */
  readonly sources: readonly number[];
  /** Where each connection leads to, a place in `nodes`. */
  readonly targets: readonly number[];
}

/** A node without its bias. */
export interface NodeGene {
  readonly id: number;
  readonly activation: Activation;
  /** As canonical texts have it. */
  readonly text: string;
}

/** A connection without what differs from one network to the next. */
export interface Link {
  /** The historical marking. */
  readonly innovation: number;
  readonly from: number;
  readonly to: number;
  readonly delayed: boolean;
  /** As canonical texts have it. */
  readonly text: string;
}

/** The gene of a node. */
export function nodeGene(id: number, activation: Activation): NodeGene {
  return { id, activation, text: `[${id},"${activation}"]` };
}

/** The gene of a connection between nodes with these ids. */
export function linkOf(from: number, to: number, delayed: boolean): Link {
  const text = `[${from},${to}${delayed ? ',"delayed"' : ""}]`;
  return { innovation: innovationOf(from, to, delayed), from, to, delayed, text };
}

/** The topology of a wiring in canonical order. */
export function topologyOf({ inputs, outputs, nodes, connections, sources, targets }: Wiring): Topology {
  const markings: number[] = [];
  const nodeTexts: string[] = [];
  const linkTexts: string[] = [];
  for (const { id, text } of nodes) {
    markings.push(id);
    nodeTexts.push(text);
  }
  for (const { innovation, text } of connections) {
    markings.push(innovation);
    linkTexts.push(text);
  }
  return {
    inputs,
    outputs,
    nodes,
    connections,
    sources,
    targets,
    markings,
    slots: slotsOf(markings),
    text: `{"inputs":${inputs},"outputs":${outputs},"nodes":[${nodeTexts.join()}],"connections":[${linkTexts.join()}]`,
  };
}

/** The place of a marking in `markings`, -1 for one that is not there; it is looked for at the guess first. */
export function placeOf({ markings, slots }: Topology, marking: number, guess: number): number {
  if (guess < markings.length && markings[guess] === marking) return guess;
  const mask = slots.length - 1;
  for (let slot = marking & mask; ; slot = (slot + 1) & mask) {
    const place = slots[slot]! - 1;
    if (place < 0 || markings[place] === marking) return place;
  }
}

/** At most half of the slots are taken, so that a marking that is not there soon meets an empty one. */
function slotsOf(markings: readonly number[]): Uint8Array | Uint16Array {
  const count = 2 << (32 - Math.clz32(markings.length));
  const mask = count - 1;
  const slots = markings.length < 0x100 ? new Uint8Array(count) : new Uint16Array(count);
  for (let place = 0; place < markings.length; place++) {
    let slot = markings[place]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = place + 1;
  }
  return slots;
}
