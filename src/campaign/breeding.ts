import { cmaEs } from "../emitters/cma-es.ts";
import { eggroll } from "../emitters/eggroll.ts";
import type { Emitter } from "../emitters/emitter.ts";
import type { WeightedOperator } from "../emitters/founding.ts";
import { genetic } from "../emitters/genetic.ts";
import { neat } from "../emitters/neat.ts";
import { openEs } from "../emitters/open-es.ts";
import { restarting } from "../emitters/restarting.ts";
import { sideBySide } from "../emitters/side-by-side.ts";
import { type CampaignSpec, type EmitterSpec, kindOn, kindsOf, type KindName } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { networkGenome, networkOf, relativeNetwork } from "../genome/kinds/network.ts";
import { layersOf, sameShape, weightsOf } from "../genome/kinds/network/shape.ts";
import type { Selection } from "../selection/selection.ts";
import { closest, UserError } from "../std/errors.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import type { Operator, VariationContext } from "../variation/operator.ts";
import { neatOperators, networkOperators, programOperators, vectorOperators } from "../variation/operators.ts";
import { checkModels, draftingOf, modelOperatorNames, shareOfDrafts } from "./writers.ts";

/** What breeding needs beside the spec. */
export interface Stock {
  readonly selection: Selection;
  readonly context: VariationContext;
  /** The genomes to start from, of any of the kinds. */
  readonly seeds: readonly Genome[];
}

const operatorsOf: Readonly<Record<KindName, readonly Operator[]>> = {
  program: programOperators,
  vector: vectorOperators,
  network: networkOperators,
  neat: neatOperators,
};

/** The emitter of a campaign; one an island where islands breed different kinds. Throws `UserError`. */
export function emitterOf(spec: CampaignSpec, stock: Stock): Emitter {
  const kinds = kindsOf(spec);
  checkModels(spec);
  checkOperators(spec, kinds);
  checkEmitter(spec, kinds);
  checkBandit(spec, kinds);
  checkIslands(spec, kinds);
  const { count } = spec.islands;
  if (kinds.length === 1) return emitterFor(kinds[0]!, count, spec, stock);
  return sideBySide(
    Array.from({ length: count }, (_, island) =>
      emitterFor(kindOn(spec, island), 1, shareOfDrafts(spec, island), stock),
    ),
  );
}

/** How much more patience each search of a strategy has than the one before. */
const patienceGrowth = 1.3;

/** An emitter that samples around a mean of its own. */
type Strategy = Exclude<EmitterSpec, { name: "genetic" | "neat" }>;

function emitterFor(kind: KindName, islands: number, spec: CampaignSpec, stock: Stock): Emitter {
  // Where several kinds evolve, one of them may have an emitter of its own, and the others breed as usual.
  const named = spec.emitter ?? { name: "genetic" };
  const isStrategy = named.name !== "genetic" && named.name !== "neat";
  if (isStrategy && kind === "network") return strategyOf(named, islands, spec, stock);
  const founding = {
    kind,
    islands,
    context: contextFor(kind, stock.context),
    seeds: stock.seeds.filter((genome) => genome.kind === kind),
    operators: operatorsOf[kind].map((operator): WeightedOperator => {
      return { operator, weight: spec.operators[operator.name] ?? 0 };
    }),
    generate: generatorOf(kind),
  };
  if (named.name === "neat" && kind === "neat") {
    return neat({ ...founding, ...(named.breeders === undefined ? {} : { breeders: named.breeders }) });
  }
  const drafting = kind === "program" ? draftingOf(spec) : undefined;
  return genetic({
    ...founding,
    selection: stock.selection,
    ...(spec.bandit === undefined ? {} : { bandit: spec.bandit }),
    ...(drafting === undefined ? {} : { drafting }),
  });
}

/** What a network with a fixed topology may be as large as is its shape's to say; the limit is for what grows. */
function contextFor(kind: KindName, context: VariationContext): VariationContext {
  const { network, sizeMax } = context;
  if (kind !== "network" || network === undefined) return context;
  return { ...context, sizeMax: Math.max(sizeMax, weightsOf(network)) };
}

function strategyOf(named: Strategy, islands: number, spec: CampaignSpec, { context, seeds }: Stock): Emitter {
  if (islands > 1) {
    throw new UserError(
      "bad-setting",
      `The emitter \`${named.name}\` samples around one mean, got ${islands} islands`,
      "Set `islands.count=1`.",
    );
  }
  const births = Math.floor(spec.births / spec.islands.count);
  // The mean, and a sample with its mirror image: with fewer nothing is ever compared.
  const birthsMin = named.name === "cma-es" ? 2 : 3;
  if (births < birthsMin) {
    throw new UserError(
      "bad-setting",
      `Expected at least ${birthsMin} births an island for \`${named.name}\`, got ${births}`,
      `Set \`births=${birthsMin * spec.islands.count}\` or more.`,
    );
  }
  const founders = strategyFounders(seeds);
  const founder = founders[0] ?? founderOf(context, randomFromSeed(spec.seed).fork("founder"));
  const { shape, weights } = networkOf(founder);
  return restarting({
    emitter: strategyFrom(founder, named, births),
    anew(random, searches) {
      const another = founders[searches] ?? founderOf({ ...context, network: shape }, random);
      return strategyFrom(another, named, births).memory!.start;
    },
    patience: 10 + Math.ceil(((named.patience ?? 30) * weights.length) / births),
    growth: named.patience === undefined ? 1 : patienceGrowth,
  });
}

/** The networks that a strategy starts from, one search after the other: a mean has the shape of the first all along. */
export function strategyFounders(seeds: readonly Genome[]): readonly Genome[] {
  const [first, ...others] = seeds.filter(({ kind }) => kind === "network");
  if (first === undefined) return [];
  const { shape } = networkOf(first);
  return [first, ...others.filter((one) => sameShape(networkOf(one).shape, shape))];
}

/** A network to start from. */
function founderOf(context: VariationContext, random: Random): Genome {
  return generatorOf("network").vary([], contextFor("network", context), random)!;
}

function strategyFrom(founder: Genome, named: Strategy, births: number): Emitter {
  const { shape, weights } = networkOf(founder);
  const points = {
    start: Float64Array.from(weights),
    genomeOf: (point: Float64Array) => networkGenome({ shape, weights: Float32Array.from(point) }),
  };
  switch (named.name) {
    case "open-es":
      return openEs({ points, sigma: named.sigma, learningRate: named.rate });
    case "cma-es":
      return cmaEs({ points, births, sigma: named.sigma, diagonal: named.diagonal });
    case "eggroll": {
      const perturbations = {
        start: weights,
        layers: layersOf(shape),
        genomeOfBase: (base: Float32Array) => networkGenome({ shape, weights: base }),
        genomeOf: relativeNetwork,
      };
      return eggroll({ perturbations, sigma: named.sigma, rank: named.rank, learningRate: named.rate });
    }
    default:
      return named satisfies never;
  }
}

function generatorOf(kind: KindName): Operator {
  const generator = operatorsOf[kind].find(({ arity }) => arity === 0);
  if (generator !== undefined) return generator;
  throw new UserError("no-generator", `Genomes of kind \`${kind}\` cannot be generated`, "Give a start population.");
}

/** What an emitter other than the genetic algorithm breeds. */
const kindOf: Readonly<Record<Exclude<EmitterSpec["name"], "genetic">, KindName>> = {
  neat: "neat",
  "open-es": "network",
  "cma-es": "network",
  eggroll: "network",
};

function checkEmitter({ emitter }: CampaignSpec, kinds: readonly KindName[]): void {
  if (emitter === undefined || emitter.name === "genetic") return;
  const breeds = kindOf[emitter.name];
  if (kinds.includes(breeds)) return;
  throw new UserError(
    "bad-setting",
    `The emitter \`${emitter.name}\` breeds genomes of the kind \`${breeds}\`, got \`${kinds.join(",")}\``,
    `Use it with \`--kind ${breeds}\`.`,
  );
}

/** A bandit has operators to choose from where some kind is bred by the genetic algorithm. */
function checkBandit({ bandit, emitter }: CampaignSpec, kinds: readonly KindName[]): void {
  if (bandit === undefined || emitter === undefined || emitter.name === "genetic") return;
  if (kinds.some((kind) => kind !== kindOf[emitter.name])) return;
  throw new UserError(
    "bad-setting",
    `\`bandit\` chooses operators for the genetic algorithm, got the emitter \`${emitter.name}\``,
    "Leave `bandit` out, or use the emitter `genetic`.",
  );
}

/** Every kind has an island at least, and a birth there. */
function checkIslands(spec: CampaignSpec, kinds: readonly KindName[]): void {
  const { births, islands } = spec;
  const bred = new Set(Array.from({ length: Math.min(births, islands.count) }, (_, island) => kindOn(spec, island)));
  if (kinds.every((kind) => bred.has(kind))) return;
  const [few, name] = births < islands.count ? [births, "births"] : [islands.count, "islands.count"];
  throw new UserError(
    "bad-setting",
    `Each kind of \`${kinds.join(",")}\` breeds on islands of its own, got \`${name}\` ${few}`,
    `Set \`${name}\` to ${spec.kinds!.length} or more.`,
  );
}

function checkOperators({ operators, llm }: CampaignSpec, kinds: readonly KindName[]): void {
  const offline = kinds.flatMap((kind) => operatorsOf[kind].map(({ name }) => name));
  const names = llm === undefined ? offline : [...offline, ...modelOperatorNames];
  for (const name of Object.keys(operators)) {
    if (names.includes(name)) continue;
    if (modelOperatorNames.includes(name)) {
      throw new UserError(
        "no-models",
        `The operator \`${name}\` asks a language model, and the spec names none`,
        "Name models with `--llm`, or leave the operator out.",
      );
    }
    const near = closest(name, names);
    throw new UserError(
      "unknown-operator",
      `Unknown operator \`${name}\` in \`operators\``,
      near === undefined
        ? `Use any of: ${names.join(", ")}.`
        : `Did you mean \`${near}\`? There are: ${names.join(", ")}.`,
    );
  }
}
