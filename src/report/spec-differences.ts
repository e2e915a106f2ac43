import type { CampaignSpec } from "../events/spec.ts";

/** A setting that is not the same in all specs, with its value in each; undefined where there is none. */
export interface SpecDifference {
  /** As `--set` names it. */
  readonly path: string;
  readonly values: readonly (string | undefined)[];
}

/** The settings that are not the same in all specs, in the order of the first. */
export function specDifferences(specs: readonly CampaignSpec[]): readonly SpecDifference[] {
  return settingDifferences(specs.map(settingsOf));
}

/** The same of settings by their paths. */
export function settingDifferences(all: readonly ReadonlyMap<string, string>[]): readonly SpecDifference[] {
  const paths = new Set(all.flatMap((settings) => [...settings.keys()]));
  return [...paths]
    .map((path) => ({ path, values: all.map((settings) => settings.get(path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Each setting of a spec by its path, as the text that `--set` takes. */
export function settingsOf(spec: CampaignSpec): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const { scenario, start, ...rest } = spec;
  settings.set("scenario", scenario.path);
  gather(scenario.options, "scenario.", settings);
  gather(rest, "", settings);
  if (start.length > 0) settings.set("start", `${start.length} agents`);
  return settings;
}

function gather(value: object, path: string, settings: Map<string, string>): void {
  for (const [key, item] of Object.entries(value) as readonly [string, unknown][]) {
    if (item === undefined) continue;
    if (isFile(item)) settings.set(path + key, item.path);
    else if (typeof item === "object" && item !== null && !Array.isArray(item))
      gather(item, `${path}${key}.`, settings);
    else settings.set(path + key, typeof item === "string" ? item : JSON.stringify(item));
  }
}

/** A file that was given as an option of the scenario: its text is not a setting. */
function isFile(value: unknown): value is { readonly path: string } {
  return typeof value === "object" && value !== null && "path" in value && "text" in value;
}
