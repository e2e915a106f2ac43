import type { Genome } from "../../genome/genome.ts";
import { isNetwork } from "../../genome/kinds.ts";
import { count } from "../../text/figures.ts";
import { diffCounts, diffRows, programRows } from "../../text/highlight.ts";
import { lineDiff } from "../../text/line-diff.ts";
import { cutRow } from "../../text/layout.ts";
import { type Row, row, span } from "../../text/row.ts";
import { sanitize } from "../../text/sanitize.ts";
import { head } from "../../text/width.ts";
import { changeLines, type NetworkDifference } from "../../view/gene-change.ts";
import { genomeText } from "../../view/genome-text.ts";
import { networkDifference } from "../../view/network-difference.ts";
import type { Model, VariantRow } from "../../view/model.ts";
import type { Scene } from "../screen.ts";

/** With what a variant's program is compared. */
export const bases = ["parent", "seed", "marked", "off"] as const;
export type Base = (typeof bases)[number];

/** The next one in the order of the key `D`. */
export function nextBase(base: Base): Base {
  return bases[(bases.indexOf(base) + 1) % bases.length]!;
}

/** The variant to compare with, or why there is none. */
export function baseOf(scene: Scene, variant: VariantRow, base: Base): number | string {
  switch (base) {
    case "parent":
      return variant.parents[0] ?? `#${variant.id} has no parent: its line begins here`;
    case "seed":
      return variant.parents.length === 0 ? `#${variant.id} is a seed itself` : seedOf(scene.model, variant);
    case "marked": {
      if (scene.marked === undefined) return "no variant is marked: m marks one to compare with";
      return scene.marked === variant.id ? `#${variant.id} is the marked one itself` : scene.marked;
    }
    case "off":
      return "no comparison";
    default:
      return base satisfies never;
  }
}

/** The first of the line of first parents: parents always have smaller numbers, so the line ends. */
function seedOf({ view }: Model, variant: VariantRow): number {
  let one: VariantRow | undefined = variant;
  let id = variant.id;
  while (one !== undefined && one.parents.length > 0) {
    id = one.parents[0]!;
    one = view.variants.row(id);
  }
  return id;
}

/** Longer genomes are cut, so that a frame never takes long. */
const textMax = 20_000;

function textOf({ view }: Model, genome: Genome): string {
  return genomeText(genome, view.facts.scenario).slice(0, textMax);
}

/** The program of a variant, or why there is none to show. */
export function programOf(model: Model, variant: VariantRow, columns: number): readonly Row[] {
  const genome = model.genome(variant.genome);
  if (genome === undefined) return [notHere(variant.id, columns)];
  const text = genomeText(genome, model.view.facts.scenario);
  const rows = programRows(text.slice(0, textMax), columns);
  const more = text.length - textMax;
  return more <= 0
    ? rows
    : [...rows, cutRow(row(span(`${count(more)} more characters are not shown`, "dim")), columns)];
}

/** Two programs to compare. */
export interface Pair {
  readonly before: VariantRow;
  readonly after: VariantRow;
}

/** How a program differs from another one, with the lines around. */
export function differenceOf(model: Model, { before, after }: Pair, columns: number): readonly Row[] {
  const genes = genesOf(model, { before, after });
  if (genes !== undefined) return geneRows(genes, columns);
  const texts = textsOf(model, { before, after });
  if (typeof texts === "number") return [notHere(texts, columns)];
  if (texts[0] === texts[1]) return [same(columns)];
  return diffRows(texts[0], texts[1], columns);
}

/** The same in a few rows: only lines that changed, each cut to where it changed. */
export function shortDifference(model: Model, { before, after }: Pair, columns: number): readonly Row[] {
  const genes = genesOf(model, { before, after });
  if (genes !== undefined) return geneRows(genes, columns);
  const texts = textsOf(model, { before, after });
  if (typeof texts === "number") return [notHere(texts, columns)];
  if (texts[0] === texts[1]) return [same(columns)];
  const lines = lineDiff(linesOf(texts[0]), linesOf(texts[1])).filter(({ sign }) => sign !== " ");
  const gone = lines.filter(({ sign }) => sign === "-").map(({ text }) => text);
  const come = lines.filter(({ sign }) => sign === "+").map(({ text }) => text);
  // A changed line is best read right under the line that it was.
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, i) =>
    changed(gone[i], come[i], columns),
  ).flat();
}

/** How many lines are new and gone, as in `+3 -2 lines`, or how many genes of a network changed; empty where a program is not at hand. */
export function differenceSize(model: Model, pair: Pair): string {
  const genes = genesOf(model, pair);
  if (genes !== undefined) return `${count(genes.total)} ${genes.total === 1 ? "change" : "changes"}`;
  const texts = textsOf(model, pair);
  if (typeof texts === "number") return "";
  const { added, removed } = diffCounts(texts[0], texts[1]);
  return `+${added} -${removed} lines`;
}

/** So many changes of a network are shown, the largest. */
const changesMax = 200;

/** How two networks differ; undefined where they are no networks, not of one shape, or not at hand. */
function genesOf(model: Model, { before, after }: Pair): NetworkDifference | undefined {
  if (before.kind !== after.kind || !isNetwork(after)) return undefined;
  const [a, b] = [model.genome(before.genome), model.genome(after.genome)];
  if (a === undefined || b === undefined) return undefined;
  return networkDifference(a, b, model.view.facts.scenario, changesMax);
}

function geneRows({ summary, changes, total }: NetworkDifference, columns: number): readonly Row[] {
  if (total === 0) return [same(columns)];
  const styles = { "+": "added", "-": "removed", "~": "plain" } as const;
  const hidden = total - changes.length;
  return [
    ...summary.map((line) => row(line)),
    ...changeLines(changes).map((line) => row(span(line, styles[line[0] as keyof typeof styles]))),
    ...(hidden > 0 ? [row(span(`${count(hidden)} smaller changes are not shown`, "dim"))] : []),
  ].map((line) => cutRow(line, columns));
}

/** Both texts, or the variant whose program is not at hand. */
function textsOf(model: Model, { before, after }: Pair): readonly [string, string] | number {
  const [a, b] = [model.genome(before.genome), model.genome(after.genome)];
  if (a === undefined) return before.id;
  return b === undefined ? after.id : [textOf(model, a), textOf(model, b)];
}

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}

/** A line before and after, cut to the surroundings of what differs. */
function changed(before: string | undefined, after: string | undefined, columns: number): Row[] {
  const [a, b] = [sanitize(before ?? "").replaceAll("\t", " "), sanitize(after ?? "").replaceAll("\t", " ")];
  const start = before === undefined || after === undefined ? 0 : commonStart(a, b);
  // Some of what both begin with, so that the place can be found.
  const from = a.length <= columns - 2 && b.length <= columns - 2 ? 0 : Math.max(0, start - Math.floor(columns / 3));
  const shown = (text: string): string => (from === 0 ? text : `…${text.slice(from + 1).toWellFormed()}`);
  const line = (sign: string, text: string, style: "added" | "removed"): Row =>
    cutRow(row(span(`${sign} ${head(shown(text), columns)}`, style)), columns);
  return [
    ...(before === undefined ? [] : [line("-", a, "removed")]),
    ...(after === undefined ? [] : [line("+", b, "added")]),
  ];
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function same(columns: number): Row {
  return cutRow(row(span("They are the same.", "dim")), columns);
}

function notHere(id: number, columns: number): Row {
  return cutRow(row(span(`#${id} is not on the disk yet.`, "dim")), columns);
}
