import type { Archive } from "../archives/archive.ts";
import { foundedAnew } from "../archives/founded-anew.ts";
import { islands } from "../archives/islands.ts";
import { mapElites } from "../archives/map-elites.ts";
import { ranked } from "../archives/ranked.ts";
import { species } from "../archives/species.ts";
import type { Emitter } from "../emitters/emitter.ts";
import { type CampaignSpec, kindOn, kindsOf, type SelectionSpec } from "../events/spec.ts";
import type { Genome, GenomeKind } from "../genome/genome.ts";
import { genomeKinds, isNetwork } from "../genome/kinds.ts";
import { type NetworkShape } from "../genome/kinds/network/shape.ts";
import { type Primitives, primitivesOf, type Scenario } from "../scenario/scenario.ts";
import { seatsOf } from "../scenario/seating.ts";
import { lexicase } from "../selection/lexicase.ts";
import type { Selection } from "../selection/selection.ts";
import { tournament } from "../selection/tournament.ts";
import { uniform } from "../selection/uniform.ts";
import { weighted } from "../selection/weighted.ts";
import { UserError } from "../std/errors.ts";
import { emitterOf } from "./breeding.ts";
import { checkIdle } from "./idle.ts";
import { checkSeated } from "./seats.ts";

/** The parts of a campaign, put together as its spec says. */
export interface Campaign {
  readonly spec: CampaignSpec;
  readonly scenario: Scenario;
  /** The size of a genome of any kind, in its kind's unit. */
  sizeOf(genome: Genome): number;
  readonly archive: Archive;
  readonly emitter: Emitter;
}

/** Puts a campaign together. Throws `UserError` for a spec that names what does not exist or cannot work. */
export function assemble(spec: CampaignSpec, scenario: Scenario): Campaign {
  const kinds = kindsOf(spec);
  const shape = kinds.some((kind) => isNetwork({ kind })) ? shapeOf(spec, scenario) : undefined;
  const emitter = emitterOf(spec, {
    selection: createSelection(spec.selection),
    seeds: spec.start.map((text) => seedOf(text, kinds, scenario)),
    context: {
      signature: scenario.agent,
      primitives: { ...primitivesOf(scenario), ...(spec.primitives as Primitives) },
      sizeMax: spec.sizeMax,
      ...(shape === undefined ? {} : { network: shape }),
    },
  });
  checkIdle(spec);
  return {
    spec,
    scenario,
    sizeOf: (genome) => kindNamed(genome.kind).size(genome),
    archive: archiveOf(spec, scenario),
    emitter,
  };
}

function kindNamed(name: string): GenomeKind {
  return genomeKinds.find((kind) => kind.name === name)!;
}

/** The genome of a text, which is of one of these kinds and can play. Throws `UserError` as the first kind does where it is of none. */
function seedOf(text: string, kinds: readonly string[], scenario: Scenario): Genome {
  const genome = parsed(text, kinds);
  if (isNetwork(genome)) checkSeated(genome, scenario);
  return genome;
}

function parsed(text: string, kinds: readonly string[]): Genome {
  for (const name of kinds.slice(1)) {
    try {
      return kindNamed(name).parse(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return kindNamed(kinds[0]!).parse(text);
}

/** The shape of new networks in a world. Throws `UserError` where networks cannot play there. */
function shapeOf({ network }: CampaignSpec, scenario: Scenario): NetworkShape {
  const { inputs, outputs } = seatsOf(scenario);
  if (network === undefined) {
    throw new UserError("bad-setting", "Expected `network`, the shape of new networks", "Set `network.hidden=[16]`.");
  }
  return { ...network, inputs, outputs };
}

function archiveOf(spec: CampaignSpec, scenario: Scenario): Archive {
  const { restartAfter = 0 } = spec.islands;
  if (restartAfter === 0) return archiveOfIslands(spec, scenario, spec.population);
  if (kindsOf(spec).length > 1) {
    throw new UserError(
      "bad-setting",
      "Only populations of one kind of genome are founded anew",
      "Set `islands.restartAfter=0`.",
    );
  }
  return foundedAnew(archiveOfIslands(spec, scenario, spec.population - 1), restartAfter);
}

function archiveOfIslands(spec: CampaignSpec, scenario: Scenario, population: number): Archive {
  const { count } = spec.islands;
  const base = createArchive(spec, scenario, Math.max(1, Math.floor(population / count)));
  if (count === 1) return base;
  const kinds = kindsOf(spec);
  const groups = Array.from({ length: count }, (_, island) => kinds.indexOf(kindOn(spec, island)));
  return islands(base, { ...spec.islands, groups });
}

function createArchive({ archive: spec, ...rest }: CampaignSpec, scenario: Scenario, capacity: number): Archive {
  switch (spec.name) {
    case "ranked":
      return ranked({ capacity, elites: Math.min(spec.elites, capacity - 1), replacement: spec.replacement });
    case "species": {
      const [kind, ...others] = kindsOf(rest);
      if (others.length > 0) {
        throw new UserError("bad-setting", "Species are of one kind of genome", "Use the `ranked` archive.");
      }
      const { distance } = kindNamed(kind!);
      const { target, stagnation } = spec;
      return species({ capacity, target, distance, ...(stagnation === undefined ? {} : { stagnation }) });
    }
    case "map-elites": {
      const declared = scenario.measures ?? [];
      if (declared.length === 0 || declared.length !== spec.bins.length) {
        throw new UserError(
          "archive-measures",
          `\`archive.bins\` has ${spec.bins.length} entries, but \`${scenario.name}\` declares ${declared.length} measures`,
          declared.length === 0
            ? "Use the `ranked` archive."
            : `Give one number of bins each for ${declared.map((one) => one.name).join(", ")}.`,
        );
      }
      const measures = declared.map(({ name, range }, i) => ({ name, range, bins: spec.bins[i]! }));
      return mapElites({ measures });
    }
    default:
      return spec satisfies never;
  }
}

function createSelection(spec: SelectionSpec): Selection {
  switch (spec.name) {
    case "tournament":
      return tournament({ size: spec.size });
    case "lexicase":
      return lexicase({ epsilon: spec.epsilon, downsample: spec.downsample });
    case "weighted":
      return weighted();
    case "uniform":
      return uniform();
    default:
      return spec satisfies never;
  }
}
