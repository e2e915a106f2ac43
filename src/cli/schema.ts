import { closest, messageOf } from "../std/errors.ts";

/** The part of JSON Schema that Lamarck's own schemas are written in. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** What the values of other keys are; `false` where there may be none. */
  readonly additionalProperties?: false | Schema;
  /** Objects told apart by the `const` of their `name`. */
  readonly oneOf?: readonly Schema[];
}

/** Where a value does not fit, and how to say so. */
export interface Misfit {
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

/** The first place at which a JSON value does not fit its schema. */
export function misfitOf(value: unknown, schema: Schema, path = ""): Misfit | undefined {
  if (schema.oneOf !== undefined) return misfitOfUnion(value, schema.oneOf, path);
  if (!fits(value, schema)) return expected(path, expectation(schema), value);
  if (Array.isArray(value)) return first(value, (item, i) => misfitOf(item, schema.items ?? {}, `${path}[${i}]`));
  return isRecord(value) ? misfitOfRecord(value, schema, path) : undefined;
}

function misfitOfUnion(value: unknown, branches: readonly Schema[], path: string): Misfit | undefined {
  if (!isRecord(value)) return expected(path, "an object", value);
  const names = branches.map(({ properties }) => String(properties?.["name"]?.const));
  const branch = branches[names.indexOf(value["name"] as string)];
  if (branch !== undefined) return misfitOf(value, branch, path);
  return expected(inside(path, "name"), `one of ${names.join(", ")}`, value["name"], names);
}

function misfitOfRecord(record: Readonly<Record<string, unknown>>, schema: Schema, path: string): Misfit | undefined {
  const { properties = {}, required = [], additionalProperties = {} } = schema;
  const missing = required.find((key) => record[key] === undefined);
  if (missing !== undefined) return expected(inside(path, missing), expectation(properties[missing] ?? {}), undefined);
  return first(Object.entries(record), ([key, item]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    return known === false || known === undefined
      ? unknownKey(inside(path, key), key, Object.keys(properties))
      : misfitOf(item, known, inside(path, key));
  });
}

function unknownKey(path: string, key: string, known: readonly string[]): Misfit {
  const near = closest(key, known);
  const there = `Known here are ${known.filter((name) => !name.startsWith("$")).join(", ")}.`;
  const hint = near === undefined ? there : `Did you mean \`${near}\`? ${there}`;
  return { path, message: `There is no setting \`${path}\``, hint };
}

function expected(path: string, what: string, value: unknown, names: readonly string[] = []): Misfit {
  const near = typeof value === "string" ? closest(value, names) : undefined;
  const hint = near === undefined ? `Set \`${path}\` to ${what}.` : `Did you mean \`${near}\`?`;
  return { path, message: `Expected \`${path}\` to be ${what}, got ${shown(value)}`, hint };
}

function fits(value: unknown, schema: Schema): boolean {
  const { type, minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema;
  if (schema.const !== undefined && value !== schema.const) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) return false;
  switch (type) {
    case undefined:
      return true;
    case "object":
      return isRecord(value);
    case "array":
      if (!Array.isArray(value)) return false;
      return value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity);
    case "number":
    case "integer":
      if (typeof value !== "number" || !Number.isFinite(value) || (type === "integer" && !Number.isInteger(value)))
        return false;
      return value >= minimum && value <= maximum && value > exclusiveMinimum;
    case "string":
    case "boolean":
      return typeof value === type;
    default:
      return type satisfies never;
  }
}

function listOf({ minItems, maxItems }: Schema): string {
  if (maxItems === undefined) return "a list";
  return `a list of ${minItems === undefined ? "at most" : `${minItems} to`} ${maxItems}`;
}

function expectation(schema: Schema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return `one of ${schema.enum.join(", ")}`;
  switch (schema.type) {
    case "number":
    case "integer":
      return `a ${schema.type === "integer" ? "whole " : ""}number${range(schema)}`;
    case "array":
      return [listOf(schema), ...(schema.items === undefined ? [] : [`each ${expectation(schema.items)}`])].join(", ");
    case "string":
      return "a text";
    case "boolean":
      return "true or false";
    case "object":
    case undefined:
      return "an object";
    default:
      return schema.type satisfies never;
  }
}

function range({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const from =
    exclusiveMinimum === undefined ? (minimum === undefined ? "" : ` from ${minimum}`) : ` above ${exclusiveMinimum}`;
  return from + (maximum === undefined ? "" : `${from === "" ? " up" : ""} to ${maximum}`);
}

function first<T>(items: readonly T[], find: (item: T, index: number) => Misfit | undefined): Misfit | undefined {
  for (const [i, item] of items.entries()) {
    const found = find(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inside(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** Whether a value is a plain object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isRecord(value) ? "an object" : `\`${messageOf(value).slice(0, 60)}\``;
}
