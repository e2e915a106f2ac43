import type { CampaignSpec, EmitterSpec, KindName } from "../events/spec.ts";

/** All in one population. */
export const onePopulation = { count: 1, migrateEvery: 10, migrants: 2, resetAfter: 50 };

/** Settings that suit a kind of networks better than those for programs. */
export const networkDefaults: Readonly<Record<"network" | "neat", Partial<CampaignSpec>>> = {
  network: {
    population: 64,
    births: 64,
    archive: { name: "ranked", elites: 3, replacement: "plus" },
    islands: { ...onePopulation, restartAfter: 30 },
    selection: { name: "tournament", size: 3 },
    operators: { isotropic: 3, "iso-line": 2 },
    sizeMax: 1_000_000,
    network: { hidden: [16], activation: "tanh", outputActivation: "tanh", recurrent: false },
    engine: "auto",
  },
  neat: {
    population: 150,
    births: 150,
    archive: { name: "species", target: 8 },
    selection: { name: "uniform" },
    operators: { "neat-mutation": 1, "neat-crossover": 1, "neat-mating": 4 },
    sizeMax: 500,
    network: { hidden: [], activation: "relu", outputActivation: "tanh", recurrent: false },
    engine: "auto",
    emitter: { name: "neat", breeders: 0.2 },
  },
};

/**
 * Settings of strategies with one mean, which begin anew by themselves: noise as wide as new weights, so that the first
 * steps find what is good at all, and steps that can bring weights from there to where units switch. A small sample that
 * adapts its noise shows early whether its start was bad, what follows a gradient late.
 */
export const strategyDefaults: Readonly<Record<EmitterSpec["name"], Partial<CampaignSpec>>> = {
  genetic: {},
  neat: {},
  "open-es": { births: 64, islands: onePopulation, emitter: { name: "open-es", sigma: 0.7, rate: 1 } },
  "cma-es": { births: 32, islands: onePopulation, emitter: { name: "cma-es", sigma: 1, diagonal: false, patience: 5 } },
  eggroll: {
    births: 64,
    islands: onePopulation,
    emitter: { name: "eggroll", sigma: 1, rate: 0.5, rank: 1 },
    // Its genomes are relative to a base: who lives keeps one in memory, which is as large as a network.
    archive: { name: "ranked", elites: 3, replacement: "generational" },
  },
};

/** Settings of a campaign whose islands breed different kinds: each with operators of its own and as many births. */
export function mixedDefaults(kinds: readonly KindName[], base: CampaignSpec): Partial<CampaignSpec> {
  const own = kinds.map((kind) => (kind === "network" || kind === "neat" ? networkDefaults[kind] : base));
  return {
    kinds,
    population: 60 * kinds.length,
    births: 60 * kinds.length,
    archive: { name: "ranked", elites: 3, replacement: "generational" },
    islands: { ...base.islands, count: kinds.length, migrateEvery: 0, resetAfter: 0 },
    selection: { name: "tournament", size: 3 },
    operators: Object.fromEntries(own.flatMap(({ operators = {} }) => Object.entries(operators))),
    network: { hidden: [8], activation: "tanh", outputActivation: "tanh", recurrent: false },
    engine: "auto",
  };
}
