/** A passage of a text, and what is to stand in its place. */
export interface Edit {
  readonly search: string;
  readonly replace: string;
}

/** Lines from `from` to before `to` of the old text, and what became of them in the new one. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly freshFrom: number;
  readonly freshTo: number;
}

/** Beyond so many pairs of lines, texts are exchanged as a whole. */
const pairsMax = 1_000_000;
/** So many edits may an answer have. */
const editsMax = 20;

/**
 * Edits that make one text of another when they are applied in order: each one's search is whole lines, and stands in
 * the text exactly once. None where the texts are equal.
 */
export function editsBetween(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const old = before.split("\n");
  const fresh = after.split("\n");
  const whole = [{ search: before, replace: after }];
  if (old.length * fresh.length > pairsMax) return whole;
  const hunks = hunksBetween(old, fresh);
  const edits = hunks.map((hunk, i) => {
    const room = { from: hunks[i - 1]?.to ?? 0, to: hunks[i + 1]?.from ?? old.length };
    const { from, to, freshFrom, freshTo } = widened(hunk, room, old, before);
    return { search: old.slice(from, to).join("\n"), replace: fresh.slice(freshFrom, freshTo).join("\n") };
  });
  return edits.length <= editsMax && applied(before, edits) === after ? edits : whole;
}

/** How often a passage stands in a text; 2 stands for more as well. */
export function occurrences(text: string, passage: string): 0 | 1 | 2 {
  const first = text.indexOf(passage);
  return first < 0 ? 0 : text.indexOf(passage, first + 1) < 0 ? 1 : 2;
}

function applied(text: string, edits: readonly Edit[]): string | undefined {
  let result = text;
  for (const { search, replace } of edits) {
    if (search === "" || occurrences(result, search) !== 1) return undefined;
    result = result.replace(search, () => replace);
  }
  return result;
}

/** The hunk with equal lines around it, until it stands in the text only once, or there is no more room. */
function widened(hunk: Hunk, room: Pick<Hunk, "from" | "to">, old: readonly string[], text: string): Hunk {
  let { from, to, freshFrom, freshTo } = hunk;
  for (;;) {
    const search = old.slice(from, to).join("\n");
    const isFull = from === room.from && to === room.to;
    if (isFull || (search !== "" && occurrences(text, search) === 1)) return { from, to, freshFrom, freshTo };
    if (from > room.from) [from, freshFrom] = [from - 1, freshFrom - 1];
    if (to < room.to) [to, freshTo] = [to + 1, freshTo + 1];
  }
}

/** Where two lists of lines differ, by a longest common subsequence. */
function hunksBetween(old: readonly string[], fresh: readonly string[]): readonly Hunk[] {
  const width = fresh.length + 1;
  // common[i * width + j]: how many lines are common from line i of the old and j of the new text on.
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const at = i * width + j;
      common[at] = old[i] === fresh[j] ? common[at + width + 1]! + 1 : Math.max(common[at + width]!, common[at + 1]!);
    }
  }
  const hunks: Hunk[] = [];
  for (let i = 0, j = 0; i < old.length || j < fresh.length;) {
    const [from, freshFrom] = [i, j];
    while (i < old.length || j < fresh.length) {
      if (i < old.length && j < fresh.length && old[i] === fresh[j]) break;
      const isGone =
        i < old.length && (j === fresh.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!);
      if (isGone) i++;
      else j++;
    }
    if (i > from || j > freshFrom) hunks.push({ from, to: i, freshFrom, freshTo: j });
    else [i, j] = [i + 1, j + 1];
  }
  return hunks;
}
