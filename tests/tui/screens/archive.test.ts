import { describe, expect, test } from "vitest";
import { archiveScreen } from "../../../src/tui/screens/archive.ts";
import type { Scene } from "../../../src/tui/screen.ts";
import { archivePane, capabilitiesPane, diffPane, lineagePane, populationPane } from "../../../src/tui/panes.ts";
import { gridOf, residents } from "../../../src/view/archive.ts";
import type { Model } from "../../../src/view/model.ts";
import { speciesRows } from "../../../src/view/species.ts";
import { hostileModelOf, modelOf, moments, sceneOf, textOf, worlds } from "../models.ts";
import { checkScreen, expectToFit } from "../screen-laws.ts";
import { checkSelection, drive } from "./variant-laws.ts";

const small = { columns: 80, rows: 18 };

function linesAfter(scene: Scene, keys: readonly string[]): string[] {
  const driven = drive(archiveScreen, scene, keys);
  return textOf(archiveScreen.render(driven.scene, driven.state));
}

describe("the archive", () => {
  test("fits any terminal, and its keys do what the help says", () => checkScreen(archiveScreen));

  test("stays on variants that exist, whatever is pressed and selected", () => checkSelection(archiveScreen));

  test("says when it fills while nobody lives", async () => {
    expect(linesAfter(sceneOf(await modelOf("grid", "first generation"), small), [])[0]).toContain(
      "Nobody lives yet: the grid of behaviours fills",
    );
    expect(linesAfter(sceneOf(await modelOf("plain", "opening"), small), [])[0]).toContain(
      "Nobody lives yet: the archive fills",
    );
  });
});

describe("the grid", () => {
  test("shows how much is held, both axes, and the best under the cursor", async () => {
    const model = await modelOf("grid", "running");
    const { best } = model.view.state;
    const text = linesAfter(sceneOf(model, small), []).join("\n");
    expect(text).toContain("191 of 192 cells  99.5%  QD ");
    expect(text).toContain("↑ spread (12 bins)");
    expect(text).toContain("→ slope (16 bins)");
    expect(text).toContain(`#${best!.id}  0.42805`);
    expect(text.match(/\[\]/g)).toHaveLength(1);
  });

  test("has a cursor that goes to the cell beside and selects who holds it", async () => {
    const model = await modelOf("grid", "finished");
    const grid = gridOf(model.view)!;
    const at = grid.cells.findIndex((cell) => cell?.best.id === model.view.state.best!.id);
    const left = drive(archiveScreen, sceneOf(model, small), ["h"]);
    expect(left.scene.selected).toBe(grid.cells[at - 1]!.best.id);
    const up = drive(archiveScreen, sceneOf(model, small), ["h", "k"]);
    expect(up.scene.selected).toBe(grid.cells[at - 1 + grid.columns]!.best.id);
    const back = drive(archiveScreen, sceneOf(model, small), ["h", "k", "l", "j"]);
    expect(back.scene.selected).toBe(model.view.state.best!.id);
  });

  test("has its lowest values at the lower left, where the mark of the cursor is too", async () => {
    const model = await modelOf("grid", "finished");
    const grid = gridOf(model.view)!;
    const at = grid.cells.findIndex((cell) => cell?.best.id === model.view.state.best!.id);
    const lines = linesAfter(sceneOf(model, small), []);
    // A heading and the upper axis' name stand above the picture; an edge before it.
    const line = lines.findIndex((text) => text.includes("[]"));
    expect(line).toBe(2 + grid.rows - 1 - Math.floor(at / grid.columns));
    const edge = lines[line]!.indexOf("│") + 1;
    expect(lines[line]!.indexOf("[]")).toBe(edge + 2 * (at % grid.columns));
  });

  test("says that a cell is empty, and what it spans", async () => {
    const model = await modelOf("grid", "running");
    const grid = gridOf(model.view)!;
    const empty = grid.cells.indexOf(undefined);
    expect(empty).toBeGreaterThanOrEqual(0);
    const keys = [
      ...Array(16).fill("h"),
      ...Array(12).fill("j"),
      ...Array(empty % grid.columns).fill("l"),
      ...Array(Math.floor(empty / grid.columns)).fill("k"),
    ];
    const driven = drive(archiveScreen, sceneOf(model, small), keys);
    expect(textOf(archiveScreen.render(driven.scene, driven.state)).join("\n")).toContain("Empty cell");
    expect(archiveScreen.press("enter", driven.scene, driven.state)?.act).toEqual({
      do: "say",
      text: "Nobody lives here.",
    });
  });

  test("turns its axes by x, and keeps the cursor on the selected variant", async () => {
    const model = await modelOf("grid", "finished");
    const text = linesAfter(sceneOf(model, { columns: 120, rows: 40 }), ["x"]).join("\n");
    expect(text).toContain("↑ slope (16 bins)");
    expect(text).toContain("→ spread (12 bins)");
    expect(text).toContain(`#${model.view.state.best!.id}  0.42805`);
  });

  test("goes to the best and to the worst", async () => {
    const model = await modelOf("grid", "finished");
    const living = residents(model.view);
    expect(drive(archiveScreen, sceneOf(model, small), ["h", "h", "g"]).scene.selected).toBe(living[0]!.id);
    expect(drive(archiveScreen, sceneOf(model, small), ["G"]).scene.selected).toBe(living.at(-1)!.id);
  });
});

describe("the islands", () => {
  test("stand beside each other with their figures, and the cursor goes from one to the next", async () => {
    const model = await modelOf("islands", "finished");
    const text = linesAfter(sceneOf(model, small), []);
    expect(text[1]).toMatch(/island 0 +island 1 +island 2 +island 3/);
    expect(text[2]).toMatch(/(living +30 +){4}/);
    const driven = drive(archiveScreen, sceneOf(model, small), ["l", "l", "l", "h", "g"]);
    expect(driven.scene.selected).toBe(residents(model.view, 2)[0]!.id);
    expect(textOf(archiveScreen.render(driven.scene, driven.state))[1]).toContain("island 2 ←");
  });

  test("that have no room are told, and reached", async () => {
    const model = await modelOf("islands", "finished");
    const narrow = sceneOf(model, { columns: 60, rows: 18 });
    expect(linesAfter(narrow, [])[0]).toContain("4 islands  3 shown (h l)");
    expect(linesAfter(narrow, ["h", "h", "h"])[1]).toContain("island 0 ←");
  });
});

describe("the species", () => {
  test("stand in a table, and the cursor goes from one to the next, whose best is selected", async () => {
    const model = await modelOf("species", "finished");
    const species = speciesRows(model.view);
    expect(species.length).toBeGreaterThan(2);
    const text = linesAfter(sceneOf(model, small), []);
    expect(text[0]).toContain(`${species.length} species, 5 wanted`);
    expect(text[1]).toMatch(/SPECIES +SIZE +BEST +MEDIAN +NODES +AGE +STAG/);
    for (const [place, { species: id, members }] of species.entries()) {
      expect(text[2 + place]).toMatch(new RegExp(`#${id} +${members.length} `));
    }
    const driven = drive(archiveScreen, sceneOf(model, small), ["j", "j", "k"]);
    expect(driven.scene.selected).toBe(species[1]!.best.id);
    expect(textOf(archiveScreen.render(driven.scene, driven.state)).join("\n")).toContain(
      `species #${species[1]!.species}, founded in generation`,
    );
  });

  test("are said to be none while a search begins anew and only its best is kept", async () => {
    const model = await modelOf("species", "finished");
    const { state } = model.view;
    const view = { ...model.view, state: { ...state, members: [{ ...state.members[0]!, island: 1 }] } };
    const driven = drive(archiveScreen, sceneOf({ ...model, view }, small), ["j", "g"]);
    expect(textOf(archiveScreen.render(driven.scene, driven.state)).join(" ")).toContain("the search begins anew");
  });

  test("that have no room are counted", async () => {
    const model = await modelOf("species", "finished");
    const lines = linesAfter(sceneOf(model, { columns: 80, rows: 6 }), []);
    expect(lines.join("\n")).toMatch(/\d others? of \d+ species/);
  });
});

describe("the list of the living", () => {
  test("names each variant once, best first, though it may live on several islands", async () => {
    const model = await modelOf("islands", "finished");
    const driven = drive(archiveScreen, sceneOf(model, small), ["v", "g"]);
    const seen = new Set<number>();
    let { scene } = driven;
    for (let id: number | undefined = scene.selected; id !== undefined && !seen.has(id);) {
      seen.add(id);
      ({ scene } = drive(archiveScreen, scene, ["j"], driven.state));
      id = scene.selected;
    }
    expect(seen).toEqual(new Set(residents(model.view).map(({ id }) => id)));
  });

  test("stands under the distribution of the scores, which leaves out no more than it tells", async () => {
    const lines = linesAfter(sceneOf(await modelOf("plain", "finished"), small), []);
    expect(lines[0]).toMatch(/^ 120 living variants +best first, ↑ higher is better/);
    expect(lines[1]).toContain("how many have which worth");
    expect(lines.join("\n")).toMatch(/[▁-█]{4}/);
  });

  test("of one island is shown after i", async () => {
    const model = await modelOf("islands", "finished");
    expect(linesAfter(sceneOf(model, small), ["v", "i", "i"])[0]).toMatch(/^ 30 living variants on island 1/);
  });
});

describe("the panes of the large overview", () => {
  test("fit any room, in all worlds at all moments", async () => {
    const models: Model[] = [];
    for (const world of worlds) {
      for (const moment of moments) models.push(await modelOf(world, moment));
      models.push(await hostileModelOf(world, "finished"));
    }
    for (const model of models) {
      for (const size of [0, 1, 2, 3, 5, 9, 20].flatMap((rows) =>
        [20, 43, 100].map((columns) => ({ columns, rows })),
      )) {
        for (const pane of [populationPane, lineagePane, archivePane, diffPane, capabilitiesPane]) {
          expectToFit(pane(sceneOf(model, { columns: 160, rows: 42 }), size), size);
        }
      }
    }
  });

  test("list the living, and what passes the filter where there is one", async () => {
    const model = await modelOf("plain", "finished");
    const size = { columns: 100, rows: 12 };
    expect(textOf(populationPane(sceneOf(model, size), size)).join("\n")).not.toContain("dead");
    expect(textOf(populationPane(sceneOf(model, size, { filter: "alive=no" }), size)).join("\n")).toContain("dead");
  });
});
