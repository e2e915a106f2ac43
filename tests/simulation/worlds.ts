import type { Campaign } from "../../src/campaign/assemble.ts";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { withModels } from "../../src/campaign/with-models.ts";
import type { CampaignSpec, KindName } from "../../src/events/spec.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { guessing, walking } from "../scenario/worlds.ts";

/** A small campaign of real programs, for backends that judge a genome by its text and never play the scenario. */
export function campaignOf(changes: Partial<CampaignSpec> = {}, scenario: Partial<PlayedScenario> = {}): Campaign {
  const world = guessing({ measures: [measure("low"), measure("long")], ...scenario });
  const small = { population: 8, births: 8, sizeMax: 30, budget: { generations: 4 } };
  return assemble({ ...defaultSpec(world, "/simulated/scenario.ts"), ...small, ...changes }, world);
}

/** The same of networks, in a world in steps; programs beside them where they are named too. */
export function networksOf(kinds: readonly KindName[], changes: Partial<CampaignSpec>, rivals = 0): Campaign {
  const world = { ...walking(), rivals };
  const bred = kinds.length > 1 ? { kind: kinds[0]!, kinds } : { kind: kinds[0]! };
  const small = { population: 8, births: 8, sizeMax: 30, budget: { generations: 4 } };
  const hidden = kinds.includes("network") ? [2] : [];
  const network = { hidden, activation: "tanh", outputActivation: "tanh", recurrent: false } as const;
  return assemble({ ...defaultSpec(world, "/simulated/scenario.ts", {}, bred), ...small, network, ...changes }, world);
}

function measure(name: string): {
  readonly name: string;
  readonly range: readonly [number, number];
  readonly about: string;
} {
  return { name, range: [0, 1], about: name };
}

/** One campaign of each sort that the loop knows. */
export const sorts: Readonly<Record<string, (seed: number) => Campaign>> = {
  "a ranked population": (seed) => campaignOf({ seed }),
  "a ranked population that keeps the best": (seed) =>
    campaignOf({ seed, archive: { name: "ranked", elites: 0, replacement: "plus" }, parsimony: 0.01 }),
  "a grid": (seed) =>
    campaignOf({ seed, archive: { name: "map-elites", bins: [4, 3] }, selection: { name: "uniform" } }),
  islands: (seed) => campaignOf({ seed, population: 12, islands, selection: { name: "weighted" } }),
  "islands of grids": (seed) => campaignOf({ seed, islands, archive: { name: "map-elites", bins: [2, 2] } }),
  lexicase: (seed) => campaignOf({ seed, selection: { name: "lexicase", epsilon: "automatic", downsample: 0.5 } }),
  rivals: (seed) => campaignOf({ seed }, { rivals: 2 }),
  "rivals on islands": (seed) => campaignOf({ seed, population: 12, islands }, { rivals: 3 }),
  networks: (seed) => networksOf(["network"], { seed }),
  "networks that grow": (seed) => networksOf(["neat"], { seed }),
  "networks that grow and begin anew": (seed) =>
    networksOf(["neat"], {
      seed,
      budget: { generations: 8 },
      islands: { count: 1, migrateEvery: 0, migrants: 1, resetAfter: 0, restartAfter: 1 },
    }),
  "OpenAI's strategy": (seed) => networksOf(["network"], { seed, emitter: { name: "open-es", sigma: 0.3, rate: 0.2 } }),
  "CMA-ES": (seed) => networksOf(["network"], { seed, emitter: { name: "cma-es", sigma: 0.5, diagonal: false } }),
  EGGROLL: (seed) => networksOf(["network"], { seed, emitter: { name: "eggroll", sigma: 0.3, rate: 0.2, rank: 1 } }),
  "programs beside networks": (seed) => networksOf(["program", "network"], { seed }, 2),
  "programs beside networks of a strategy": (seed) =>
    networksOf(["program", "network"], { seed, emitter: { name: "open-es", sigma: 0.3, rate: 0.2 } }),
  "programs that a model writes": (seed) => writtenBy(1, { seed }),
  "programs that models write on islands": (seed) => writtenBy(2, { seed, population: 12, islands }),
  "programs that models write for little money": (seed) =>
    writtenBy(2, { seed, budget: { generations: 4, usd: 0.05 } }),
  "three kinds": (seed) => networksOf(["program", "network", "neat"], { seed, population: 9, births: 9 }, 3),
};

/** Programs that models write too, within a budget of dollars where there is one. */
function writtenBy(count: number, changes: Partial<CampaignSpec> = {}): Campaign {
  const usdPerMillion = { input: 1, cacheWrite: 1, cacheRead: 1, output: 1 };
  const models = Array.from({ length: count }, (_, i) => ({ name: `m${i}`, usdPerMillion, tokensPerSecond: 50 }));
  const small = { population: 8, births: 8, sizeMax: 30, budget: { generations: 4 } };
  const world = guessing({ measures: [measure("low"), measure("long")] });
  const spec = withModels({ ...defaultSpec(world, "/simulated/scenario.ts"), ...small, ...changes }, models);
  return assemble({ ...spec, llm: { ...spec.llm!, births: 4, lessonsEvery: 9 } }, world);
}

const islands = { count: 3, migrateEvery: 2, migrants: 2, resetAfter: 2 };
