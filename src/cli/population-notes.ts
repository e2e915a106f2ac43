import { strategyFounders } from "../campaign/breeding.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { networkOf } from "../genome/kinds/network.ts";
import { count } from "../text/figures.ts";

/** What a campaign does with the agents that it is given, where that is not what one may think: that all of them live. */
export function populationNotes(spec: CampaignSpec, genomes: readonly Genome[]): readonly string[] {
  const { emitter = { name: "genetic" } } = spec;
  const networks = genomes.filter(({ kind }) => kind === "network");
  const isStrategy = emitter.name !== "genetic" && emitter.name !== "neat" && networks.length > 0;
  return [
    ...(isStrategy ? strategyNotes(emitter.name, networks) : birthNotes(spec, genomes.length)),
    ...shapeNotes(spec, networks, isStrategy),
  ];
}

function strategyNotes(name: string, networks: readonly Genome[]): readonly string[] {
  if (networks.length === 1) return [];
  const founders = strategyFounders(networks);
  const others = networks.length - founders.length;
  const next = founders.length > 1 ? ", and goes on from the next one whenever it begins anew" : "";
  const left = others === 0 ? "" : `; ${count(others)} of another shape are left out`;
  return [
    `${name} searches around one network: it begins at the first of the ${count(networks.length)} in the population${next}${left}; \`--emitter genetic\` breeds from all of them`,
  ];
}

/** Only those have a place who are born in the first generation; kinds that evolve side by side share its births. */
function birthNotes(spec: CampaignSpec, given: number): readonly string[] {
  const isMixed = kindsOf(spec).length > 1;
  const births = isMixed ? Math.floor(spec.births / spec.islands.count) : spec.births;
  if (given <= births) return [];
  const wanted = isMixed ? given * spec.islands.count : given;
  return [
    `of the ${count(given)} agents in the population the first ${count(births)} are taken: \`--set births=${wanted}\` takes all of them`,
  ];
}

/** Networks that are given bring their own shape. */
function shapeNotes({ network }: CampaignSpec, [first]: readonly Genome[], isStrategy: boolean): readonly string[] {
  if (network === undefined || first === undefined) return [];
  const { shape } = networkOf(first);
  const others = shapeSettings.filter((name) => JSON.stringify(shape[name]) !== JSON.stringify(network[name]));
  if (others.length === 0) return [];
  const theirs = others.map((name) => `network.${name}=${settingText(shape[name])}`);
  return [
    isStrategy
      ? `the networks have the shape of those in the population: ${theirs.join(", ")}`
      : `the networks in the population have another shape than new ones, and the two do not breed with each other: ${theirs.map((one) => `\`--set ${one}\``).join(" ")} makes them alike`,
  ];
}

const shapeSettings = ["hidden", "activation", "outputActivation", "recurrent"] as const;

function settingText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
