import { type Layer, layersOf, type Network } from "../genome/kinds/network/shape.ts";
import type { SeatNames } from "../scenario/seating.ts";
import { byChange, type GeneChange, type NetworkDifference, spreadText } from "./gene-change.ts";

/** How the weights of two networks of one shape differ, with at most so many changes. */
export function denseDifference(before: Network, after: Network, names: SeatNames, most: number): NetworkDifference {
  const { shape } = after;
  const layers = layersOf(shape);
  const differences = after.weights.map((weight, i) => weight - before.weights[i]!);
  const places = largest(differences, most);
  const title = [shape.inputs, ...shape.hidden, shape.outputs].join("-");
  const parts = layers.map(({ offset, units, inputs }, i) => {
    const own = differences.subarray(offset, offset + units * (inputs + 1));
    return `${i < shape.hidden.length ? `hidden ${i + 1}` : "outputs"}: ${spreadText(own, "weights")}`;
  });
  return {
    summary: [`network ${title}: ${spreadText(differences, "weights")}`, ...(layers.length > 1 ? parts : [])],
    changes: places
      .map((place): GeneChange => {
        const gene = geneName(layers, place, names);
        return { change: "changed", gene, before: before.weights[place]!, after: after.weights[place]! };
      })
      .toSorted(byChange),
    total: differences.reduce((total, difference) => total + (difference === 0 ? 0 : 1), 0),
  };
}

/** The places of the largest values other than 0, whatever their signs, largest first: at most so many. */
function largest(values: Float32Array, most: number): readonly number[] {
  const found: number[] = [];
  const sizeAt = (rank: number): number => Math.abs(values[found[rank]!]!);
  for (let place = 0; place < values.length; place++) {
    const size = Math.abs(values[place]!);
    if (size === 0 || (found.length === most && (most === 0 || size <= sizeAt(most - 1)))) continue;
    let [low, high] = [0, found.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sizeAt(middle) >= size) low = middle + 1;
      else high = middle;
    }
    found.splice(low, 0, place);
    if (found.length > most) found.pop();
  }
  return found;
}

function geneName(layers: readonly Layer[], place: number, names: SeatNames): string {
  const at = layers.findLastIndex(({ offset }) => offset <= place);
  const { offset, inputs, below } = layers[at]!;
  const unit = Math.floor((place - offset) / (inputs + 1));
  const input = (place - offset) % (inputs + 1);
  const unitName = (layer: number, index: number): string => {
    if (layer < 0) return names.inputs[index] ?? `in${index}`;
    return layer === layers.length - 1 ? (names.outputs[index] ?? `out${index}`) : `h${layer + 1}.${index}`;
  };
  const to = unitName(at, unit);
  if (input === inputs) return `bias of ${to}`;
  return input < below ? `${unitName(at - 1, input)} -> ${to}` : `${unitName(at, input - below)} before -> ${to}`;
}
