import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Genome } from "../genome/genome.ts";
import { genomeKinds, isNetwork } from "../genome/kinds.ts";
import { wholeNetwork } from "../genome/kinds/network.ts";
import type { OptionValue, Split } from "../scenario/scenario.ts";
import { closest, UserError } from "../std/errors.ts";
import { attempt } from "../store/appender.ts";
import { writeJson } from "../store/run-directory.ts";
import { readJson, readText } from "./files.ts";
import { packageFolder } from "./package.ts";
import { misfitOf, type Schema } from "./schema.ts";

/** The file `population.json`: what the agents of a folder are, and where they came from. */
export interface PopulationManifest {
  readonly schema: "lamarck/population@1";
  readonly kind: string;
  readonly scenario: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly agents: readonly PopulationAgent[];
  readonly licence: string;
}

export interface PopulationAgent {
  /** The genome's hash; its text is in `genomes/<hash>.js`, or `.json` where it is a network. */
  readonly hash: string;
  /** A variant of a run, a file that was imported, or a pair of populations in which a capability was cultivated. */
  readonly from:
    | { readonly run: string; readonly variant: number; readonly seed: number; readonly lamarck: string }
    | { readonly file: string; readonly lamarck: string }
    | { readonly capability: string; readonly replicate: number; readonly seed: number; readonly lamarck: string };
  /** Mean of the scenario's first objective over the cases of a split. */
  readonly score: number;
  readonly split: Split;
}

/** Agents to start from: a manifest with the genomes that it names, in its order. */
export interface Population {
  readonly manifest: PopulationManifest;
  readonly genomes: readonly Genome[];
}

const agentsMax = 100_000;
/** Networks are large; how large a genome of its kind may be, its kind says. */
const genomeBytesMax = 1 << 27;

/** The JSON Schema of `population.json`. */
export const populationSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A population's manifest",
  type: "object",
  properties: {
    schema: { const: "lamarck/population@1" },
    kind: { enum: genomeKinds.map(({ name }) => name) },
    scenario: { type: "string" },
    options: { type: "object" },
    agents: {
      type: "array",
      maxItems: agentsMax,
      items: {
        type: "object",
        properties: {
          hash: { type: "string" },
          from: { type: "object" },
          score: { type: "number" },
          split: { enum: ["train", "validation", "test"] },
        },
        required: ["hash", "from", "score", "split"],
      },
    },
    licence: { type: "string" },
  },
  required: ["schema", "kind", "scenario", "options", "agents", "licence"],
};

/** Finds a population by its folder's path or by its name, here or among those that come with Lamarck. Throws `UserError`. */
export function findPopulation(word: string, cwd: string): string {
  const homes = [join(cwd, "populations"), join(packageFolder, "populations")];
  const places = [resolve(cwd, word), ...homes.map((home) => join(home, word))];
  const found = places.find((place) => existsSync(join(place, "population.json")));
  if (found !== undefined) return found;
  const names = homes.flatMap((home) => (existsSync(home) ? readdirSync(home) : []));
  const near = closest(word, names);
  throw new UserError(
    "population-not-found",
    `There is no population \`${word}\``,
    near === undefined
      ? `Name a folder with a population.json${names.length > 0 ? `, or one of ${names.join(", ")}` : ""}.`
      : `Did you mean \`${near}\`?`,
  );
}

/** Reads a population and checks that each genome is the one that its manifest means. Throws `UserError`. */
export function loadPopulation(folder: string): Population {
  const file = join(folder, "population.json");
  const value = readJson(file);
  const misfit = misfitOf(value, populationSchema);
  if (misfit !== undefined) throw new UserError("bad-population", `${misfit.message} (${file})`, misfit.hint);
  const manifest = value as PopulationManifest;
  const kind = genomeKinds.find(({ name }) => name === manifest.kind)!;
  const genomes = manifest.agents.map(({ hash }) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw damaged(file, `\`${hash.slice(0, 80)}\` is no hash`);
    const path = genomeFile(folder, { kind: kind.name, hash });
    const genome = kind.parse(readText(path, genomeBytesMax));
    if (genome.hash !== hash) throw damaged(path, "its text is not what its name says");
    return genome;
  });
  return { manifest, genomes };
}

function damaged(file: string, what: string): UserError {
  return new UserError(
    "bad-population",
    `The population is damaged: ${what} (${file})`,
    "Export it again, or restore it from a copy.",
  );
}

/** Writes a population's folder. Throws `UserError` where there already is one, `WorldError` when it cannot be written. */
export function savePopulation(folder: string, { manifest, genomes }: Population): void {
  const file = join(folder, "population.json");
  if (existsSync(file))
    throw new UserError("population-exists", `There already is a population in ${folder}`, "Name another folder.");
  attempt(folder, () => mkdirSync(join(folder, "genomes"), { recursive: true }));
  for (const genome of genomes) {
    const path = genomeFile(folder, genome);
    attempt(path, () => writeFileSync(path, genome.bytes));
  }
  writeJson(file, manifest);
}

function genomeFile(folder: string, { kind, hash }: Pick<Genome, "kind" | "hash">): string {
  return join(folder, "genomes", `${hash}.${isNetwork({ kind }) ? "json" : "js"}`);
}

/** The genome whose bytes say all, since a population has no others for it to be relative to. */
export function wholeGenome(genome: Genome): Genome {
  return genome.kind === "network" ? wholeNetwork(genome) : genome;
}

/** Says where a population is and how to start from it. */
export function savedText(agents: number, folder: string, kind: string): string {
  const flag = kind === "program" ? "" : ` --kind ${kind}`;
  return `${agents === 1 ? "1 agent is" : `${agents} agents are`} in ${folder}. Start from ${agents === 1 ? "it" : "them"} with \`lamarck run ...${flag} --population ${folder}\`.\n`;
}
