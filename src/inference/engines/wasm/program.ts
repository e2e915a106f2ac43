/** What the kernel runs for networks `B`: a function specialised to them, and data for each group of networks. */
export interface Program<B> {
  /** Equal for programs whose functions are equal. */
  readonly key: string;
  /** A module that takes `memory` from `host` and exports `run(inputs, outputs, data, memory)`, all addresses. */
  module(): Uint8Array<ArrayBuffer>;
  /** Bytes after the constants that the function may write to; nothing there lasts. */
  readonly scratch: number;
  /** The first columns of the tiles: one call of `run` computes one tile. */
  readonly starts: readonly number[];
  /** Networks that one call of `run` computes; the last group may have fewer. */
  readonly group: number;
  /** How many groups take a step before the first one takes its next. */
  readonly crew: number;
  /** Bytes of a group's data. */
  bytes(group: readonly B[]): number;
  /** Bytes that a group keeps from step to step, for each tile; 0 at first. */
  tileBytes(group: readonly B[]): number;
  /** Writes a group's data. */
  write(group: readonly B[], memory: ArrayBuffer, at: number): void;
}

/**
 * How columns are computed: tiles of at most so many vectors of four. The last tile or vector begins earlier where
 * columns are left over, so that all are whole: what is computed twice is the same twice. Fewer than four columns are
 * tiles of one.
 */
export function tilesOf(
  columns: number,
  vectorsMax: number,
): { readonly starts: readonly number[]; readonly offsets: readonly number[] } {
  if (columns < 4) return { starts: Array.from({ length: columns }, (_, column) => column), offsets: [0] };
  const width = Math.min(columns, 4 * vectorsMax);
  const spread = (whole: number, part: number): readonly number[] =>
    Array.from({ length: Math.ceil(whole / part) }, (_, i) => Math.min(i * part, whole - part));
  return { starts: spread(columns, width), offsets: spread(width, 4).map((column) => 4 * column) };
}
