import type { Capability } from "../capabilities/capability.ts";
import { effectText, inStanding, share } from "../view/capability-words.ts";
import { printRows } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** Prints so many capabilities as an envelope or as a table, those that have come furthest first. */
export function printCapabilities(
  terminal: Terminal,
  { isJson, limit = Infinity }: { readonly isJson: boolean; readonly limit?: number },
  capabilities: readonly Capability[],
): void {
  const rows = inStanding(capabilities).slice(0, limit).map(rowOf);
  printRows(terminal, { command: "capabilities", json: isJson, total: capabilities.length }, rows, [
    { title: "id", cell: ({ id }) => id },
    { title: "name", cell: ({ name }) => name },
    { title: "class", cell: (row) => row.class },
    { title: "status", cell: ({ status }) => status },
    { title: "scenario", cell: ({ scenario }) => scenario },
    { title: "lineages", right: true, cell: ({ lineages }) => String(lineages) },
    { title: "novelty", right: true, cell: ({ novelty }) => share(novelty) },
    { title: "score, without", right: true, cell: ({ score }) => effectText({ score }) },
  ]);
}

function rowOf({ id, name, class: sort, status, scenario, support, ablation, behaviour }: Capability) {
  const { lineages } = support;
  return {
    id,
    name,
    class: sort,
    status,
    scenario: scenario.path,
    lineages,
    score: ablation.score,
    novelty: behaviour?.novelty,
  };
}
