import { closest, messageOf, UserError } from "../std/errors.ts";

/** A value and where it was found. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly file: string;
}

/** A value that is there itself. */
export function at(value: unknown, path: string, file: string): Place {
  return { value, path, file };
}

/** What is in a field of a place that holds an object. */
export function inside(place: Place, field: string): Place {
  const path = place.path === "default" ? field : `${place.path}.${field}`;
  return at(record(place)[field], path, place.file);
}

/** Throws `UserError` with what was expected in a place, and what is there, unless a condition is met. */
export function holds(condition: boolean, { value, path, file }: Place, expected: string): void {
  if (condition) return;
  throw new UserError(
    "scenario-shape",
    `Expected \`${path}\` to be ${expected}, got ${shown(value)} (${file})`,
    `Change \`${path}\` in ${file}; the interface \`Scenario\` of Lamarck says what each field means.`,
  );
}

/** The fields of a place that holds an object. */
export function record(place: Place): Readonly<Record<string, unknown>> {
  const { value } = place;
  holds(typeof value === "object" && value !== null && !Array.isArray(value), place, "an object");
  return value as Readonly<Record<string, unknown>>;
}

/** A place that holds an object has these fields alone. */
export function onlyFields(place: Place, known: readonly string[]): void {
  for (const name of Object.keys(record(place))) {
    if (known.includes(name)) continue;
    const near = closest(name, known);
    holds(
      false,
      inside(place, name),
      near === undefined ? `absent (known are ${known.join(", ")})` : `named \`${near}\``,
    );
  }
}

/** The text in a place, which is not empty. */
export function text(place: Place): string {
  holds(typeof place.value === "string" && place.value !== "", place, "a text");
  return place.value as string;
}

/** A place holds a function. */
export function func(place: Place): void {
  holds(typeof place.value === "function", place, "a function");
}

/** A place holds a function or nothing. */
export function optionalFunc(place: Place): void {
  if (place.value !== undefined) func(place);
}

/** A place holds one of these words. */
export function oneOf(place: Place, choices: readonly string[]): void {
  holds(choices.includes(place.value as string), place, `one of ${choices.join(" ")}`);
}

/** The number in a place, which is in this range, ends included. */
export function number(place: Place, from: number, to: number, whole = false): number {
  const { value } = place;
  const fits = typeof value === "number" && value >= from && value <= to && (!whole || Number.isInteger(value));
  holds(fits, place, `a ${whole ? "whole " : ""}number from ${from} to ${to}`);
  return value as number;
}

/** A place holds the two ends of a range. */
export function range(place: Place): void {
  const ends = Array.isArray(place.value) ? (place.value as unknown[]) : [];
  const [from, to] = ends;
  const fits = ends.length === 2 && Number.isFinite(from) && Number.isFinite(to) && (from as number) < (to as number);
  holds(fits, place, "two finite numbers, the smaller first");
}

/** The items of the list in a place. */
export function list(place: Place): readonly Place[] {
  holds(Array.isArray(place.value), place, "a list");
  return (place.value as unknown[]).map((item, i) => at(item, `${place.path}[${i}]`, place.file));
}

/** The same; none where nothing is there. */
export function optionalList(place: Place): readonly Place[] {
  return place.value === undefined ? [] : list(place);
}

/** Places hold objects, no two of which have the same in a field. */
export function distinct(places: readonly Place[], field: string): void {
  const seen = new Set<unknown>();
  for (const place of places) {
    const { value } = inside(place, field);
    holds(!seen.has(value), inside(place, field), "a name that occurs once");
    seen.add(value);
  }
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? `a list of ${value.length}` : "an object";
  return `\`${messageOf(value).slice(0, 60)}\``;
}
