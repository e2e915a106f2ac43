import type { BehaviourMap } from "../capabilities/behaviour-map.ts";
import { count } from "../text/figures.ts";
import type { KindOfBehaviour } from "../view/behaviour-kinds.ts";
import { share } from "../view/capability-words.ts";
import { type Column, table } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** Prints the kinds of behaviour that there were, and what most of each have learnt. */
export function printKinds(
  terminal: Terminal,
  { variants, unstable }: BehaviourMap,
  kinds: readonly KindOfBehaviour[],
): void {
  const none = variants.filter(({ kind }) => kind === undefined).length;
  const found = kinds.length === 1 ? "1 kind" : `${kinds.length} kinds`;
  const dropped = unstable === 0 ? "" : `; ${unstable} more did not come back when variants were drawn again`;
  terminal.err(`${found} of behaviour, and ${count(none)} ${none === 1 ? "variant" : "variants"} of none${dropped}.\n`);
  if (kinds.length > 0) terminal.out(`\n${table(kinds, columns)}\n`);
}

const columns: readonly Column<KindOfBehaviour>[] = [
  { title: "kind", right: true, cell: ({ kind }) => String(kind) },
  { title: "variants", right: true, cell: ({ variants }) => count(variants) },
  { title: "since generation", right: true, cell: ({ since }) => count(since) },
  { title: "stability", right: true, cell: ({ stability }) => share(stability) },
  { title: "capabilities", right: true, cell: ({ capabilities }) => count(capabilities.length) },
  { title: "new ones", cell: ({ fresh }) => fresh.join(", ") },
];
