import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

/** One command of the command line, in a file of its own that is loaded when it is called. */
export interface CliCommand {
  /** Adds its arguments and options. */
  define(command: Command): void;
  /** Does it, with the options and arguments as they were given; returns the exit code. */
  act(terminal: Terminal, options: FlagValues, words: Words): Promise<number>;
}

/** The arguments in their order: as many as the command defines, with its defaults filled in. */
export type Words = readonly [string, string, string];

/** The values of options by their names in camel case. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The value of an option that takes a text. */
export function textOf(options: FlagValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The values of an option that can be repeated. */
export function listOf(options: FlagValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Gathers the values of an option that can be repeated. */
export function repeatable(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
