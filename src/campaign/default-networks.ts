import type { CampaignSpec, KindName } from "../events/spec.ts";

/** Settings that suit a kind of networks better than those for programs. */
export const networkDefaults: Readonly<Record<"network" | "neat", Partial<CampaignSpec>>> = {
  network: {
    population: 128,
    births: 128,
    archive: { name: "ranked", elites: 3, replacement: "plus" },
    selection: { name: "tournament", size: 3 },
    operators: { "iso-line": 3, isotropic: 2, "unit-crossover": 1 },
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
    network: { hidden: [], activation: "tanh", outputActivation: "tanh", recurrent: false },
    engine: "auto",
    emitter: { name: "neat" },
  },
};

/** For genomes that are relative to a base: who lives keeps a base in memory, which is as large as a network. */
export const shortLived: Partial<CampaignSpec> = {
  archive: { name: "ranked", elites: 3, replacement: "generational" },
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
