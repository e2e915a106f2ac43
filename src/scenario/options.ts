import { closest, messageOf, UserError } from "../std/errors.ts";
import type { Options, OptionSpec, OptionValue } from "./scenario.ts";

/**
 * The settings of a scenario with the defaults filled in. Numbers and booleans may be given as text, as they come from
 * a command line. Throws `UserError` for a setting that is unknown or does not fit; `file` names the scenario's file.
 */
export function resolveOptions(
  specs: Readonly<Record<string, OptionSpec>>,
  given: Options,
  file: string,
): Readonly<Record<string, OptionValue>> {
  const names = Object.keys(specs);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, name)) throw unknownOption(name, names, file);
  }
  const resolved: Record<string, OptionValue> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = given[name] ?? spec.default;
    if (value !== undefined) resolved[name] = optionValue(name, spec, value, file);
  }
  return resolved;
}

/** A value in the type of its setting. Throws `UserError` when it does not fit. */
export function optionValue(name: string, spec: OptionSpec, value: unknown, file: string): OptionValue {
  const converted = converters[spec.type](value);
  if (converted === undefined || !fits(spec, converted)) {
    const expected = expectation(spec);
    throw new UserError(
      "bad-option",
      `Expected \`${name}\` to be ${expected}, got \`${shown(value)}\` (${file})`,
      suggestion(spec, value) ?? `${spec.about} Set it to ${expected}.`,
    );
  }
  return converted;
}

const converters: Readonly<Record<OptionSpec["type"], (value: unknown) => OptionValue | undefined>> = {
  string: (value) => (typeof value === "string" ? value : undefined),
  number: (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? number : undefined;
  },
  boolean: (value) => {
    if (value === "true" || value === "false") return value === "true";
    return typeof value === "boolean" ? value : undefined;
  },
  file: (value) => {
    if (typeof value !== "object" || value === null || !("path" in value) || !("text" in value)) return undefined;
    const { path, text } = value;
    return typeof path === "string" && typeof text === "string" ? { path, text } : undefined;
  },
};

function fits(spec: OptionSpec, value: OptionValue): boolean {
  if (typeof value === "string") return spec.choices === undefined || spec.choices.includes(value);
  if (typeof value !== "number") return true;
  const [from, to] = spec.range ?? [-Infinity, Infinity];
  return value >= from && value <= to && (spec.whole !== true || Number.isInteger(value));
}

/** What a setting may be, in words. */
function expectation({ type, choices, range, whole }: OptionSpec): string {
  switch (type) {
    case "string":
      return choices === undefined ? "a text" : `one of ${choices.join(", ")}`;
    case "number":
      return `a ${whole === true ? "whole " : ""}number${range === undefined ? "" : ` from ${range[0]} to ${range[1]}`}`;
    case "boolean":
      return "true or false";
    case "file":
      return "a file";
    default:
      return type satisfies never;
  }
}

function unknownOption(name: string, names: readonly string[], file: string): UserError {
  const near = closest(name, names);
  const known = names.length === 0 ? "It has no settings." : `Its settings are ${names.join(", ")}.`;
  const hint = near === undefined ? known : `Did you mean \`${near}\`? ${known}`;
  return new UserError("unknown-option", `The scenario has no setting \`${name}\` (${file})`, hint);
}

function suggestion({ choices }: OptionSpec, value: unknown): string | undefined {
  const near = typeof value === "string" ? closest(value, choices ?? []) : undefined;
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

function shown(value: unknown): string {
  return (typeof value === "object" && value !== null ? "an object" : messageOf(value)).slice(0, 60);
}
