import { resolve } from "node:path";
import type { Command } from "commander";
import { type CampaignSpec, kindsOf, type ModelSpec } from "../events/spec.ts";
import { type PriceTable, pricedModels } from "../llm/prices.ts";
import { UserError } from "../std/errors.ts";
import { type FlagValues, textOf } from "./command.ts";
import { readJson } from "./files.ts";
import { wholeFlag } from "./flags.ts";
import { misfitOf } from "./schema.ts";
import { pricesSchema } from "./spec-schema.ts";
import type { Terminal } from "./terminal.ts";

const modelsMax = 8;
const inFlightDefault = 4;
const inFlightMax = 64;
const pricesBytesMax = 1 << 20;

/** Adds the options that name the language models of a new campaign. */
export function defineModels(command: Command): void {
  command
    .option("--llm <models>", "let language models write children too; several with commas")
    .option("--llm-batches", "have calls wait for one another, at half the price")
    .option("--prices <file>", "prices of models in JSON, before the published ones (`lamarck schema prices`)");
}

/** Adds the options that say how models are asked; they decide no result. */
export function defineAsking(command: Command): void {
  command
    .option("--llm-key-file <file>", "read the key for models from a file, not from ANTHROPIC_API_KEY")
    .option("--llm-in-flight <count>", `calls of models at the same time (default: ${inFlightDefault})`);
}

/** How models are asked. */
export interface Asking {
  /** Where the key is, if not in the environment. */
  readonly keyFile?: string;
  /** Calls at the same time; from 1 to 64. */
  readonly inFlight: number;
}

/** What the options say of how models are asked. Throws `UserError`. */
export function askingOf(options: FlagValues, cwd: string): Asking {
  const [file, inFlight] = [textOf(options, "llmKeyFile"), textOf(options, "llmInFlight")];
  return {
    ...(file === undefined ? {} : { keyFile: resolve(cwd, file) }),
    inFlight: inFlight === undefined ? inFlightDefault : wholeFlag("--llm-in-flight", inFlight, 1, inFlightMax),
  };
}

/** Where models are asked, if not at the provider's own address. */
export function addressOf(env: Terminal["env"]): { readonly baseUrl?: string } {
  const baseUrl = env["ANTHROPIC_BASE_URL"];
  return baseUrl === undefined || baseUrl === "" ? {} : { baseUrl };
}

/** The models that `--llm` names, with their prices; none without it. Throws `UserError`. */
export function modelsOf(options: FlagValues, cwd: string): readonly ModelSpec[] {
  const [words, prices] = [textOf(options, "llm"), textOf(options, "prices")];
  if (words === undefined) {
    const needy = options["llmBatches"] === true ? "--llm-batches" : prices === undefined ? undefined : "--prices";
    if (needy === undefined) return [];
    throw new UserError("bad-option", `\`${needy}\` does nothing without \`--llm\``, "Name the models with `--llm`.");
  }
  const names = words.split(",").map((word) => word.trim());
  const isList = names.every((name) => name !== "") && new Set(names).size === names.length;
  if (!isList || names.length > modelsMax) {
    throw new UserError(
      "bad-option-value",
      `Expected \`--llm\` to be one to ${modelsMax} different models with commas between them, got \`${words}\``,
      "Write `--llm claude-haiku-5-5`, for example.",
    );
  }
  return pricedModels(names, prices === undefined ? undefined : priceTable(resolve(cwd, prices)));
}

function priceTable(path: string): PriceTable {
  const value = readJson(path, pricesBytesMax);
  const misfit = misfitOf(value, pricesSchema);
  if (misfit === undefined) return value as PriceTable;
  throw new UserError("bad-prices", `${misfit.message} (${path})`, `${misfit.hint} See \`lamarck schema prices\`.`);
}

/** The models of a run that is to go on must be those that it was started with. Throws `UserError`. */
export function checkSameModels(log: CampaignSpec, models: readonly ModelSpec[]): void {
  const [before, now] = [log.llm?.models ?? [], models].map((list) => list.map(({ name }) => name).join(","));
  if (now === "" || before === now) return;
  throw new UserError(
    "spec-differs",
    `The run was started with ${before === "" ? "no language models" : `the models ${before}`}, not with ${now}`,
    "Leave `--llm` out to go on with the run, or name another `--run-dir`.",
  );
}

/** Models write programs. Throws `UserError` where none evolve. */
export function checkModelKinds(spec: Pick<CampaignSpec, "kind" | "kinds">): void {
  const kinds = kindsOf(spec);
  if (kinds.includes("program")) return;
  throw new UserError(
    "llm-kind",
    `Language models write programs, but \`${kinds.join(",")}\` evolves`,
    "Leave `--llm` out, or add `--kind program`.",
  );
}
