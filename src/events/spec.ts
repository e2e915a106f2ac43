import type { BanditOptions } from "../emitters/bandit.ts";
import type { EngineName } from "../evaluation/engine-name.ts";
import type { NetworkShape } from "../genome/kinds/network/shape.ts";
import type { Target } from "../scenario/target.ts";
import type { OptionValue, Primitives } from "../scenario/scenario.ts";
import type { Effort, Usage } from "../variation/calls.ts";

/** Everything that decides a campaign's results. Plain data: it is the first line of the log. */
export interface CampaignSpec {
  readonly scenario: {
    /** The name of a built-in, or the absolute path of a scenario file. */
    readonly path: string;
    readonly options: Readonly<Record<string, OptionValue>>;
  };
  /** A whole number from 0; all randomness comes from it. */
  readonly seed: number;
  /** The kind of genome that evolves. */
  readonly kind: KindName;
  /** The kinds that islands breed, in turn, where these are several; absent where all breed `kind`. */
  readonly kinds?: readonly KindName[];
  /** The shape of new networks; present where networks evolve. */
  readonly network?: NetworkSettings;
  /** What runs networks; `auto` is settled before the log begins. */
  readonly engine?: EngineName | "auto";
  /** Who proposes; the genetic algorithm where absent. */
  readonly emitter?: EmitterSpec;
  /** The most members that live at once, over all islands; from 2. */
  readonly population: number;
  /** How many variants are born in a generation; from 1. */
  readonly births: number;
  readonly archive: ArchiveSpec;
  readonly islands: IslandsSpec;
  readonly selection: SelectionSpec;
  /** Weights of the operators by name; those not named have the weight 0. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operators are chosen by what they have brought so far, among those with a weight; by their weights where absent. */
  readonly bandit?: BanditOptions;
  /** The language models that write children; none where absent. */
  readonly llm?: LlmSpec;
  /** The largest genome, in its kind's unit (syntax nodes, genes); networks are as large as their shape. From 8. */
  readonly sizeMax: number;
  /** Fitness that a genome loses for each unit of its size; 0 turns parsimony off. */
  readonly parsimony: number;
  /** Overrides of the scenario's primitives. */
  readonly primitives: Partial<Primitives>;
  /** Canonical texts of the genomes to start from. */
  readonly start: readonly string[];
  readonly budget: Budget;
}

export type ArchiveSpec =
  | {
      readonly name: "ranked";
      readonly elites: number;
      readonly replacement: "generational" | "plus" | "youngest";
    }
  /** One number of bins a behaviour measure. */
  | { readonly name: "map-elites"; readonly bins: readonly number[] }
  /** Speciation, for networks whose topology evolves. */
  | {
      readonly name: "species";
      readonly target: number;
      /** A species that has not become better for so many generations dies out, but for the two best; 0 for never, 20 where absent. */
      readonly stagnation?: number;
    };

export interface IslandsSpec {
  /** From 1. */
  readonly count: number;
  /** Generations between migrations; 0 for never. */
  readonly migrateEvery: number;
  /** How many of each island's best are copied to the next. */
  readonly migrants: number;
  /** Generations without a better member after which an island starts anew from another one's best; 0 for never. */
  readonly resetAfter: number;
  /** Generations without a better member after which all are founded anew and only the best is kept; never where absent or 0. */
  readonly restartAfter?: number;
}

export type SelectionSpec =
  | { readonly name: "tournament"; readonly size: number }
  | { readonly name: "lexicase"; readonly epsilon: "automatic" | number; readonly downsample: number }
  | { readonly name: "weighted" }
  | { readonly name: "uniform" };

/** A network's shape but for what the scenario decides. */
export type NetworkSettings = Omit<NetworkShape, "inputs" | "outputs">;

export type KindName = "program" | "vector" | "network" | "neat";

export type EmitterSpec =
  | { readonly name: "genetic" }
  /** Births by species, in proportion to shared fitness; `breeders` is the share of each that has children, 0.2 where absent. */
  | { readonly name: "neat"; readonly breeders?: number }
  | ({ readonly name: "open-es"; readonly sigma: number; readonly rate: number } & Patient)
  | ({ readonly name: "cma-es"; readonly sigma: number; readonly diagonal: boolean } & Patient)
  | ({ readonly name: "eggroll"; readonly sigma: number; readonly rate: number; readonly rank: number } & Patient);

/** When a strategy with one mean begins anew. */
interface Patient {
  /**
   * Evaluations without progress that the first search has for each weight, from 0; each later one has 1.3 times as many as
   * the one before. Where absent, all have 30.
   */
  readonly patience?: number;
}

export interface LlmSpec {
  /** Models in turn; each is an arm of its own with each operator. From 1 to 8. */
  readonly models: readonly ModelSpec[];
  /** The most children of a generation that models write; from 1. */
  readonly births: number;
  /** The most tokens of a reply, what a model thinks to itself included; from 256. */
  readonly outputMax: number;
  /** How much thought models give to a reply; the provider decides where absent. Not all models take it. */
  readonly effort?: Effort;
  /** Evaluations between two lessons; 0 for never. */
  readonly lessonsEvery: number;
  /** Calls wait for one another and go out together, at half the price. */
  readonly batches: boolean;
}

/** A model as it is called and what it costs: prices are part of the spec, since budgets decide results. */
export interface ModelSpec {
  readonly name: string;
  /** US dollars per million tokens. */
  readonly usdPerMillion: Usage;
  /** How fast it is reckoned to write: measured times decide nothing. */
  readonly tokensPerSecond: number;
}

/** The kind that an island breeds. */
export function kindOn({ kind, kinds = [kind] }: Pick<CampaignSpec, "kind" | "kinds">, island: number): KindName {
  return kinds[island % kinds.length]!;
}

/** The kinds that a campaign breeds. */
export function kindsOf({ kind, kinds = [kind] }: Pick<CampaignSpec, "kind" | "kinds">): readonly KindName[] {
  return [...new Set(kinds)];
}

/** When a campaign ends: at whichever comes first. Without any of them it runs until it is stopped. */
export interface Budget {
  readonly evaluations?: number;
  readonly generations?: number;
  /** Seconds of running time, summed over all sittings. */
  readonly seconds?: number;
  readonly target?: Target;
  /** The most that language models may cost in US dollars; they are not asked any more then, and the campaign goes on. */
  readonly usd?: number;
  /** The most tokens of language models, of any sort; likewise. */
  readonly tokens?: number;
}
