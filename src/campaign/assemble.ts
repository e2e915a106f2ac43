import type { Archive } from "../archives/archive.ts";
import { islands } from "../archives/islands.ts";
import { mapElites } from "../archives/map-elites.ts";
import { ranked } from "../archives/ranked.ts";
import type { Emitter } from "../emitters/emitter.ts";
import { genetic } from "../emitters/genetic.ts";
import type { ArchiveSpec, CampaignSpec, SelectionSpec } from "../events/spec.ts";
import { programKind } from "../genome/kinds/program.ts";
import { vectorKind } from "../genome/kinds/vector.ts";
import type { Genome, GenomeKind } from "../genome/genome.ts";
import type { Primitives, Scenario } from "../scenario/scenario.ts";
import { primitivesOf } from "../scenario/scenario.ts";
import { lexicase } from "../selection/lexicase.ts";
import type { Selection } from "../selection/selection.ts";
import { tournament } from "../selection/tournament.ts";
import { uniform } from "../selection/uniform.ts";
import { weighted } from "../selection/weighted.ts";
import { closest, UserError } from "../std/errors.ts";
import type { Operator } from "../variation/operator.ts";
import { programOperators, vectorOperators } from "../variation/operators.ts";

/** The parts of a campaign, put together as its spec says. */
export interface Campaign {
  readonly spec: CampaignSpec;
  readonly scenario: Scenario;
  readonly kind: GenomeKind;
  readonly archive: Archive;
  readonly emitter: Emitter;
}

/** Puts a campaign together. Throws `UserError` for a spec that names what does not exist or cannot work. */
export function assemble(spec: CampaignSpec, scenario: Scenario): Campaign {
  const kind = spec.kind === "program" ? programKind : vectorKind;
  const { generators, operators } = operatorsOf(spec);
  const base = createArchive(spec.archive, scenario, Math.max(1, Math.floor(spec.population / spec.islands.count)));
  const archive = spec.islands.count === 1 ? base : islands(base, spec.islands);
  const seeds = spec.start.map((text): Genome => kind.parse(text));
  const emitter = genetic({
    kind: spec.kind,
    operators,
    selection: createSelection(spec.selection),
    islands: spec.islands.count,
    context: {
      signature: scenario.agent,
      primitives: { ...primitivesOf(scenario), ...(spec.primitives as Primitives) },
      sizeMax: spec.sizeMax,
    },
    seeds,
    generate: generators[0]!,
  });
  return { spec, scenario, kind, archive, emitter };
}

function operatorsOf(spec: CampaignSpec): {
  generators: readonly Operator[];
  operators: { operator: Operator; weight: number }[];
} {
  const all: readonly Operator[] = spec.kind === "program" ? programOperators : vectorOperators;
  for (const name of Object.keys(spec.operators)) {
    if (all.some((operator) => operator.name === name)) continue;
    const names = all.map((operator) => operator.name);
    const near = closest(name, names);
    throw new UserError(
      "unknown-operator",
      `Unknown operator \`${name}\` in \`operators\``,
      near === undefined
        ? `Use any of: ${names.join(", ")}.`
        : `Did you mean \`${near}\`? There are: ${names.join(", ")}.`,
    );
  }
  const generators = all.filter((operator) => operator.arity === 0);
  if (generators.length === 0) {
    throw new UserError(
      "no-generator",
      `Genomes of kind \`${spec.kind}\` cannot be generated`,
      "Give a start population.",
    );
  }
  const operators = all.map((operator) => ({ operator, weight: spec.operators[operator.name] ?? 0 }));
  return { generators, operators };
}

function createArchive(spec: ArchiveSpec, scenario: Scenario, capacity: number): Archive {
  switch (spec.name) {
    case "ranked":
      return ranked({ capacity, elites: Math.min(spec.elites, capacity - 1), replacement: spec.replacement });
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
