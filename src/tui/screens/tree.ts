import { count } from "../../text/figures.ts";
import { cutRow, rule, spread, tableRows, type Column } from "../../text/layout.ts";
import { type Row, row, type Size, span, type Span } from "../../text/row.ts";
import { operatorsOf } from "../../view/lineage.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { detailOf } from "./population-detail.ts";
import { isOf, type Tree, type TreeNode, type TreeState, treeOf } from "./tree-nodes.ts";
import { counted, figuresFor, nameOf, signed, signsOf, stateSpan } from "./variant-words.ts";

/** Where a variant comes from and what came of it: its first parents, oldest first, and who branches off them. */
export const treeScreen: Screen<TreeState> = {
  id: "tree",
  title: "Tree",
  short: "Tree",
  keys: [
    { keys: ["j", "down"], does: "the next variant", hint: "move" },
    { keys: ["k", "up"], does: "the variant before" },
    { keys: ["page-down"], does: "a screen forward" },
    { keys: ["page-up"], does: "a screen back" },
    { keys: ["g", "home"], does: "the beginning of the line" },
    { keys: ["G", "end"], does: "the last variant" },
    { keys: ["l", "right"], does: "open its children", hint: "open" },
    { keys: ["h", "left"], does: "close its children, or go to its parent", hint: "close" },
    { keys: ["o"], does: "show all ancestors, or only those that were better than all before them", hint: "all steps" },
    { keys: ["z"], does: "close all that was opened", hint: "fold" },
    { keys: ["a"], does: "show the lineage of this variant", hint: "its lineage" },
    { keys: ["enter"], does: "open the variant", hint: "variant" },
    { keys: ["p"], does: "pin the variant, or take its pin away" },
    { keys: ["m"], does: "mark the variant: D on a variant can compare with it" },
    { keys: ["y"], does: "copy the command that prints the lineage", hint: "copy" },
  ],
  start: { focus: undefined, toggled: new Set(), isComplete: false },
  render(scene, state) {
    const { columns, rows } = scene.size;
    const tree = treeOf(scene, state);
    if (tree === undefined) return [cutRow(nothingYet(scene), columns, scene.symbols)].slice(0, rows);
    const room = roomOf(scene.size);
    const at = placeOf(tree, scene.selected);
    const table = treeRows(withCurrent(scene, tree, at), tree, { columns, rows: room, at });
    const body = [heading(scene, state, tree), ...table];
    if (!hasStrip(scene.size)) return [...body, record(scene, tree)].slice(0, rows);
    while (body.length < rows - stripRows(scene.size)) body.push(row());
    const current = tree.nodes[at];
    if (current?.type !== "variant") return body.slice(0, rows);
    const detail = detailOf(scene, current.row, { base: "parent", size: { columns, rows: stripRows(scene.size) - 2 } });
    return [...body, record(scene, tree), rule(columns, scene.symbols), ...detail].slice(0, rows);
  },
  press,
};

/** The lineage of the selected variant without keys of its own, for a pane. */
export function lineageRows(scene: Scene, { columns, rows }: Size): readonly Row[] {
  const tree = treeOf(scene, treeScreen.start);
  if (tree === undefined) return [cutRow(nothingYet(scene), columns, scene.symbols)].slice(0, rows);
  const at = placeOf(tree, tree.focus);
  const table = treeRows(scene, tree, { columns, rows: rows - 1, at });
  return [...table, record({ ...scene, size: { columns, rows } }, tree)].slice(0, Math.max(0, rows));
}

/** Whose lineage a pane shows. */
export function focusOf({ selected, model }: Scene): number | undefined {
  return selected ?? model.view.state.best?.id;
}

function nothingYet({ model }: Scene): Row {
  const why = model.view.variants.count === 0 ? "Nobody is born yet" : "No variant is selected, and none is the best yet";
  return row(span(` ${why}: the ancestors and children of the selected variant appear here.`, "dim"));
}

function hasStrip({ rows }: Size): boolean {
  return rows >= 24;
}

function stripRows({ rows }: Size): number {
  return hasStrip({ columns: 0, rows }) ? Math.min(12, Math.floor(rows / 3)) : 1;
}

/** Rows for the tree: all but the heading, the record of the operators and the strip. */
function roomOf(size: Size): number {
  return Math.max(2, size.rows - 1 - stripRows(size));
}

/** The place of the selected variant; that of the focus where none is. */
function placeOf({ nodes, focus }: Tree, selected: number | undefined): number {
  const found = nodes.findIndex((node) => isOf(node, selected));
  return found >= 0 ? found : Math.max(0, nodes.findIndex((node) => isOf(node, focus)));
}

function withCurrent(scene: Scene, { nodes }: Tree, at: number): Scene {
  const node = nodes[at];
  return node?.type === "variant" ? { ...scene, selected: node.row.id } : scene;
}

function heading({ size, symbols, pinned }: Scene, { isComplete }: TreeState, { focus, steps }: Tree): Row {
  const better = steps.filter(({ progress }) => progress !== undefined).length;
  const left = row(
    span(` Lineage of ${nameOf(focus)}`, "strong"),
    span(pinned.has(focus) ? "  pinned" : "", "accent"),
    span(`  ${counted(steps.length - 1, "ancestor")}, ${counted(better, "better step")}`, "dim"),
  );
  return spread(left, row(span(isComplete ? "all ancestors (o) " : "only better ancestors (o) ", "dim")), size.columns, symbols);
}

/** How the operators did along the line. */
function record({ size, symbols }: Scene, { steps }: Tree): Row {
  const parts = operatorsOf(steps.slice(1)).map(({ operator, steps: all, improved }) => `${operator} ${improved}/${all}`);
  const text = parts.length === 0 ? " a seed: no operator made it" : ` better/steps:  ${parts.join("   ")}`;
  return cutRow(row(span(text, "dim")), size.columns, symbols);
}

interface TreeRequest extends Size {
  /** Index of the node that stays in view. */
  readonly at: number;
}

/** The table of the tree around one node. */
function treeRows(scene: Scene, { nodes }: Tree, { columns, rows, at }: TreeRequest): Row[] {
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
    { title: "FOLDED", width: 14, drop: 9, cell: only(({ hidden }) => span(foldText(hidden, symbols.fold.closed), "dim")) },
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
  const rails = lasts.slice(0, -1).slice(-6).map((isLast) => (isLast ? "   " : pass));
  const lead = `${lasts.length > 7 ? symbols.ellipsis : ""}${rails.join("")}${own === undefined ? "" : own ? last : branch}`;
  switch (node.type) {
    case "steps":
      return span(`${symbols.ellipsis} ${count(node.count)} no better`, "dim");
    case "more":
      return span(`${lead}${count(node.count)} more: filter parent=${node.parent}`, "dim");
    case "variant": {
      const { open, closed } = symbols.fold;
      const sign = node.isOpen && node.row.children > 0 ? open : node.hidden > 0 ? closed : " ";
      return span(`${lead}${sign} ${nameOf(node.row.id)}${withText(node.row.parents)}`, node.row.alive ? "strong" : "dim");
    }
    default:
      return node satisfies never;
  }
}

function press(key: Key, scene: Scene, state: TreeState): Step<TreeState> | undefined {
  const tree = treeOf(scene, state);
  if (tree === undefined) return undefined;
  const at = placeOf(tree, scene.selected);
  const node = tree.nodes[at];
  if (node?.type !== "variant") return undefined;
  // What was opened belongs to one focus: where the selection led to another tree, all is folded again.
  const here = state.focus === tree.focus ? state : { ...state, focus: tree.focus, toggled: new Set<number>() };
  const by = moves(roomOf(scene.size)).get(key);
  if (by !== undefined) return move(tree, here, { at, by });
  const { id } = node.row;
  switch (key) {
    case "l":
    case "right":
      if (node.isOpen || node.hidden === 0) return { act: { do: "say", text: `${nameOf(id)} has no folded children.` } };
      return { state: toggle(here, id), act: { do: "select", id } };
    case "h":
    case "left":
      return closeOrParent(tree, here, node);
    case "o":
      return { state: { ...here, isComplete: !here.isComplete } };
    case "z":
      return { state: { ...here, toggled: new Set(), isComplete: false }, act: { do: "select", id: tree.focus } };
    case "a":
      return { state: { ...here, focus: id, toggled: new Set() }, act: { do: "select", id } };
    case "enter":
      return { act: { do: "open", screen: "variant", id } };
    case "p":
      return { act: { do: "pin", id } };
    case "m":
      return { act: { do: "mark", id } };
    case "y":
      return { act: { do: "copy", text: `lamarck lineage ${scene.model.view.facts.id} ${tree.focus}` } };
    default:
      return undefined;
  }
}

function moves(room: number): ReadonlyMap<Key, number> {
  const page = Math.max(1, room - 1);
  return new Map([
    ["j", 1],
    ["down", 1],
    ["k", -1],
    ["up", -1],
    ["page-down", page],
    ["page-up", -page],
    ["g", -Infinity],
    ["home", -Infinity],
    ["G", Infinity],
    ["end", Infinity],
  ]);
}

/** To the variant so many places on; lines that are no variants are passed over. */
function move({ nodes }: Tree, state: TreeState, { at, by }: { readonly at: number; readonly by: number }): Step<TreeState> {
  const direction = by < 0 ? -1 : 1;
  let to = Math.max(0, Math.min(nodes.length - 1, at + by));
  while (nodes[to]?.type !== "variant" && nodes[to + direction] !== undefined) to += direction;
  const node = nodes[to];
  return node?.type === "variant" ? { state, act: { do: "select", id: node.row.id } } : { state };
}

function toggle(state: TreeState, id: number): TreeState {
  const toggled = new Set(state.toggled);
  if (!toggled.delete(id)) toggled.add(id);
  return { ...state, toggled };
}

function closeOrParent(tree: Tree, state: TreeState, { row: one, isOpen }: TreeNode & { type: "variant" }): Step<TreeState> {
  if (isOpen && one.children > 0) return { state: toggle(state, one.id), act: { do: "select", id: one.id } };
  const at = tree.nodes.findIndex((node) => isOf(node, one.id));
  const parent = tree.nodes.slice(0, at).findLast((node) => node.type === "variant" && one.parents.includes(node.row.id));
  if (parent?.type === "variant") return { state, act: { do: "select", id: parent.row.id } };
  const before = tree.nodes.slice(0, at).findLast((node) => node.type === "variant" && node.depth === 0);
  if (before?.type === "variant") return { state, act: { do: "select", id: before.row.id } };
  return { act: { do: "say", text: `${nameOf(one.id)} is a seed.` } };
}
