import { residents, type Resident } from "../../view/archive.ts";
import type { Model } from "../../view/model.ts";
import type { Scene } from "../screen.ts";

/** The ways to look at who lives. */
export const archiveViews = ["grid", "species", "islands", "list"] as const;
export type ArchiveView = (typeof archiveViews)[number];

/** How the archive is looked at. */
export interface ArchiveState {
  /** Absent until another view is chosen: then the first one that the archive has. */
  readonly view: ArchiveView | undefined;
  /** The island that is shown or read; all of them where absent. */
  readonly island: number | undefined;
  /** The measures of the grid's axes, by their places. */
  readonly x: number | undefined;
  readonly y: number | undefined;
  /** The cell under the cursor, and who was selected when it went there: another selection moves the cursor. */
  readonly cell: Cell | undefined;
}

/** A cell of the grid as it is seen, from its lower left corner. */
export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly selected: number | undefined;
}

/** The views that this archive has, the most telling one first. */
export function viewsOf({ view }: Model): readonly ArchiveView[] {
  const { archive, islands } = view.state.spec;
  return archiveViews.filter((one) => {
    if (one === "grid") return archive.name === "map-elites" && (view.facts.scenario.measures ?? []).length > 0;
    if (one === "species") return archive.name === "species";
    return one === "list" || islands.count > 1;
  });
}

/** The view in force. */
export function viewOf(model: Model, { view }: ArchiveState): ArchiveView {
  const views = viewsOf(model);
  return view !== undefined && views.includes(view) ? view : views[0]!;
}

/** Who is listed, best first: each once, though a variant may live on several islands. */
export function listed({ model }: Scene, { island }: ArchiveState): readonly Resident[] {
  const living = residents(model.view, island);
  const seen = new Set<number>();
  return island === undefined ? living.filter(({ id }) => !seen.has(id) && seen.add(id)) : living;
}

/** All, then each island in turn. */
export function nextIsland({ view }: Model, island: number | undefined): number | undefined {
  if (island === undefined) return 0;
  return island + 1 < view.state.spec.islands.count ? island + 1 : undefined;
}
