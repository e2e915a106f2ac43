import type { Random } from "../std/random.ts";
import type { Field } from "./field.ts";

const witnessesMax = 400;
const tokensInAllMax = 60_000;

/** Different traces of early and late variants; where there are too many, some of each lineage, taken in turn. */
export function witnessesOf({ everyone, behaviours, change }: Field, random: Random): readonly Uint16Array[] {
  const lineages = new Map<number, Set<number>>();
  for (const place of change.units) {
    const { root } = everyone[place]!;
    const rows = lineages.get(root) ?? new Set();
    lineages.set(root, rows);
    for (const row of behaviours.cases[behaviours.of[place]!]!) rows.add(row);
  }
  const inTurn = [...lineages]
    .flatMap(([lineage, rows]) =>
      random
        .fork(lineage)
        .shuffle([...rows])
        .map((row, turn) => ({ row, turn })),
    )
    .toSorted((a, b) => a.turn - b.turn);
  const chosen: Uint16Array[] = [];
  let room = tokensInAllMax;
  for (const row of new Set(inTurn.map((one) => one.row))) {
    const tokens = behaviours.traces[row]!;
    room -= tokens.length;
    if (chosen.length === witnessesMax || room < 0) break;
    chosen.push(tokens);
  }
  return chosen;
}
