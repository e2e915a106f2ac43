import type { Case, OptionFile, Split } from "../../src/scenario/scenario.ts";
import { UserError } from "../../src/std/errors.ts";
import type { NamedInstances } from "./instances.ts";

const splits = ["train", "validation", "test"] as const;

/**
 * The cases of a user's file, `{ set: { name: { capacity, items } } }`. Sets named train, validation and test are the
 * splits; otherwise all instances are dealt in turn: of every five, three to train, one to validation, one to test.
 */
export function casesOfFile(file: OptionFile): Readonly<Record<Split, readonly Case[]>> {
  const sets = Object.entries(parse(file)).map(([set, instances]) => [set, instancesOf(file, set, instances)] as const);
  const named = Object.fromEntries(sets);
  if (splits.every((split) => (named[split] ?? []).length > 0)) {
    return {
      train: casesFrom(named["train"]!, "train"),
      validation: casesFrom(named["validation"]!, "validation"),
      test: casesFrom(named["test"]!, "test"),
    };
  }
  const all = sets.flatMap(([set, instances]) => instances.map(([name, one]) => [`${set}/${name}`, one] as const));
  if (all.length < 5) throw fault(file, `expected at least 5 instances, got ${all.length}`);
  return {
    train: casesFrom(all.filter((_, i) => i % 5 < 3)),
    validation: casesFrom(all.filter((_, i) => i % 5 === 3)),
    test: casesFrom(all.filter((_, i) => i % 5 === 4)),
  };
}

function casesFrom(instances: NamedInstances, prefix?: string): readonly Case[] {
  return instances.map(([name, instance]) => ({ id: prefix === undefined ? name : `${prefix}/${name}`, instance }));
}

function parse(file: OptionFile): Record<string, unknown> {
  let data: unknown;
  try {
    data = JSON.parse(file.text);
  } catch (error) {
    throw fault(file, "expected JSON", error);
  }
  if (!isRecord(data)) throw fault(file, "expected an object of sets");
  return data;
}

function instancesOf(file: OptionFile, set: string, instances: unknown): NamedInstances {
  if (!isRecord(instances)) throw fault(file, `expected \`${set}\` to be an object of instances`);
  return Object.entries(instances).map(([name, one]) => {
    const place = `\`${set}.${name}`;
    if (!isRecord(one)) throw fault(file, `expected ${place}\` to be an object`);
    const { capacity, items } = one;
    if (!isWhole(capacity, 1, 10_000)) {
      throw fault(file, `expected ${place}.capacity\` to be a whole number from 1 to 10000`);
    }
    if (!Array.isArray(items) || items.length === 0 || items.length > 100_000) {
      throw fault(file, `expected ${place}.items\` to be a list of 1 to 100000 sizes`);
    }
    const wrong = items.findIndex((item) => !isWhole(item, 1, capacity));
    if (wrong >= 0) throw fault(file, `expected ${place}.items[${wrong}]\` to be a whole number from 1 to ${capacity}`);
    return [name, { capacity, items: items as number[] }];
  });
}

function fault(file: OptionFile, what: string, cause?: unknown): UserError {
  const hint = 'The form is {"set": {"name": {"capacity": 150, "items": [42, 69]}}}.';
  return new UserError("bad-cases-file", `In the file ${file.path}: ${what}`, hint, { cause });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, from: number, to: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= from && value <= to;
}
