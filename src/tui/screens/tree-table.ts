import { count } from "../../text/figures.ts";
import { type Column, tableRows } from "../../text/layout.ts";
import { type Row, type Size, span, type Span } from "../../text/row.ts";
import type { Scene } from "../screen.ts";
import { isOf, type Tree, type TreeNode } from "./tree-nodes.ts";
import { figuresFor, nameOf, signed, signsOf, stateSpan } from "./variant-words.ts";

/** Which part of a tree is shown. */
export interface TreeRequest extends Size {
  /** Index of the node that stays in view. */
  readonly at: number;
}

/** The table of the tree around one node. */
export function treeRows(scene: Scene, { nodes }: Tree, { columns, rows, at }: TreeRequest): Row[] {
  const room = Math.max(1, rows - 1);
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), nodes.length - room));
  const shown = nodes.slice(top, top + room);
  const selected = isOf(nodes[at]!, scene.selected) ? at - top : undefined;
  return tableRows(columnsFor(scene, shown), shown, { columns, symbols: scene.symbols, selected, gap: 1 });
}

function columnsFor(scene: Scene, nodes: readonly TreeNode[]): Column<TreeNode>[] {
  const { model, symbols } = scene;
  const rows = nodes.flatMap((node) => (node.type === "variant" ? [node.row] : []));
  const scores = figuresFor(rows.map(({ score }) => score));
  const gains = figuresFor(rows.map(({ gain }) => gain));
  const names = nodes.map((node) => nameCell(node, scene));
  const width = Math.min(48, Math.max(8, ...names.map(({ text }) => text.length)));
  const only = (cell: (row: TreeNode & { type: "variant" }) => Span | string) => (node: TreeNode) =>
    node.type === "variant" ? cell(node) : "";
  return [
    { title: "", width: 2, drop: 0, cell: only(({ row: { id } }) => signsOf(scene, id)) },
    { title: "LINE", width, drop: 0, cell: (node) => nameCell(node, scene) },
    { title: "SCORE", align: "right", width: 9, drop: 0, cell: only(({ row: { score } }) => scores(score)) },
    {
      title: "GAIN",
      align: "right",
      width: 9,
      drop: 2,
      // Only what beats all before it in the line is progress; a gain over a weak parent is none.
      cell: only(({ row: { gain }, progress, depth }) =>
        span(signed(gains, depth === 0 ? progress : gain), progress === undefined ? "dim" : "good"),
      ),
    },
    { title: "GEN", align: "right", width: 5, drop: 3, cell: only(({ row: { generation } }) => String(generation)) },
    { title: "OPERATOR", width: 14, widthMax: 26, drop: 4, cell: only(({ row: { operator } }) => operator) },
    { title: "STATE", width: 10, drop: 5, cell: only(({ row: one }) => stateSpan(model, one)) },
    { title: "SIZE", align: "right", width: 5, drop: 7, cell: only(({ row: { size } }) => String(size)) },
    { title: "ISL", align: "right", width: 3, drop: 8, cell: only(({ row: { island } }) => String(island)) },
    {
      title: "FOLDED",
      width: 14,
      drop: 9,
      cell: only(({ hidden }) => span(foldText(hidden, symbols.fold.closed), "dim")),
    },
  ];
}

/** The second parent of a crossover, and those after it. */
function withText(parents: readonly number[]): string {
  return parents.length < 2 ? "" : ` x ${parents.slice(1).map(nameOf).join(" ")}`;
}

function foldText(hidden: number, sign: string): string {
  return hidden === 0 ? "" : `${sign} ${count(hidden)} more`;
}

/** The name with the lines that lead to it; who does not live any more is dim. */
function nameCell(node: TreeNode, { symbols }: Scene): Span {
  const { branch, last, pass } = symbols.tree;
  const lasts = node.type === "steps" ? [] : node.lasts;
  const own = lasts.at(-1);
  const rails = lasts
    .slice(0, -1)
    .slice(-6)
    .map((isLast) => (isLast ? "   " : pass));
  const lead = `${lasts.length > 7 ? symbols.ellipsis : ""}${rails.join("")}${own === undefined ? "" : own ? last : branch}`;
  switch (node.type) {
    case "steps":
      return span(`${symbols.ellipsis} ${count(node.count)} no better`, "dim");
    case "more":
      return span(`${lead}${count(node.count)} more: filter parent=${node.parent}`, "dim");
    case "variant": {
      const { open, closed } = symbols.fold;
      const sign = node.isOpen && node.row.children > 0 ? open : node.hidden > 0 ? closed : " ";
      return span(
        `${lead}${sign} ${nameOf(node.row.id)}${withText(node.row.parents)}`,
        node.row.alive ? "strong" : "dim",
      );
    }
    default:
      return node satisfies never;
  }
}
