import { meanOperator, sampleOperator } from "../emitters/points.ts";
import type { CampaignSpec } from "../events/spec.ts";
import { number } from "../text/figures.ts";
import type { RunView, SearchRow, VariantRow } from "./model.ts";
import { speciesRows } from "./species.ts";

/** What is known of a variant beside its own, in words: its species while it lives, and how it was drawn. */
export interface Standing {
  readonly label: "species" | "drawn";
  readonly text: string;
}

/** Whether variants of a campaign are of species, or drawn by strategies. */
export function hasStandings({ archive, emitter }: Pick<CampaignSpec, "archive" | "emitter">): boolean {
  const { name } = emitter ?? { name: "genetic" };
  return archive.name === "species" || (name !== "genetic" && name !== "neat");
}

/** Where a variant stands; nothing for those that are neither of a species nor drawn by a strategy. */
export function standingOf(view: RunView, id: number): readonly Standing[] {
  const variant = view.variants.row(id);
  const species = speciesRows(view).find(({ members }) => members.some((one) => one.id === id));
  const drawn = variant === undefined ? undefined : drawnText(view, variant);
  return [
    ...(species === undefined
      ? []
      : [
          {
            label: "species",
            text: `#${species.species} of ${species.members.length} ${species.members.length === 1 ? "member" : "members"}, age ${species.age}, best #${species.best.id}`,
          } as const,
        ]),
    ...(drawn === undefined ? [] : [{ label: "drawn", text: drawn } as const]),
  ];
}

/** How the samples of its generation were drawn; undefined where it was bred, or where that is not known any more. */
function drawnText({ generations }: RunView, { operator, generation, island }: VariantRow): string | undefined {
  if (operator !== meanOperator && operator !== sampleOperator) return undefined;
  const row = generations.find((one) => one.generation === generation);
  const search = row?.searches.find((one) => one.island === island);
  if (search === undefined) return undefined;
  const { mean } = search;
  if (operator === meanOperator) return `the mean itself, ${widthText(search)}`;
  const centre = mean === undefined ? "" : ` #${mean.id} (${mean.score === undefined ? "failed" : number(mean.score)})`;
  return `around the mean${centre}, ${widthText(search)}`;
}

function widthText({ sigma, axisRatio }: SearchRow): string {
  return `sigma ${number(sigma)}${axisRatio === undefined ? "" : `, axes 1 to ${number(axisRatio)}`}`;
}

/** How a strategy stands, in words. */
export function searchText({ restarts, idle, mean, ...width }: SearchRow): string {
  return [
    widthText(width),
    ...(mean === undefined ? [] : [`mean #${mean.id} ${mean.score === undefined ? "failed" : number(mean.score)}`]),
    ...(restarts === undefined ? [] : [`restarts ${restarts}`, `idle ${idle ?? 0} gens`]),
  ].join(", ");
}
