import type { Row, Size } from "../text/row.ts";
import { archiveRows } from "./screens/archive.ts";
import { capabilitiesRows } from "./screens/capabilities.ts";
import { bestVariants } from "./screens/population.ts";
import { detailOf } from "./screens/population-detail.ts";
import { focusOf, lineageRows } from "./screens/tree.ts";
import { saidRows } from "./screens/variant-words.ts";
import type { Scene } from "./screen.ts";

/** Parts of screens for the large overview: at most as many rows as there is room for, each at most as wide. */
type PaneRows = (scene: Scene, size: Size) => readonly Row[];

/** The best variants, or those that pass the filter. */
export const populationPane: PaneRows = bestVariants;

/** Where the selected variant comes from; the best one where none is selected. */
export const lineagePane: PaneRows = lineageRows;

/** Who lives: the grid of behaviours, or how the scores are distributed. */
export const archivePane: PaneRows = archiveRows;

/** The selected variant, or the best, beside its parent. */
export const diffPane: PaneRows = (scene, size) => {
  const id = focusOf(scene);
  const variant = id === undefined ? undefined : scene.model.view.variants.row(id);
  if (variant !== undefined) return detailOf(scene, variant, { base: "parent", size });
  return saidRows("The selected variant is shown here, beside its parent.", size);
};

/** What agents have learnt in this scenario. */
export const capabilitiesPane: PaneRows = capabilitiesRows;
