/** Rows of tokens, laid out so that a pattern grows in 32 places at a time. */
export interface Rows {
  readonly count: number;
  /** Where each row's words begin; one more than there are rows. */
  readonly starts: Int32Array;
  /** By token, the places where it is, a bit each. */
  readonly places: readonly Int32Array[];
}

/** Lays rows of tokens out; tokens are below `alphabet`. */
export function rowsOf(traces: readonly Uint16Array[], alphabet: number): Rows {
  const starts = new Int32Array(traces.length + 1);
  for (const [row, { length }] of traces.entries()) starts[row + 1] = starts[row]! + ((length + 31) >> 5);
  const places = Array.from({ length: alphabet }, () => new Int32Array(starts[traces.length]!));
  for (const [row, tokens] of traces.entries()) {
    const start = starts[row]!;
    for (let at = 0; at < tokens.length; at++) places[tokens[at]!]![start + (at >> 5)]! |= 1 << (at & 31);
  }
  return { count: traces.length, starts, places };
}

/** What is grown, and who decides how far. */
export interface Growth<Node> {
  readonly rows: Rows;
  /** The most tokens of others between two tokens, from 0 to 2. */
  readonly gap: number;
  /** The most tokens of a pattern. */
  readonly lengthMax: number;
  /** The empty pattern. */
  readonly root: Node;
  /** A pattern with one token more; undefined where it is not to be tried. */
  next(node: Node, token: number): Node | undefined;
  /** Hears of a tried pattern and the rows that contain it, in order; gives those to grow it in (it may reuse the list). */
  visit(node: Node, rows: Int32Array): Int32Array;
}

/**
 * Grows patterns token by token, depth first and in the order of the tokens. The places where a pattern can end are bits,
 * and those of the next token are found by shifting them (SPAM: Ayres et al., KDD 2002, with limited gaps).
 */
export function grow<Node>(growth: Growth<Node>): void {
  const { rows, gap, lengthMax, root, next, visit } = growth;
  const words = rows.starts[rows.count]!;
  const ends = Array.from({ length: lengthMax }, () => new Int32Array(words));
  const found = Array.from({ length: lengthMax }, () => new Int32Array(rows.count));

  function deepen(depth: number, node: Node, within: Int32Array): void {
    for (let token = 0; token < rows.places.length; token++) {
      const longer = next(node, token);
      if (longer === undefined) continue;
      const before = depth === 0 ? undefined : ends[depth - 1]!;
      const count = endsOf({ rows, gap, before, at: rows.places[token]!, ends: ends[depth]! }, within, found[depth]!);
      const on = visit(longer, found[depth]!.subarray(0, count));
      if (on.length > 0 && depth + 1 < lengthMax) deepen(depth + 1, longer, on);
    }
  }

  deepen(
    0,
    root,
    Int32Array.from({ length: rows.count }, (_, row) => row),
  );
}

interface Step {
  readonly rows: Rows;
  readonly gap: number;
  /** Where the pattern without its last token can end; absent where that is nothing. */
  readonly before: Int32Array | undefined;
  /** Where the last token is. */
  readonly at: Int32Array;
  /** Where the pattern can end, to be filled in. */
  readonly ends: Int32Array;
}

/** Finds where a pattern ends in some rows; lists those that contain it, and returns how many. */
function endsOf({ rows: { starts }, gap, before, at, ends }: Step, within: Int32Array, found: Int32Array): number {
  let count = 0;
  for (let i = 0; i < within.length; i++) {
    const row = within[i]!;
    const start = starts[row]!;
    const stop = starts[row + 1]!;
    let any = 0;
    let carried = 0;
    for (let word = start; word < stop; word++) {
      let here = at[word]!;
      if (before !== undefined) {
        const last = before[word]!;
        here &= reach(last, carried, gap);
        carried = last;
      }
      ends[word] = here;
      any |= here;
    }
    if (any !== 0) found[count++] = row;
  }
  return count;
}

/** The places one to `gap + 1` after those of a word and the word before it. */
function reach(word: number, before: number, gap: number): number {
  let places = (word << 1) | (before >>> 31);
  if (gap > 0) places |= (word << 2) | (before >>> 30);
  if (gap > 1) places |= (word << 3) | (before >>> 29);
  return places;
}
