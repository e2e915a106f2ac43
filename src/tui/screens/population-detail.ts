import { dollars, number } from "../../text/figures.ts";
import { cutRow } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import type { VariantRow } from "../../view/model.ts";
import type { Scene } from "../screen.ts";
import { type Base, baseOf, differenceSize, programOf, shortDifference } from "./variant-program.ts";
import { counted, gainSpan, nameOf, unitOf } from "./variant-words.ts";

/** How the closer look is taken. */
export interface DetailRequest {
  readonly base: Base;
  readonly size: Size;
}

/** A closer look at one variant: where it came from, and how it differs from another one. */
export function detailOf(scene: Scene, variant: VariantRow, { base, size }: DetailRequest): readonly Row[] {
  const rows = [originOf(scene, variant), ...differenceFrom(scene, variant, { base, columns: size.columns - 2 })];
  const shown = rows.length <= size.rows ? rows : [...rows.slice(0, size.rows - 1), more(rows.length - size.rows + 1)];
  return shown
    .map((one, i) => cutRow(i === 0 ? one : [span("  "), ...one], size.columns, scene.symbols))
    .slice(0, size.rows);
}

function originOf(scene: Scene, variant: VariantRow): Row {
  const { model, draft, calls = 0, usd = 0, id, operator, parents, gain, children, size, from, message } = variant;
  const born = parents.length === 0 ? ` ${operator}` : ` ${operator} of ${parents.map(nameOf).join(" x ")}`;
  return row(
    span(` ${nameOf(id)}`, "strong"),
    born,
    ...(model === undefined || calls === 0
      ? []
      : [span(`  ${draft === operator ? "" : `${draft} by `}${model} ${dollars(usd)}`, "dim")]),
    ...(gain === undefined ? [] : [span("  gain ", "dim"), gainSpan(number, gain)]),
    span(`  ${counted(children, "child", "children")}  ${size} ${unitOf(scene.model, variant)}`, "dim"),
    ...(from === undefined ? [] : [span(`  same program as ${nameOf(from)}`, "dim")]),
    ...(message === undefined ? [] : [span(`  ${oneLine(message, 120)}`, "bad")]),
  );
}

/** What is compared with, and the lines that differ; the program itself where nothing is compared. */
function differenceFrom(
  scene: Scene,
  variant: VariantRow,
  { base, columns }: { readonly base: Base; readonly columns: number },
): readonly Row[] {
  if (base === "off") return programOf(scene.model, variant, columns);
  const found = baseOf(scene, variant, base);
  if (typeof found === "string") return [row(span(found, "dim")), ...programOf(scene.model, variant, columns)];
  const before = scene.model.view.variants.row(found);
  if (before === undefined) return [row(span(`${nameOf(found)} is not in the log.`, "dim"))];
  const pair = { before, after: variant };
  return [
    row(
      span(`against the ${base === "marked" ? "marked" : base} ${nameOf(found)}  `, "dim"),
      differenceSize(scene.model, pair),
    ),
    ...shortDifference(scene.model, pair, columns),
  ];
}

function more(rows: number): Row {
  return row(span(`${counted(rows, "more row")}: Enter opens the variant`, "dim"));
}
