import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Capability } from "../capabilities/capability.ts";
import { isProven } from "../capabilities/entry.ts";
import { scoreOf } from "../capabilities/proving.ts";
import { shows } from "../capabilities/shows.ts";
import { subjectOf } from "../capabilities/subject.ts";
import { genomeIn } from "../capabilities/written.ts";
import { persists } from "../cultivation/cultivate.ts";
import { graftingFor } from "../cultivation/part.ts";
import { evaluationsPerMember, type Pair, type Plot } from "../cultivation/replicate.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { oriented } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { count } from "../text/figures.ts";
import type { Agents } from "./agents.ts";
import { version } from "./package.ts";
import { findPopulation, loadPopulation, savePopulation } from "./population.ts";
import { createProving } from "./proving.ts";
import { scenarioHash } from "./scenario-hash.ts";
import { type LoadedScenario, requestScenario } from "./scenario-request.ts";
import { resolveSpec, specRequest } from "./spec.ts";

/** Where a capability is cultivated, before anything is played. */
export interface Field {
  readonly capability: Capability;
  /** The scenario as it is where the capability was found, and as the populations live in it. */
  readonly home: LoadedScenario;
  readonly world: LoadedScenario;
  readonly spec: CampaignSpec;
  readonly founders: readonly Genome[];
  readonly replicates: number;
  readonly seed: number;
}

/** What was asked for. */
export interface FieldRequest {
  readonly settings: readonly (readonly [path: string, value: string])[];
  /** A population to begin with. */
  readonly population: string | undefined;
  readonly replicates: number;
  readonly seed: number;
  /** The most evaluations. */
  readonly evaluations: number;
  readonly cwd: string;
}

/** In small populations evolution does not find everything by itself. */
const membersUsual = 30;
const membersMin = 10;
const agentsMax = 100;

/** Reads all that cultivating a capability takes, and checks it. Throws `UserError`. */
export async function fieldOf(capability: Capability, request: FieldRequest): Promise<Field> {
  checkProven(capability);
  const { scenario } = capability;
  const home = await requestScenario(scenario.path, scenario.options, "/");
  if (scenarioHash(home) !== scenario.hash) {
    throw new UserError(
      "scenario-changed",
      `The scenario ${scenario.path} is another one than when ${capability.name} was found`,
      "Bring the old file back, or mine a run of the new one.",
    );
  }
  const { population, settings, cwd, replicates, seed } = request;
  const usual = [["population", String(membersUsual)]] as const;
  const asked = specRequest(scenario.path, [...usual, ...settings], {}, cwd);
  const { spec, loaded } = await resolveSpec({ ...asked, options: { ...scenario.options, ...asked.options } });
  if (capability.kind !== undefined || kindsOf(spec).some((kind) => kind !== "program")) {
    throw new UserError(
      "no-programs",
      "Capabilities are cultivated in programs only",
      "Choose one that programs show, and leave `kind` and `kinds` out.",
    );
  }
  const members = membersOf(spec, request);
  const grown = { ...spec, population: members, births: members, islands: { ...spec.islands, count: 1 } };
  const founders = population === undefined ? [] : foundersOf(population, cwd);
  return { capability, home, world: loaded, spec: grown, founders, replicates, seed };
}

/** What fails its tests is no capability, so there is nothing to spread. */
function checkProven(capability: Capability): void {
  if (isProven(capability)) return;
  const { id, name, status } = capability;
  throw new UserError(
    "not-validated",
    `${name} (${id}) is ${status}, and only what is validated is cultivated`,
    "`lamarck capabilities list` says which are.",
  );
}

function membersOf({ population }: CampaignSpec, { replicates, evaluations }: FieldRequest): number {
  const most = Math.floor(evaluations / (replicates * evaluationsPerMember));
  if (most >= membersMin) return Math.min(population, most);
  const least = membersMin * replicates * evaluationsPerMember;
  throw new UserError(
    "budget-small",
    `${count(evaluations)} evaluations are too few for ${replicates} pairs of populations`,
    `Allow ${count(least)} with \`--budget-evals ${least}\`, or ask for fewer \`--replicates\`.`,
  );
}

function foundersOf(word: string, cwd: string): readonly Genome[] {
  const { manifest, genomes } = loadPopulation(findPopulation(word, cwd));
  if (manifest.kind === "program") return genomes;
  throw new UserError(
    "population-kind",
    `The population ${word} is of the kind \`${manifest.kind}\`, and capabilities are cultivated in programs only`,
    "Name a population of programs.",
  );
}

/** The plot of a field. Throws `UserError` where the responsible part cannot stand in other programs. */
export async function plotOf(
  { capability, home, world, spec, founders, seed }: Field,
  agents: Agents,
  signal: AbortSignal,
): Promise<Plot> {
  const subject = subjectOf(capability, home.scenario);
  const rivals = capability.trial.rivals.map(genomeIn);
  const provingIn = ({ path, options, scenario }: LoadedScenario) =>
    createProving(agents, { scenario, address: { path, options, seed: capability.trial.seed }, rivals });
  const grafting =
    subject.carrier.kind === "program"
      ? await graftingFor(subject, { proving: provingIn(home), scenario: home.scenario })
      : undefined;
  if (grafting === undefined) {
    throw new UserError(
      "part-fixed",
      `The part that is responsible for ${capability.name} cannot stand in other programs`,
      "Cultivate a capability whose part is one expression.",
    );
  }
  const { pattern } = subject.candidate;
  const { scenario } = world;
  return { pattern, grafting, scenario, spec, founders, recorder: agents, proving: provingIn(world), seed, signal };
}

/** Where a population of this name is in a workspace. Throws `UserError` for one that is there, and for no name. */
export function freeFolder(cwd: string, name: string): string {
  const folder = join(cwd, "populations", name);
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw new UserError(
      "bad-option-value",
      `Expected \`--name\` to be letters, digits, - and _, got \`${name}\``,
      "Write `--name my-agents`, for example.",
    );
  }
  if (!existsSync(folder)) return folder;
  throw new UserError("population-exists", `There already is a population in ${folder}`, "Name another with `--name`.");
}

/** Saves those who show the pattern where it persisted, the best on training cases first; how many they are. */
export async function deploy(
  folder: string,
  pairs: readonly Pair[],
  { capability, world, seed }: Field,
  { pattern, proving, scenario }: Plot,
): Promise<number> {
  const bearers = new Map<string, { readonly genome: Genome; readonly replicate: number }>();
  for (const [replicate, { treated }] of pairs.entries()) {
    if (!persists(treated)) continue;
    for (const genome of treated.bearers)
      if (!bearers.has(genome.hash)) bearers.set(genome.hash, { genome, replicate });
  }
  const all = [...bearers.values()];
  const played = await proving.play(
    all.map(({ genome }) => genome),
    "train",
  );
  const [objective] = scenario.objectives;
  const best = all
    .map((one, i) => ({ ...one, score: scoreOf(played[i]!.outcome), traces: played[i]!.traces }))
    .filter((one): one is typeof one & { score: number } => one.score !== undefined && shows(pattern, one.traces))
    .toSorted((a, b) => oriented(objective, b.score) - oriented(objective, a.score))
    .slice(0, agentsMax);
  const agents = best.map(({ genome, replicate, score }) => ({
    hash: genome.hash,
    from: { capability: capability.id, replicate, seed, lamarck: version() },
    score,
    split: "train" as const,
  }));
  const { options } = world;
  savePopulation(folder, {
    manifest: {
      schema: "lamarck/population@1",
      kind: "program",
      scenario: scenario.name,
      options,
      agents,
      licence: "MIT",
    },
    genomes: best.map(({ genome }) => genome),
  });
  return best.length;
}
