import type { Argument, Command, Option } from "commander";
import { engineNames } from "../../evaluation/engine-name.ts";
import { publishedPrices } from "../../llm/prices.ts";
import { builtinScenarios } from "../../scenario/builtin.ts";
import { displayNames } from "../display.ts";
import { capabilityVerbs } from "../commands/capabilities.ts";
import { formats } from "../commands/export.ts";
import { schemas } from "../commands/schema.ts";
import { sorts } from "../commands/top.ts";
import { emitterNames, kindNames } from "../spec-schema.ts";
import { settingNames } from "../../runner/settings.ts";
import { verbs } from "../../runner/steering.ts";
import { oneLine } from "../../text/sanitize.ts";

/** What can stand at a place of a command line. */
export interface Candidates {
  readonly words: readonly string[];
  /** What only the moment knows: runs of the folder, files. */
  readonly also?: "runs" | "files";
}

/** An option with what may follow it; nothing may follow a switch. */
export interface OptionWords {
  /** With their dashes. */
  readonly names: readonly string[];
  readonly about: string;
  readonly value?: Candidates;
}

/** All that can follow a command's name. */
export interface CommandWords {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OptionWords[];
  /** By place; the last one goes on where the command takes any number. */
  readonly places: readonly Candidates[];
  readonly isVariadic: boolean;
}

/** The shells that scripts are written for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const free: Candidates = { words: [] };
const runs: Candidates = { words: ["latest"], also: "runs" };
const files: Candidates = { words: [], also: "files" };
const variants: Candidates = { words: ["champion", "best"] };
const scenarios: Candidates = { words: builtinScenarios, also: "files" };

/** By the argument's name, or by the command's and the argument's. */
const ofArguments: Readonly<Record<string, Candidates>> = {
  run: runs,
  runs,
  variant: variants,
  before: variants,
  after: variants,
  scenario: scenarios,
  folder: files,
  file: files,
  verb: { words: verbs },
  words: { words: settingNames },
  shell: { words: shells },
  what: { words: ["hash", "lines"] },
  "capabilities verb": { words: capabilityVerbs },
  "schema name": { words: Object.keys(schemas) },
};

/** By the option's name, or by the command's and the option's. */
const ofOptions: Readonly<Record<string, Candidates>> = {
  "--run": runs,
  "--run-dir": files,
  "--output": files,
  "--html": files,
  "--program": files,
  "--population": { words: builtinScenarios, also: "files" },
  "--display": { words: displayNames },
  "--sort": { words: sorts },
  "--format": { words: formats },
  "--kind": { words: kindNames },
  "--emitter": { words: emitterNames },
  "--engine": { words: ["auto", ...engineNames] },
  "--llm": { words: Object.keys(publishedPrices.models) },
  "--llm-key-file": files,
  "--prices": files,
  "--variant": variants,
  "import --scenario": scenarios,
  "evaluate --cases": { words: ["train", "validation", "test"], also: "files" },
  "play --display": { words: ["full", "plain"] },
};

/** What can be completed on a command line, as the commands define it. */
export function completionsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((command): CommandWords => {
    const name = command.name();
    const options = [...command.options, helpOption].map((option) => optionWords(name, option));
    const places = command.registeredArguments.map((argument) => candidatesOf(name, argument));
    const isVariadic = command.registeredArguments.at(-1)?.variadic === true;
    return { name, about: oneLine(command.description(), 100), options, places, isVariadic };
  });
}

const helpOption = {
  short: "-h",
  long: "--help",
  description: "show what it does and takes",
  required: false,
} as const;

function optionWords(
  command: string,
  {
    short,
    long,
    description,
    required,
  }: Pick<Option, "short" | "long" | "description" | "required"> | typeof helpOption,
): OptionWords {
  const names = [short, long].filter((name) => name !== undefined && name !== null);
  const words = { names, about: oneLine(description, 100) };
  return required ? { ...words, value: ofOptions[`${command} ${long}`] ?? ofOptions[String(long)] ?? free } : words;
}

function candidatesOf(command: string, argument: Argument): Candidates {
  return ofArguments[`${command} ${argument.name()}`] ?? ofArguments[argument.name()] ?? free;
}
