import type { Capability } from "../capabilities/capability.ts";
import { effectText } from "../view/capability-words.ts";
import { printRows } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** Prints capabilities as an envelope or as a table; `total` counts those that there are. */
export function printCapabilities(
  terminal: Terminal,
  { isJson, total }: { readonly isJson: boolean; readonly total: number },
  capabilities: readonly Capability[],
): void {
  printRows(terminal, { command: "capabilities", json: isJson, total }, capabilities.map(rowOf), [
    { title: "id", cell: ({ id }) => id },
    { title: "name", cell: ({ name }) => name },
    { title: "class", cell: (row) => row.class },
    { title: "status", cell: ({ status }) => status },
    { title: "scenario", cell: ({ scenario }) => scenario },
    { title: "lineages", right: true, cell: ({ lineages }) => String(lineages) },
    { title: "score, without", right: true, cell: ({ score }) => effectText({ score }) },
  ]);
}

function rowOf({ id, name, class: sort, status, scenario, support, ablation }: Capability) {
  const { lineages } = support;
  return { id, name, class: sort, status, scenario: scenario.path, lineages, score: ablation.score };
}
