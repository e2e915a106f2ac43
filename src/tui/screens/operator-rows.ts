import { count, dollars, number, percent } from "../../text/figures.ts";
import { type Column, tableRows } from "../../text/layout.ts";
import { type Row, span } from "../../text/row.ts";
import { type Credit, creditsOf, improvedText } from "../../view/credit.ts";
import { asksModels } from "../../view/money.ts";
import type { Scene } from "../screen.ts";

/** Who makes what fails, what is better than its parents, and at what cost where language models are asked. */
export function operatorRows({ model, size, symbols }: Scene): readonly Row[] {
  const { state } = model.view;
  const credits = creditsOf(state);
  if (credits.length === 0) return [];
  const table = tableRows(asksModels(state) ? paid : columns, credits, {
    columns: Math.max(1, size.columns - 1),
    symbols,
  });
  return table.map((line) => [span(" "), ...line]);
}

const right = { align: "right" } as const;

const columns: readonly Column<Credit>[] = [
  { title: "OPERATOR", width: 12, widthMax: 28, drop: 0, cell: ({ name }) => name },
  { title: "BIRTHS", width: 9, ...right, drop: 0, cell: ({ births }) => count(births) },
  { title: "BEAT PARENT", width: 11, ...right, drop: 1, cell: improvedText },
  { title: "FAILED", width: 8, ...right, drop: 0, cell: ({ births, failed }) => percent(failed, births) },
];

/** A child is written for each draft where all goes well. */
const paid: readonly Column<Credit>[] = [
  { ...columns[0]!, width: 15 },
  ...columns.slice(1).map((column) => ({ ...column, width: column.title.length })),
  { title: "DRAFTS", width: 7, ...right, drop: 3, cell: ({ drafts }) => (drafts === 0 ? "-" : count(drafts)) },
  {
    title: "WRITTEN",
    width: 7,
    ...right,
    drop: 4,
    cell: ({ childrenPerDraft }) =>
      childrenPerDraft === undefined ? "-" : number(Number(childrenPerDraft.toFixed(2))),
  },
  { title: "COST", width: 8, ...right, drop: 0, cell: ({ usd }) => (usd === 0 ? "-" : dollars(usd)) },
  {
    title: "PER BETTER",
    width: 10,
    ...right,
    drop: 2,
    cell: ({ usdPerImprovement }) => (usdPerImprovement === undefined ? "-" : dollars(usdPerImprovement)),
  },
];
