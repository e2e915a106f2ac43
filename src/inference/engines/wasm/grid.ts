import type { Layer } from "../../../genome/kinds/network/shape.ts";

/** Registers for sums: as many as leave room for what is multiplied, which is one value, or several with each weight. */
export const sumsMax = 12;
const sumsOfSeveralMax = 8;

/** How values and weights are spread over vectors. */
export interface Grid {
  readonly columns: number;
  readonly lanes: "units" | "networks" | "columns";
  /** Where the columns of a value's vectors begin, in bytes from the first column of a tile. */
  readonly offsets: readonly number[];
  /** Bytes that the value of one unit takes in a buffer. */
  readonly cell: number;
  /** Units of a vector. */
  readonly unitsInVector: 1 | 4;
  /** Vectors of units in a block at most. */
  readonly vectors: number;
  /** Bytes that a unit's weight takes. */
  readonly weight: number;
}

/** The grid for so many columns in tiles of these offsets; `together` where there is a network to each lane if columns are few. */
export function gridOf(columns: number, tile: readonly number[], together: boolean): Grid {
  if (columns < 4 && !together) {
    return { columns, lanes: "units", offsets: [0], cell: 4, unitsInVector: 4, vectors: sumsMax, weight: 4 };
  }
  const lanes = columns < 4 ? "networks" : "columns";
  const offsets = columns < 4 ? Array.from({ length: columns }, (_, column) => 4 * column) : tile;
  const values = offsets.length;
  const vectors = values === 1 ? sumsMax : Math.floor(sumsOfSeveralMax / values);
  return { columns, lanes, offsets, cell: 16 * values, unitsInVector: 1, vectors, weight: columns < 4 ? 16 : 4 };
}

/** Units of a layer in whole vectors. */
export function paddedOf({ units }: Layer, { unitsInVector }: Grid): number {
  return unitsInVector * Math.ceil(units / unitsInVector);
}

/** Units of a layer's blocks, all about as large, since sums of a small one would wait for each other; the last has the rest. */
export function blockUnits(layer: Layer, grid: Grid): number {
  const vectors = paddedOf(layer, grid) / grid.unitsInVector;
  return grid.unitsInVector * Math.ceil(vectors / Math.ceil(vectors / grid.vectors));
}

/** Bytes that layers keep from step to step. */
export function rememberedBytes(layers: readonly Layer[], grid: Grid): number {
  return layers.reduce((sum, layer) => sum + (layer.own > 0 ? paddedOf(layer, grid) * grid.cell : 0), 0);
}

/**
 * Which weight lies where in a network's data, -1 for none. Block by block: the biases, then value by value the weights
 * of the block's units.
 */
export function orderOf(layers: readonly Layer[], grid: Grid): Int32Array {
  const order: number[] = [];
  for (const layer of layers) {
    const seen = layer.below + layer.own;
    const padded = paddedOf(layer, grid);
    const block = blockUnits(layer, grid);
    for (let first = 0; first < padded; first += block) {
      const end = Math.min(padded, first + block);
      for (let row = -1; row < seen; row++) {
        const from = layer.offset + (row < 0 ? seen : row);
        for (let unit = first; unit < end; unit++) order.push(unit < layer.units ? from + unit * (seen + 1) : -1);
      }
    }
  }
  return Int32Array.from(order);
}

/** Writes the weights of a group, which lie beside each other number by number, into memory that is 0. */
export function pack(order: Int32Array, group: readonly Float32Array[], into: Float32Array): void {
  const lanes = into.length / order.length;
  for (const [lane, weights] of group.entries()) {
    for (let i = 0; i < order.length; i++) if (order[i]! >= 0) into[i * lanes + lane] = weights[order[i]!]!;
  }
}
