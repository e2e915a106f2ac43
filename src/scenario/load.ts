import { closest, messageOf, UserError } from "../std/errors.ts";
import { builtinScenarios, builtinUrl } from "./builtin.ts";
import { resolveOptions } from "./options.ts";
import type { Options, Scenario, ScenarioFactory } from "./scenario.ts";
import { checkExport, checkScenarioShape } from "./shape.ts";

/**
 * The scenario at an address, with these settings: the name of a built-in one, an absolute path, or a `file:` URL.
 * Throws `UserError` when it cannot be loaded, is not of the right form, or does not take the settings.
 */
export async function loadScenario(address: string, options: Options): Promise<Scenario> {
  const found = await loadFactory(address);
  if (!("create" in found)) {
    resolveOptions({}, options, address);
    return found;
  }
  const resolved = resolveOptions(found.options, options, address);
  let scenario: unknown;
  try {
    scenario = found.create(resolved);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      "scenario-create",
      `\`create\` threw: ${messageOf(error)} (${address})`,
      "Throw a UserError for settings that make no scenario; anything else is a mistake in the scenario's file.",
      { cause: error },
    );
  }
  return checkScenarioShape(scenario, address);
}

/** What a scenario's file exports: a factory with the settings it takes, or a plain scenario. Throws `UserError`. */
export async function loadFactory(address: string): Promise<ScenarioFactory | Scenario> {
  const url = builtinUrl(address) ?? fileUrl(address);
  let module: { readonly default?: unknown };
  try {
    module = (await import(/* @vite-ignore */ url)) as { readonly default?: unknown };
  } catch (error) {
    throw importFault(address, url, error);
  }
  return checkExport(module.default, address);
}

/** The URL of an absolute path, POSIX or Windows. Throws `UserError` for anything else. */
function fileUrl(address: string): string {
  if (address.startsWith("file:")) return address;
  const slashed = /^[A-Za-z]:[\\/]/.test(address) ? `/${address.replaceAll("\\", "/")}` : address;
  if (slashed.startsWith("/")) return `file://${encodeURI(slashed).replaceAll("?", "%3F").replaceAll("#", "%23")}`;
  const near = closest(address, builtinScenarios);
  throw new UserError(
    "unknown-scenario",
    `There is no built-in scenario \`${address}\``,
    `${near === undefined ? "" : `Did you mean \`${near}\`? `}Built in are ${builtinScenarios.join(", ")}; or give the path of a file.`,
  );
}

function importFault(address: string, url: string, error: unknown): UserError {
  if (isMissing(error, url)) {
    return new UserError("scenario-missing", `There is no file ${address}`, "Check the path of the scenario's file.", {
      cause: error,
    });
  }
  const line = lineIn(error, url);
  return new UserError(
    "scenario-import",
    `The scenario's file cannot be loaded: ${messageOf(error)} (${address}${line === undefined ? "" : `:${line}`})`,
    "Run `node` on the file to see the whole error. TypeScript must be erasable: no enums, no parameter properties.",
    { cause: error },
  );
}

/** Whether it is the file itself that is missing, not something that it imports. */
function isMissing(error: unknown, url: string): boolean {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_MODULE_NOT_FOUND") return false;
  return "url" in error && error.url === url;
}

/** The line of the file that an error's stack names. Node tells none for syntax errors in plain JavaScript. */
function lineIn(error: unknown, url: string): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const name of [url, decodeURIComponent(url.slice("file://".length))]) {
    const start = stack.indexOf(`${name}:`);
    const line = start < 0 ? undefined : /^\d+/.exec(stack.slice(start + name.length + 1))?.[0];
    if (line !== undefined) return line;
  }
  return undefined;
}
