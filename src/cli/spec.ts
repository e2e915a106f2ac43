import { dirname, resolve } from "node:path";
import { strategyDefaults } from "../campaign/default-networks.ts";
import { type Bred, defaultSpec } from "../campaign/default-spec.ts";
import { banditDefaults, withModels } from "../campaign/with-models.ts";
import type { CampaignSpec, EmitterSpec, KindName, ModelSpec } from "../events/spec.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { readJson } from "./files.ts";
import { checkModelKinds, checkSameModels } from "./models.ts";
import { type LoadedScenario, requestScenario, scenarioAddress } from "./scenario-request.ts";
import { isRecord, type Misfit, misfitOf } from "./schema.ts";
import { specSchema } from "./spec-schema.ts";

type Settings = Readonly<Record<string, unknown>>;

/** What the user asked for: settings from a file, from `--set`, and from flags of their own. */
export interface SpecRequest {
  /** The address of the scenario. */
  readonly path: string;
  /** The settings of a spec file, without its scenario; empty where there is none. */
  readonly file: { readonly path: string; readonly settings: Settings };
  readonly sets: Settings;
  readonly flags: Settings;
  /** The scenario's settings, as text or as JSON. */
  readonly options: Settings;
  /** The models of `--llm`; none without it. */
  readonly models: readonly ModelSpec[];
  /** The folder from which the file's own paths start. */
  readonly folder: string;
}

const specBytesMax = 16 << 20;

/** Reads what a command was given: the word for a scenario or a spec file, and its settings. Throws `UserError`. */
export function specRequest(
  word: string,
  settings: readonly (readonly [path: string, value: string])[],
  { models = [], ...flags }: Settings & { readonly models?: readonly ModelSpec[] },
  cwd: string,
): SpecRequest {
  const options: Record<string, unknown> = {};
  let sets: Settings = {};
  for (const [path, text] of settings) {
    const [head, ...rest] = path.split(".");
    if (head === "scenario" && rest.length > 0) options[rest.join(".")] = text;
    else sets = merge(sets, nested(path.split("."), parsed(text)));
  }
  if (!word.endsWith(".json")) {
    const file = { path: "", settings: {} };
    return { path: scenarioAddress(word, cwd), file, sets, flags, options, models, folder: cwd };
  }
  const path = resolve(cwd, word);
  const value = readJson(path, specBytesMax);
  if (!isRecord(value))
    throw new UserError("bad-spec", `${path} is no spec: expected an object`, "See `lamarck schema spec`.");
  const { scenario, $schema: _, ...rest } = value;
  // The rest is checked when the defaults are known.
  check(misfitOf(scenario, specSchema.properties!["scenario"]!, "scenario"), { path, sets: {} });
  const own = scenario as { readonly path: string; readonly options?: Settings };
  const folder = dirname(path);
  return {
    path: scenarioAddress(own.path, folder),
    file: { path, settings: rest },
    sets,
    flags,
    options: { ...own.options, ...options },
    models,
    folder,
  };
}

/**
 * The whole spec of a request: what it leaves open comes from the defaults, or from the log of the run that is to go
 * on. Throws `UserError` with the file, the field, what was expected there and what was found.
 */
export async function resolveSpec(
  request: SpecRequest,
  log?: CampaignSpec,
): Promise<{ readonly spec: CampaignSpec; readonly loaded: LoadedScenario }> {
  const known = log?.scenario.path === request.path ? log.scenario.options : {};
  const loaded = await requestScenario(request.path, { ...known, ...request.options }, request.folder);
  const { path, options, scenario } = loaded;
  const base = log ?? grownSpec(defaultSpec(scenario, path, options, bredBy(request)), request);
  if (log !== undefined) checkSameModels(log, request.models);
  const merged = [request.file.settings, request.sets, request.flags].reduce<Settings>(
    (spec, settings) => merge(spec, settings, scenario),
    { ...base, scenario: { path, options } },
  );
  check(misfitOf(merged, specSchema), { path: request.file.path, sets: request.sets });
  return { spec: merged as unknown as CampaignSpec, loaded };
}

/** Default settings with those for a bandit and for models, where a request speaks of them. */
function grownSpec(bare: CampaignSpec, { models, file, sets }: SpecRequest): CampaignSpec {
  const settings = [file.settings, sets];
  const spec = settings.some(({ bandit }) => bandit !== undefined) ? { ...bare, bandit: banditDefaults } : bare;
  // Those of a file are checked with the rest of it.
  const named = settings.flatMap(({ llm }) => (isRecord(llm) ? [llm["models"]].flat() : []));
  const chosen = models.length > 0 ? models : (named.filter((one) => one !== undefined) as ModelSpec[]);
  if (chosen.length > 0) {
    checkModelKinds(spec);
    return withModels(spec, chosen);
  }
  if (settings.every(({ llm }) => llm === undefined)) return spec;
  const hint = "Name them with `--llm claude-haiku-5-5`, for example.";
  throw new UserError("bad-spec", "There are settings for language models, but no models", hint);
}

/** What a request breeds, and by whom; a setting that names none is found out with the others. */
function bredBy({ file, sets, flags }: SpecRequest): Bred {
  const asked = [file.settings, sets, flags];
  const { kind, kinds }: Settings = Object.assign({}, ...asked);
  const emitter = asked.flatMap((one) => (isRecord(one["emitter"]) ? (one["emitter"]["name"] ?? []) : [])).at(-1);
  const by = typeof emitter === "string" ? { emitter: { name: emitter as EmitterSpec["name"] } } : {};
  if (Array.isArray(kinds) && kinds.length > 0) {
    return { kind: kinds[0] as KindName, kinds: kinds as KindName[], ...by };
  }
  return { kind: kind === undefined ? "program" : (kind as KindName), ...by };
}

function check(misfit: Misfit | undefined, source: { readonly path: string; readonly sets: Settings }): void {
  if (misfit === undefined) return;
  const place = has(source.sets, misfit.path) || source.path === "" ? "--set" : source.path;
  throw new UserError("bad-spec", `${misfit.message} (${place})`, misfit.hint);
}

function has(settings: Settings, path: string): boolean {
  return Object.hasOwn(settings, path.split(/[.[]/)[0]!);
}

/** The settings of parts that are told apart by their names, where they are chosen without any. */
function alternative(path: string, name: unknown, scenario: Scenario | undefined): Settings {
  const measures = scenario?.measures?.length ?? 0;
  const parts: Readonly<Record<string, Settings>> = {
    "archive ranked": { elites: 3, replacement: "generational" },
    "archive map-elites": { bins: Array.from({ length: measures }, () => (measures === 1 ? 100 : 20)) },
    "archive species": { target: 8 },
    ...Object.fromEntries(
      Object.entries(strategyDefaults).map(([one, { emitter = {} }]) => [`emitter ${one}`, emitter]),
    ),
    "selection tournament": { size: 5 },
    "selection lexicase": { epsilon: "automatic", downsample: 1 },
  };
  return parts[`${path} ${String(name)}`] ?? {};
}

/** Settings over others, field by field; a part with another name is begun anew. */
function merge(base: Settings, over: Settings, scenario?: Scenario, path = ""): Settings {
  const isRenamed = over["name"] !== undefined && over["name"] !== base["name"];
  const from = isRenamed && scenario !== undefined ? alternative(path, over["name"], scenario) : base;
  const entries = Object.entries(over).map(([key, value]) => {
    const below = Object.hasOwn(from, key) ? from[key] : undefined;
    return [key, isRecord(value) ? merge(isRecord(below) ? below : {}, value, scenario, key) : value] as const;
  });
  return Object.fromEntries([...Object.entries(from), ...entries]);
}

function nested(path: readonly string[], value: unknown): Settings {
  const [key, ...rest] = path;
  return { [key!]: rest.length === 0 ? value : nested(rest, value) };
}

/** JSON where it is JSON, else the text itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
