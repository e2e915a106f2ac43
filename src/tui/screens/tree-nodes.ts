import { lineOf, type LineageStep, stepsOf } from "../../view/lineage.ts";
import type { VariantRow } from "../../view/model.ts";
import type { Scene } from "../screen.ts";

/** How a lineage is looked at. */
export interface TreeState {
  /** Whose lineage it is; another one takes its place when a variant is selected that is not in it. */
  readonly focus: number | undefined;
  /** Variants whose children are folded other than usual: usual is open for the focus and closed for all others. */
  readonly toggled: ReadonlySet<number>;
  /** Whether ancestors are shown that were not better than all before them. */
  readonly isComplete: boolean;
}

/** A line of the tree. */
export type TreeNode =
  | {
      readonly type: "variant";
      readonly row: VariantRow;
      /** 0 in the line of ancestors, more in what branches off it. */
      readonly depth: number;
      /** Whether it is the last of its siblings that are shown, for it and for those it branches off of. */
      readonly lasts: readonly boolean[];
      /** What the score gained on all before it in the line. */
      readonly progress: number | undefined;
      readonly isOpen: boolean;
      /** Children that are not shown while it is closed. */
      readonly hidden: number;
    }
  /** Ancestors that are left out, or children beyond the most that are listed. */
  | { readonly type: "steps"; readonly count: number }
  | { readonly type: "more"; readonly count: number; readonly parent: number; readonly lasts: readonly boolean[] };

/** The lineage of one variant. */
export interface Tree {
  readonly focus: number;
  readonly nodes: readonly TreeNode[];
  readonly steps: readonly LineageStep[];
}

const childrenMax = 100;
const nodesMax = 5000;
const lineMax = 20_000;

/** The tree to show: that of the focus while the selected variant is in it, else that of the selected one. */
export function treeOf(scene: Scene, state: TreeState): Tree | undefined {
  const { selected, model } = scene;
  const wanted = selected ?? model.view.state.best?.id;
  if (state.focus !== undefined) {
    const tree = plant(scene, state, state.focus);
    if (selected === undefined || tree.nodes.some((node) => isOf(node, selected))) return tree;
  }
  if (wanted === undefined || model.view.variants.row(wanted) === undefined) return undefined;
  return plant(scene, { ...state, toggled: new Set() }, wanted);
}

/** Whether this line is that variant's. */
export function isOf(node: TreeNode, id: number | undefined): boolean {
  return node.type === "variant" && node.row.id === id;
}

function plant({ model }: Scene, state: TreeState, focus: number): Tree {
  const { variants, facts } = model.view;
  const line = lineOf(variants, focus, lineMax);
  const steps = stepsOf(variants, line, facts.scenario.objectives[0].direction);
  const grown: Growing = { nodes: [], seen: new Set(line), isOpen: (id) => (id === focus) !== state.toggled.has(id) };
  let left = 0;
  for (const [i, { row, improved, progress }] of steps.entries()) {
    const isShown = state.isComplete || improved || i === 0 || row.id === focus || grown.isOpen(row.id);
    if (!isShown) {
      left++;
      continue;
    }
    if (left > 0) grown.nodes.push({ type: "steps", count: left });
    left = 0;
    branch(model.view.variants, grown, { row, lasts: [], progress });
  }
  return { focus, nodes: grown.nodes, steps };
}

interface Growing {
  readonly nodes: TreeNode[];
  /** Who is shown already: a child of two parents hangs on the first one. */
  readonly seen: Set<number>;
  isOpen(id: number): boolean;
}

interface Branch {
  readonly row: VariantRow;
  readonly lasts: readonly boolean[];
  readonly progress: number | undefined;
}

/** Adds a variant and, where it is open, its children that are not shown yet. */
function branch(variants: Scene["model"]["view"]["variants"], grown: Growing, { row, lasts, progress }: Branch): void {
  const children = row.children === 0 ? [] : variants.children(row.id, childrenMax).filter((id) => !grown.seen.has(id));
  const isOpen = grown.isOpen(row.id);
  const isFull = grown.nodes.length >= nodesMax;
  const hidden = isOpen ? 0 : children.length;
  grown.nodes.push({ type: "variant", row, depth: lasts.length, lasts, progress, isOpen, hidden });
  if (!isOpen || isFull) return;
  const more = Math.max(0, row.children - childrenMax);
  for (const id of children) grown.seen.add(id);
  for (const [i, id] of children.entries()) {
    const child = variants.row(id);
    const isLast = i === children.length - 1 && more === 0;
    if (child !== undefined) branch(variants, grown, { row: child, lasts: [...lasts, isLast], progress: undefined });
  }
  if (more > 0) grown.nodes.push({ type: "more", count: more, parent: row.id, lasts: [...lasts, true] });
}
