import type { Neat } from "../../genome/kinds/network/neat.ts";
import type { Network } from "../../genome/kinds/network/shape.ts";
import { activate } from "../activation.ts";
import { assertAlike, portsOf } from "./brains.ts";
import type { Brain, Engine, Policy } from "./engine.ts";
import { type Layer, layersOf, rememberedOf } from "../../genome/kinds/network/shape.ts";
import { tapeOf } from "./tape.ts";

const single = Math.fround;

/** Loops as the definition of networks has them: slow, right on any machine, and the reference for other engines. */
export function createPlainEngine(): Engine {
  return {
    name: "plain",
    load: (brains, columns) => Promise.resolve(policyOf(brains, columns)),
    close: () => Promise.resolve(),
  };
}

function policyOf(brains: readonly Brain[], columns: number): Policy {
  assertAlike(brains, columns);
  const ports = portsOf(brains[0]!);
  const inputs = new Float32Array(brains.length * ports.inputs * columns);
  const outputs = new Float32Array(brains.length * ports.outputs * columns);
  // What remembers is one column of one network.
  const cells = brains.map((brain) => Array.from({ length: columns }, () => cellOf(brain)));
  return {
    inputs,
    outputs,
    group: 1,
    forward(group) {
      for (const [column, cell] of cells[group]!.entries()) {
        const from = group * ports.inputs * columns + column;
        for (let i = 0; i < ports.inputs; i++) cell.inputs[i] = inputs[from + i * columns]!;
        const answer = cell.step();
        const to = group * ports.outputs * columns + column;
        for (let i = 0; i < ports.outputs; i++) outputs[to + i * columns] = answer[i]!;
      }
    },
    reset() {
      for (const cell of cells.flat()) cell.forget();
    },
    free: () => undefined,
  };
}

interface Cell {
  readonly inputs: Float32Array;
  step(): Float32Array;
  forget(): void;
}

function cellOf(brain: Brain): Cell {
  return brain.kind === "network" ? networkCell(brain.network) : neatCell(brain.network);
}

function networkCell({ shape, weights }: Network): Cell {
  const memory = new Float32Array(rememberedOf(shape));
  const inputs = new Float32Array(shape.inputs);
  let below = inputs;
  const layers = layersOf(shape).map((layer) => {
    const own = memory.subarray(layer.remembered, layer.remembered + layer.own);
    const values = new Float32Array(layer.units);
    const seen = [below, own];
    below = values;
    return { layer, own, values, seen };
  });
  return {
    inputs,
    step() {
      for (const { layer, own, values, seen } of layers) {
        for (let unit = 0; unit < layer.units; unit++) {
          values[unit] = activate(layer.activation, sumOf(layer, unit, weights, seen));
        }
        if (layer.own > 0) own.set(values);
      }
      return below;
    },
    forget: () => void memory.fill(0),
  };
}

/** The weighted sum of a unit over what it sees, one rounded product and one rounded sum after the other. */
function sumOf(layer: Layer, unit: number, weights: Float32Array, seen: readonly Float32Array[]): number {
  const width = layer.below + layer.own;
  let at = layer.offset + unit * (width + 1);
  let sum = weights[at + width]!;
  for (const values of seen) {
    for (let i = 0; i < values.length; i++) sum = single(sum + single(values[i]! * weights[at++]!));
  }
  return sum;
}

function neatCell(network: Neat): Cell {
  const { slots, nodes, outputs } = tapeOf(network);
  const inputs = new Float32Array(network.inputs);
  const values = new Float32Array(slots);
  const before = new Float32Array(slots);
  const answer = new Float32Array(outputs.length);
  return {
    inputs,
    step() {
      before.set(values);
      values.set(inputs);
      for (const [place, { activation, bias, links }] of nodes.entries()) {
        let sum = single(bias);
        for (const { from, weight, delayed } of links) {
          const value = delayed ? before[from]! : values[from]!;
          sum = single(sum + single(value * single(weight)));
        }
        values[network.inputs + place] = activate(activation, sum);
      }
      for (const [output, slot] of outputs.entries()) answer[output] = values[slot]!;
      return answer;
    },
    forget: () => void values.fill(0),
  };
}
