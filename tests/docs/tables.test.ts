import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { Schema } from "../../src/cli/schema.ts";
import { emitterNames, specSchema } from "../../src/cli/spec-schema.ts";
import { engineNames } from "../../src/evaluation/engine-name.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { neatOperators, networkOperators, programOperators } from "../../src/variation/operators.ts";
import { tableOf } from "./markdown.ts";

const readme = readFileSync("README.md", "utf8");
const withoutCode = (cell: string): string => cell.replaceAll("`", "");

/** The fields of the spec by their paths, those of alternatives under one name. */
function fieldsOf(schema: Schema, path = ""): (readonly [path: string, schema: Schema])[] {
  const inner = [schema, ...(schema.oneOf ?? [])].flatMap(({ properties }) => Object.entries(properties ?? {}));
  const isLeaf = inner.length === 0 || ["primitives", "budget.target"].includes(path);
  if (isLeaf) return [[path, schema]];
  return inner.flatMap(([name, below]) => fieldsOf(below, path === "" ? name : `${path}.${name}`));
}

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

/** The spec of a scenario that has no settings of its own. */
async function defaults(): Promise<CampaignSpec> {
  return defaultSpec({ ...(await loadScenario("cap-set", {})), name: "any" }, "any");
}

describe("The tables of the README", () => {
  const spec = tableOf(readme.slice(readme.indexOf("## A campaign's spec")), "field");
  const fields = new Map(fieldsOf(specSchema).filter(([path]) => path !== "$schema"));

  test("name every field of the spec, and no other", () => {
    expect(spec.map(([field]) => withoutCode(field!))).toEqual([...fields.keys()]);
  });

  test("give the defaults of the spec that every scenario gets", async () => {
    const expected = await defaults();
    for (const [field, , cell] of spec) {
      const path = withoutCode(field!);
      if (path === "operators") continue;
      const value = path === "scenario.path" ? undefined : valueAt(expected, path);
      expect([path, cell === "" ? undefined : JSON.parse(withoutCode(cell!))]).toEqual([path, value]);
    }
  });

  test("give the ranges of the schema", () => {
    const ranges = spec.flatMap(([field, cell]) => {
      const { minimum, maximum } = fields.get(withoutCode(field!))!;
      return minimum === undefined || maximum === undefined ? [] : [[cell, minimum, maximum] as const];
    });
    expect(ranges.length).toBeGreaterThan(8);
    for (const [cell, minimum, maximum] of ranges) {
      expect(cell).toBe(`${minimum.toLocaleString("en-US")} to ${maximum.toLocaleString("en-US")}`);
    }
  });

  test("list the operators that breed, with their default weights and what they say of themselves", async () => {
    const { operators } = await defaults();
    const breeding = programOperators.filter(({ arity }) => arity > 0);
    const expected = breeding.map(({ name, about }) => [`\`${name}\``, String(operators[name] ?? 0), about]);
    expect(tableOf(readme, "operator")).toEqual(expected);
  });

  test("list the emitters and the engines; a sentence lists the operators of networks", () => {
    const marked = (heading: string): string[] =>
      tableOf(readme, heading).flatMap(([cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
    expect(marked("emitter").toSorted()).toEqual([...emitterNames].toSorted());
    expect(marked("engine").toSorted()).toEqual([...engineNames].toSorted());
    const line = readme.split("\n\n").find((one) => one.startsWith("Those of networks are"))!;
    const breeding = [...networkOperators, ...neatOperators].filter(({ arity }) => arity > 0);
    expect(
      [...line.matchAll(/`([a-z-]+)`/g)]
        .map((match) => match[1])
        .filter((name) => name !== "neat" && name !== "--dry-run"),
    ).toEqual(breeding.map(({ name }) => name));
  });

  test("list the built-in scenarios", () => {
    const names = tableOf(readme, "name").map(([name]) => /`([^`]+)`/.exec(name!)?.[1] ?? name!);
    expect(names.toSorted()).toEqual([...builtinScenarios].toSorted());
  });
});
