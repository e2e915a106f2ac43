import type { Row, Size } from "../../text/row.ts";
import { residents } from "../../view/archive.ts";
import { speciesRows } from "../../view/species.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { cellOf, gridIn, gridRows, mapRows, pressGrid } from "./archive-grid.ts";
import { islandsRows, pressIslands } from "./archive-islands.ts";
import { distribution, listRows, placeOf, pressList } from "./archive-list.ts";
import { pressSpecies, speciesScreen } from "./archive-species.ts";
import { type ArchiveState, listed, nextIsland, viewOf, viewsOf } from "./archive-state.ts";
import { speciesTable } from "./species-table.ts";
import { idle, saidRows } from "./variant-words.ts";
import { variantAct, variantKeys } from "./list-keys.ts";

/** Who lives: on a grid of behaviours, species by species, island by island, or in a list with the distribution of the scores. */
export const archiveScreen: Screen<ArchiveState> = {
  id: "archive",
  title: "Archive",
  short: "Arch",
  keys: [
    { keys: ["j", "down"], does: "down: the next variant, or the cell below", hint: "move" },
    { keys: ["k", "up"], does: "up" },
    { keys: ["h", "left"], does: "to the left: the cell or the island beside" },
    { keys: ["l", "right"], does: "to the right" },
    { keys: ["page-down"], does: "a screen down; five cells on the grid" },
    { keys: ["page-up"], does: "a screen up; five cells on the grid" },
    { keys: ["g", "home"], does: "to the best" },
    { keys: ["G", "end"], does: "to the worst" },
    { keys: ["v"], does: "another view: grid, species, islands, list, as far as the archive has them", hint: "view" },
    { keys: ["x"], does: "the next measure along the lower axis of the grid", hint: "axis" },
    { keys: ["X"], does: "the next measure along the upper axis of the grid" },
    { keys: ["i"], does: "show one island, or all of them", hint: "island" },
    { keys: ["enter"], does: "open the variant", hint: "open" },
    { keys: ["p"], does: "pin the variant, or take its pin away", hint: "pin" },
    { keys: ["m"], does: "mark the variant: D on a variant can compare with it" },
    { keys: ["a"], does: "show its ancestors and children", hint: "lineage" },
    { keys: ["P"], does: "play what it does" },
    { keys: ["y"], does: "copy the command that shows the variant", hint: "copy" },
  ],
  start: { view: undefined, island: undefined, x: undefined, y: undefined, cell: undefined },
  render(scene, state) {
    if (residents(scene.model.view).length === 0) return saidRows(nothingYet(scene), scene.size);
    switch (viewOf(scene.model, state)) {
      case "grid":
        return gridRows(scene, state, gridIn(scene, state)!);
      case "species":
        return speciesScreen(scene);
      case "islands":
        return islandsRows(scene, state);
      default:
        return listRows(scene, state);
    }
  },
  press,
};

/** The archive without a cursor, for a pane: the grid, the species, or how the scores are distributed. */
export function archiveRows(scene: Scene, size: Size): readonly Row[] {
  const living = residents(scene.model.view);
  if (living.length === 0) return saidRows(nothingYet(scene), size);
  const species = speciesRows(scene.model.view);
  if (species.length > 0) return speciesTable(scene, species, size);
  const grid = gridIn(scene, archiveScreen.start);
  if (grid === undefined) return distribution(scene, living, size).slice(0, Math.max(0, size.rows));
  return mapRows(scene, grid, { ...size, cell: cellOf(scene, grid, archiveScreen.start) });
}

function nothingYet({ model }: Scene): string {
  const what = viewsOf(model)[0] === "grid" ? "the grid of behaviours" : "the archive";
  return `Nobody lives yet: ${what} fills at the end of the first generation.`;
}

function press(key: Key, scene: Scene, state: ArchiveState): Step<ArchiveState> | undefined {
  const { model } = scene;
  if (residents(model.view).length === 0) return idle(archiveScreen, key, "Nobody lives yet.");
  const view = viewOf(model, state);
  const views = viewsOf(model);
  switch (key) {
    case "v":
      if (views.length < 2) return { act: { do: "say", text: "This archive has one view only." } };
      return { state: { ...state, view: views[(views.indexOf(view) + 1) % views.length]!, island: undefined } };
    case "i":
      if (model.view.state.spec.islands.count < 2) return { act: { do: "say", text: "There is one island only." } };
      return { state: { ...state, island: nextIsland(model, state.island), cell: undefined } };
    case "x":
    case "X":
      if (view !== "grid") return { act: { do: "say", text: "Only a grid has axes." } };
      break;
    default:
  }
  return pressView(key, scene, state) ?? actOn(key, scene, currentOf(scene, state));
}

function pressView(key: Key, scene: Scene, state: ArchiveState): Step<ArchiveState> | undefined {
  switch (viewOf(scene.model, state)) {
    case "grid": {
      const grid = gridIn(scene, state);
      return grid === undefined ? undefined : pressGrid(key, scene, state, grid);
    }
    case "species":
      return pressSpecies(key, scene) ?? sideways(key);
    case "islands":
      return pressIslands(key, scene, state);
    default:
      return pressList(key, scene, state) ?? sideways(key);
  }
}

function sideways(key: Key): Step<ArchiveState> | undefined {
  const isSideways = ["h", "left", "l", "right"].includes(key);
  return isSideways ? { act: { do: "say", text: "A list goes up and down only." } } : undefined;
}

/** The variant that keys act on: who holds the cell, or the selected one of the list. */
function currentOf(scene: Scene, state: ArchiveState): number | undefined {
  const grid = viewOf(scene.model, state) === "grid" ? gridIn(scene, state) : undefined;
  if (grid !== undefined) {
    const { column, row: line } = cellOf(scene, grid, state);
    return grid.cells[line * grid.columns + column]?.best.id;
  }
  const living = listed(scene, state);
  return living[placeOf(scene, living)]?.id;
}

function actOn(key: Key, scene: Scene, id: number | undefined): Step<ArchiveState> | undefined {
  if (!variantKeys.includes(key)) return undefined;
  if (id === undefined) return { act: { do: "say", text: "Nobody lives here." } };
  return { act: variantAct(key, scene, id)! };
}
