import { cutRow, rule, spread } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { operatorsOf } from "../../view/lineage.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { detailOf } from "./population-detail.ts";
import { isOf, type Tree, type TreeNode, type TreeState, treeOf } from "./tree-nodes.ts";
import { treeRows } from "./tree-table.ts";
import { counted, idle, nameOf, saidRows } from "./variant-words.ts";
import { listMoves, variantAct } from "./list-keys.ts";

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
    if (tree === undefined) return saidRows(nothingYet(scene), scene.size);
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
  if (tree === undefined) return saidRows(nothingYet(scene), { columns, rows });
  const at = placeOf(tree, tree.focus);
  const table = treeRows(scene, tree, { columns, rows: rows - 1, at });
  return [...table, record({ ...scene, size: { columns, rows } }, tree)].slice(0, Math.max(0, rows));
}

/** Whose lineage a pane shows. */
export function focusOf({ selected, model }: Scene): number | undefined {
  return selected ?? model.view.state.best?.id;
}

function nothingYet({ model }: Scene): string {
  const why =
    model.view.variants.count === 0 ? "Nobody is born yet" : "No variant is selected, and none is the best yet";
  return `${why}: the ancestors and children of the selected variant appear here.`;
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
  return found >= 0
    ? found
    : Math.max(
        0,
        nodes.findIndex((node) => isOf(node, focus)),
      );
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
  return spread(
    left,
    row(span(isComplete ? "  all ancestors (o) " : "  only better ancestors (o) ", "dim")),
    size.columns,
    symbols,
  );
}

/** How the operators did along the line. */
function record({ size, symbols }: Scene, { steps }: Tree): Row {
  const parts = operatorsOf(steps.slice(1)).map(
    ({ operator, steps: all, improved }) => `${operator} ${improved}/${all}`,
  );
  const text = parts.length === 0 ? " no parents: the line begins here" : ` better/steps:  ${parts.join("   ")}`;
  return cutRow(row(span(text, "dim")), size.columns, symbols);
}

function press(key: Key, scene: Scene, state: TreeState): Step<TreeState> | undefined {
  const tree = treeOf(scene, state);
  if (tree === undefined) return idle(treeScreen, key, "There is no variant to act on.");
  const at = placeOf(tree, scene.selected);
  const node = tree.nodes[at];
  if (node?.type !== "variant") return undefined;
  // What was opened belongs to one focus: where the selection led to another tree, all is folded again.
  const here = state.focus === tree.focus ? state : { ...state, focus: tree.focus, toggled: new Set<number>() };
  const by = listMoves(Math.max(1, roomOf(scene.size) - 1)).get(key);
  if (by !== undefined) return move(tree, here, { at, by });
  const { id } = node.row;
  switch (key) {
    case "l":
    case "right":
      if (node.isOpen || node.hidden === 0)
        return { act: { do: "say", text: `${nameOf(id)} has no folded children.` } };
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
    case "y":
      return { act: { do: "copy", text: `lamarck lineage ${scene.model.view.facts.select} ${tree.focus}` } };
    default: {
      const act = variantAct(key, scene, id);
      return act === undefined ? undefined : { act };
    }
  }
}

/** To the variant so many places on; lines that are no variants are passed over. */
function move(
  { nodes }: Tree,
  state: TreeState,
  { at, by }: { readonly at: number; readonly by: number },
): Step<TreeState> {
  const direction = by < 0 ? -1 : 1;
  const to = Math.max(0, Math.min(nodes.length - 1, at + by));
  const [before, after] = [nodes.slice(0, to + 1).findLast(isVariant), nodes.slice(to).find(isVariant)];
  const node = direction < 0 ? (before ?? after) : (after ?? before);
  return node === undefined ? { state } : { state, act: { do: "select", id: node.row.id } };
}

function isVariant(node: TreeNode): node is TreeNode & { type: "variant" } {
  return node.type === "variant";
}

function toggle(state: TreeState, id: number): TreeState {
  const toggled = new Set(state.toggled);
  if (!toggled.delete(id)) toggled.add(id);
  return { ...state, toggled };
}

function closeOrParent(
  tree: Tree,
  state: TreeState,
  { row: one, isOpen }: TreeNode & { type: "variant" },
): Step<TreeState> {
  if (isOpen && one.children > 0) return { state: toggle(state, one.id), act: { do: "select", id: one.id } };
  const at = tree.nodes.findIndex((node) => isOf(node, one.id));
  const parent = tree.nodes
    .slice(0, at)
    .findLast((node) => node.type === "variant" && one.parents.includes(node.row.id));
  if (parent?.type === "variant") return { state, act: { do: "select", id: parent.row.id } };
  const before = tree.nodes.slice(0, at).findLast((node) => node.type === "variant" && node.depth === 0);
  if (before?.type === "variant") return { state, act: { do: "select", id: before.row.id } };
  return { act: { do: "say", text: `${nameOf(one.id)} is a seed.` } };
}
