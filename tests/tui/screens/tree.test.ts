import { describe, expect, test } from "vitest";
import type { Scene } from "../../../src/tui/screen.ts";
import { treeScreen } from "../../../src/tui/screens/tree.ts";
import type { TreeState } from "../../../src/tui/screens/tree-nodes.ts";
import { lineOf } from "../../../src/view/lineage.ts";
import { modelOf, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";
import { checkSelection, drive } from "./variant-laws.ts";

const tall = { columns: 120, rows: 66 };

async function bestScene(world: "islands" | "grid" | "plain", size = tall): Promise<Scene> {
  const model = await modelOf(world, "finished");
  return sceneOf(model, size, { selected: model.view.state.best!.id });
}

function linesAfter(scene: Scene, keys: readonly string[], from?: TreeState): string[] {
  const driven = drive(treeScreen, scene, keys, from);
  return textOf(treeScreen.render(driven.scene, driven.state));
}

/** The ids of the line of ancestors, from the top. */
function lineIn(lines: readonly string[]): number[] {
  return lines.flatMap((line) => (/^.. +[▸▾ ] #(\d+)/.exec(line) ?? []).slice(1).map(Number));
}

describe("the tree", () => {
  test("fits any terminal, and its keys do what the help says", () => checkScreen(treeScreen));

  test("stays on variants that exist, whatever is pressed and selected", () => checkSelection(treeScreen));

  test("shows the ancestors that were better than all before them, oldest first, and all of them after o", async () => {
    const scene = await bestScene("islands");
    const { variants } = scene.model.view;
    const line = lineOf(variants, scene.selected!);
    expect(lineIn(linesAfter(scene, ["o"]))).toEqual(line);
    const better = lineIn(linesAfter(scene, []));
    expect(better.length).toBeGreaterThan(5);
    expect(better.length).toBeLessThan(line.length);
    const scores = better.map((id) => variants.row(id)!.score!);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    const text = linesAfter(scene, []).join("\n");
    expect(text).toContain(`Lineage of #${scene.selected}  ${line.length - 1} ancestors, `);
    const hidden = [...text.matchAll(/… (\d+) no better/g)].reduce((sum, [, many]) => sum + Number(many), 0);
    expect(hidden).toBe(line.length - better.length);
  });

  test("names the second parent of a crossover", async () => {
    const scene = await bestScene("plain");
    const { variants } = scene.model.view;
    const text = linesAfter(scene, ["o"]).join("\n");
    const crossed = lineOf(variants, scene.selected!).filter((id) => variants.row(id)!.parents.length === 2);
    expect(crossed.length).toBeGreaterThan(2);
    for (const id of crossed) expect(text).toContain(`#${id} x #${variants.row(id)!.parents[1]} `);
  });

  test("opens the children of the selected one only, and others after l; h closes them, z all", async () => {
    const scene = await bestScene("islands");
    const { variants } = scene.model.view;
    const branches = (lines: readonly string[]): number => lines.filter((line) => /[├└]─/.test(line)).length;
    const closed = linesAfter(scene, []);
    expect(branches(closed)).toBe(variants.row(scene.selected!)!.children);
    const opened = drive(treeScreen, scene, ["k", "l"]);
    const { children } = variants.row(opened.scene.selected!)!;
    expect(children).toBeGreaterThan(3);
    const shown = textOf(treeScreen.render(opened.scene, opened.state));
    expect(branches(shown)).toBeGreaterThan(branches(closed));
    expect(linesAfter(opened.scene, ["h"], opened.state)).toEqual(
      linesAfter({ ...scene, selected: opened.scene.selected }, [], { ...opened.state, toggled: new Set() }),
    );
    expect(linesAfter(opened.scene, ["z"], opened.state)).toEqual(closed);
  });

  test("goes down into the children and up to the parent", async () => {
    const scene = await bestScene("islands");
    const child = drive(treeScreen, scene, ["j"]);
    const { variants } = scene.model.view;
    expect(variants.row(child.scene.selected!)!.parents).toContain(scene.selected);
    expect(drive(treeScreen, child.scene, ["h"], child.state).scene.selected).toBe(scene.selected);
    expect(linesAfter(child.scene, [], child.state)[0]).toContain(`Lineage of #${scene.selected}`);
    expect(linesAfter(child.scene, ["a"], child.state)[0]).toContain(`Lineage of #${child.scene.selected}`);
  });

  test("shows each variant once, so that going down comes to the end", async () => {
    const scene = await bestScene("plain", { columns: 120, rows: 20 });
    let driven = drive(treeScreen, scene, ["o", "k", "l", "k", "k", "l", "g", "l"]);
    const seen = new Set<number>();
    while (!seen.has(driven.scene.selected!)) {
      seen.add(driven.scene.selected!);
      driven = drive(treeScreen, driven.scene, ["j"], driven.state);
    }
    expect(seen.size).toBeGreaterThan(40);
    expect(driven.scene.selected).toBe(drive(treeScreen, driven.scene, ["G"], driven.state).scene.selected);
  });

  test("follows a selection that was made elsewhere", async () => {
    const scene = await bestScene("plain");
    const { state } = drive(treeScreen, scene, ["k", "l"]);
    expect(linesAfter({ ...scene, selected: 17 }, [], state)[0]).toContain("Lineage of #17");
  });

  test("of the best is shown where none is selected, and of nobody where none is", async () => {
    const model = await modelOf("grid", "finished");
    expect(linesAfter(sceneOf(model, tall), [])[0]).toContain(`Lineage of #${model.view.state.best!.id}`);
    expect(linesAfter(sceneOf(await modelOf("grid", "opening"), tall), [])[0]).toContain("Nobody is born yet");
  });

  test("lists at most a hundred children of a variant, and says how many more there are", async () => {
    const scene = await bestScene("plain");
    const { variants } = scene.model.view;
    const prolific = {
      ...scene.model.view.variants,
      row: (id: number) => more(variants.row(id)),
      children: () => Array.from({ length: 100 }, (_, i) => i + 1),
    };
    const model = { ...scene.model, view: { ...scene.model.view, variants: prolific } };
    const last = drive(treeScreen, { ...scene, model, selected: 0 }, ["G"]);
    const text = textOf(treeScreen.render(last.scene, last.state)).join("\n");
    expect(text).toContain("12,245 more: filter parent=0");
    expect(last.scene.selected).toBe(100);
  });
});

function more<Row extends { readonly id: number }>(row: Row | undefined): Row | undefined {
  return row?.id === 0 ? { ...row, children: 12_345 } : row;
}
