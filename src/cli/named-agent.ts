import { extname, resolve } from "node:path";
import type { Capability } from "../capabilities/capability.ts";
import { carrierOf } from "../capabilities/written.ts";
import { type Genome, genomeOf } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { closest, UserError } from "../std/errors.ts";
import { findEntry, readCatalogue } from "../store/catalogue.ts";
import { findRun } from "../store/run-directory.ts";
import { readAgent } from "./agent-file.ts";
import { genomesOf, variantId, variantRecord } from "./history.ts";
import { findPopulation, loadPopulation } from "./population.ts";

/** An agent that was named in words, and the capability whose carrier it is. */
export interface NamedAgent {
  readonly genome: Genome;
  readonly capability?: Capability;
}

/** Where words lead. */
export interface NamingPlace {
  readonly scenario: Scenario;
  /** The folder of runs, populations and the catalogue. */
  readonly workspace: string;
  /** The folder from which files are named. */
  readonly folder: string;
}

const extensions: ReadonlySet<string> = new Set([".js", ".mjs", ".ts", ".json", ".onnx"]);

/**
 * The agent that words name: a file, `capability ID`, `population NAME HASH`, `reference NAME`, or a run and a variant as
 * in `latest champion`. Throws `UserError` where there is none.
 */
export async function namedAgent(text: string, place: NamingPlace): Promise<NamedAgent> {
  if (extensions.has(extname(text.trim()))) {
    return { genome: await readAgent(resolve(place.folder, text.trim()), place.scenario) };
  }
  const [first = "", ...others] = text.trim().split(/\s+/);
  const [second, third] = others;
  if (first === "capability" && others.length === 1) {
    const capability = findEntry(readCatalogue(place.workspace), second!);
    return { genome: carrierOf(capability), capability };
  }
  if (first === "population" && others.length === 2) return { genome: memberOf(second!, third!, place.workspace) };
  if (first === "reference" && others.length === 1) return { genome: referenceOf(second!, place.scenario) };
  if (first === "" || others.length > 1) throw unknown(text);
  const run = findRun(first, place.workspace);
  const { born } = variantRecord(run, await variantId(run, second ?? "champion"));
  return { genome: genomesOf(run, [born.genome])[0]! };
}

function memberOf(name: string, hash: string, workspace: string): Genome {
  const folder = findPopulation(name, workspace);
  const { genomes } = loadPopulation(folder);
  const found = genomes.filter((genome) => genome.hash.startsWith(hash.toLowerCase()));
  if (found.length === 1) return found[0]!;
  const some = genomes.slice(0, 8).map((genome) => genome.hash.slice(0, 12));
  throw new UserError(
    "agent-not-found",
    `\`${hash}\` names ${found.length} agents of the population ${folder}`,
    `Name one by the beginning of its hash: ${some.join(", ")}.`,
  );
}

function referenceOf(name: string, { name: scenario, references = [] }: Scenario): Genome {
  const found = references.find((reference) => reference.name === name);
  if (found !== undefined) return genomeOf("program", found.source);
  const names = references.map((reference) => reference.name);
  const near = closest(name, names);
  const known = names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`;
  throw new UserError(
    "agent-not-found",
    `The scenario ${scenario} has no reference \`${name}\``,
    near === undefined ? known : `Did you mean \`${near}\`? ${known}`,
  );
}

function unknown(text: string): UserError {
  return new UserError(
    "agent-not-found",
    `\`${text.slice(0, 100)}\` names no agent`,
    "Write a file such as `rule.js`, a run and a variant such as `latest champion`, `capability ID`, `population NAME HASH` or `reference NAME`.",
  );
}
