import { extname, resolve } from "node:path";
import { provideLamarck } from "../lanes/resolve-hook.ts";
import { builtinScenarios } from "../scenario/builtin.ts";
import { loadFactory, loadScenario } from "../scenario/load.ts";
import { resolveOptions } from "../scenario/options.ts";
import type { OptionSpec, OptionValue, Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { readText } from "./files.ts";

/** A scenario as it was loaded: in the main process, for what it declares. */
export interface LoadedScenario {
  readonly path: string;
  /** The settings with defaults filled in and files read. */
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly scenario: Scenario;
}

/** The address of a scenario: a built-in name as it is, a path made absolute from this folder. */
export function scenarioAddress(word: string, folder: string): string {
  if (builtinScenarios.includes(word)) return word;
  const isPath = /[\\/]/.test(word) || [".ts", ".js", ".mjs"].includes(extname(word));
  // What is neither is left as it is, so that loading says which names there are.
  return isPath ? resolve(folder, word) : word;
}

/** Loads a scenario; settings that are files are named by paths from this folder. Throws `UserError`. */
export async function requestScenario(
  path: string,
  given: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<LoadedScenario> {
  provideLamarck();
  const factory = await loadFactory(path);
  const specs = "create" in factory ? factory.options : {};
  const values = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, read(specs[name], value, folder)]),
  );
  const options = resolveOptions(specs, values, path);
  return { path, options, scenario: await loadScenario(path, options) };
}

function read(spec: OptionSpec | undefined, value: unknown, folder: string): OptionValue {
  if (spec?.type !== "file" || typeof value !== "string") return value as OptionValue;
  if (value === "") throw new UserError("bad-option", "A file's path is empty", "Name a file.");
  const path = resolve(folder, value);
  return { path, text: readText(path) };
}
