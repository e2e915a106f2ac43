import type { Neat, NeatConnection, NeatNode } from "../genome/kinds/network/neat.ts";
import { unitNames } from "../genome/kinds/network/unit-names.ts";
import type { SeatNames } from "../scenario/seating.ts";
import { byChange, type GeneChange, type NetworkDifference, spreadText } from "./gene-change.ts";

/** How the genes of two networks differ whose topology evolves, with at most so many changes. */
export function neatDifference(before: Neat, after: Neat, names: SeatNames, most: number): NetworkDifference {
  const called = namesOf(before, after, names);
  const units = compared(before.nodes, after.nodes, ({ id }) => id);
  const links = compared(before.connections, after.connections, ({ innovation }) => innovation);
  const unitText = ({ id, activation }: NeatNode): string => `unit ${called(id)} (${activation})`;
  const linkText = ({ from, to, delayed }: NeatConnection): string =>
    `${called(from)}${delayed ? " before" : ""} -> ${called(to)}`;
  const structure: GeneChange[] = [
    ...units.added.map((unit): GeneChange => ({ change: "added", gene: unitText(unit), after: unit.bias })),
    ...links.added.map((link): GeneChange => ({ change: "added", gene: linkText(link), after: link.weight })),
    ...units.removed.map((unit): GeneChange => ({ change: "removed", gene: unitText(unit), before: unit.bias })),
    ...links.removed.map((link): GeneChange => ({ change: "removed", gene: linkText(link), before: link.weight })),
    ...units.both
      .filter(([a, b]) => a.activation !== b.activation)
      .map(([a, b]): GeneChange => ({ change: "changed", gene: `${unitText(b)}, was ${a.activation}` })),
    ...links.both
      .filter(([a, b]) => a.enabled !== b.enabled)
      .map(([a, b]): GeneChange => {
        return { change: b.enabled ? "enabled" : "disabled", gene: linkText(b), before: a.weight, after: b.weight };
      }),
  ];
  const values = [
    ...units.both.map(([a, b]): GeneChange => {
      return { change: "changed", gene: `bias of ${called(b.id)}`, before: a.bias, after: b.bias };
    }),
    ...links.both
      .filter(([a, b]) => a.enabled === b.enabled)
      .map(([a, b]): GeneChange => {
        return { change: "changed", gene: linkText(b), before: a.weight, after: b.weight };
      }),
  ];
  const moved = values.filter((one) => one.before !== one.after).toSorted(byChange);
  return {
    summary: summaryOf(structure, values, { units: units.added.length, removed: units.removed.length }),
    changes: [...structure, ...moved].slice(0, most),
    total: structure.length + moved.length,
  };
}

/** Genes that both have, and those that only one of them has. */
interface Compared<Gene> {
  readonly added: readonly Gene[];
  readonly removed: readonly Gene[];
  readonly both: readonly (readonly [before: Gene, after: Gene])[];
}

function compared<Gene>(
  before: readonly Gene[],
  after: readonly Gene[],
  markOf: (gene: Gene) => number,
): Compared<Gene> {
  const old = new Map(before.map((gene) => [markOf(gene), gene]));
  const marks = new Set(after.map(markOf));
  return {
    added: after.filter((gene) => !old.has(markOf(gene))),
    removed: before.filter((gene) => !marks.has(markOf(gene))),
    both: after.flatMap((gene) => {
      const one = old.get(markOf(gene));
      return one === undefined ? [] : [[one, gene] as const];
    }),
  };
}

/** Units have the names that the second network's text gives them; those it has no more, the first one's. */
function namesOf(before: Neat, after: Neat, names: SeatNames): (id: number) => string {
  const [old, own] = [unitNames(before, names), unitNames(after, names)];
  return (id) => own.get(id) ?? `old ${old.get(id)!}`;
}

function summaryOf(
  structure: readonly GeneChange[],
  values: readonly GeneChange[],
  units: { readonly units: number; readonly removed: number },
): readonly string[] {
  const times = (change: GeneChange["change"]): number => structure.filter((one) => one.change === change).length;
  const parts = [
    [units.units, "unit added"],
    [times("added") - units.units, "connection added"],
    [units.removed, "unit removed"],
    [times("removed") - units.removed, "connection removed"],
    [times("disabled"), "connection disabled"],
    [times("enabled"), "connection enabled"],
    [times("changed"), "unit has another activation"],
  ] as const;
  const told = parts
    .filter(([many]) => many > 0)
    .map(
      ([many, what]) =>
        `${many} ${many === 1 ? what : what.replace(/^(unit|connection)/, "$1s").replace(" has ", " have ")}`,
    );
  const differences = Float32Array.from(values, ({ before = 0, after = 0 }) => after - before);
  return [
    told.length === 0 ? "the same topology" : told.join(", "),
    spreadText(differences, "weights and biases that both have"),
  ];
}
