import { totalmem } from "node:os";
import { constrainedMemory } from "node:process";
import { getHeapStatistics } from "node:v8";
import { seatsOf } from "../scenario/seating.ts";
import type { CampaignSpec } from "../events/spec.ts";
import { weightsOf } from "../genome/kinds/network/shape.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { count } from "../text/figures.ts";

/** What a machine has for a campaign, in bytes. */
export interface Room {
  /** Of the whole machine, or of the container. */
  readonly memory: number;
  /** For the texts of genomes: what JavaScript itself may use. */
  readonly heap: number;
}

/** A weight as a number, and as text: base64 has 16 characters for 12 bytes. */
const numberBytes = 4;
const textBytes = 5.4;
/** The share of what there is that networks may take: worlds, logs and the system want some too. */
const share = 0.75;
/** What a lane takes in at once at most: so many networks, and so many bytes of their weights, but for a single one. */
const laneNetworks = 256;
const laneBytes = 64 * 2 ** 20;

/**
 * What a strategy keeps of each weight, in bytes: its distribution before and after a generation, the one it began
 * with, and what it works with in between.
 */
const strategyBytes = { "open-es": 72, eggroll: 48, "cma-es": 176 } as const;
/** The same of each pair of weights, where all covariances are learnt: seven or eight matrices. */
const covarianceBytes = 60;

/** What the networks of a campaign need, in a sentence; undefined where none evolve whose size is known. */
export function networkMemoryText(
  spec: CampaignSpec,
  scenario: Scenario,
  lanes: number,
  room = roomHere(),
): string | undefined {
  const { weights, memory } = needOf(spec, scenario, lanes);
  if (weights === 0) return undefined;
  return `Networks of ${count(weights)} weights need about ${gigabytes(memory)} of memory; ${gigabytes(share * room.memory)} may be used here.`;
}

/**
 * Throws `UserError` where the networks of a campaign cannot fit into memory: those that live and are born, as numbers
 * and as text, the copies of the lanes, and what a strategy keeps.
 */
export function checkNetworkMemory(spec: CampaignSpec, scenario: Scenario, lanes: number, room = roomHere()): void {
  const need = needOf(spec, scenario, lanes);
  const has = { memory: share * room.memory, heap: share * room.heap };
  if (need.memory <= has.memory && need.heap <= has.heap) return;
  const [wanted, there, what] =
    need.memory > has.memory ? [need.memory, has.memory, "memory"] : [need.heap, has.heap, "JavaScript's heap"];
  throw new UserError(
    "network-memory",
    `Networks of ${count(need.weights)} weights, ${count(spec.population)} that live and ${count(spec.births)} that are born at once, ` +
      `${isMostlyLearnt(need) ? `and what \`${spec.emitter!.name}\` learns of them, ` : ""}need about ${gigabytes(wanted)} of ${what}; ${gigabytes(there)} of it may be used here`,
    `Make them smaller with \`network.hidden\`, keep fewer with \`population\` and \`births\`, or ${otherWay(spec, need)}.`,
  );
}

/** Whether most of it is what strategies keep. */
function isMostlyLearnt({ strategy, memory }: Need): boolean {
  return strategy > 0.5 * memory;
}

function otherWay({ emitter }: CampaignSpec, need: Need): string {
  if (need.isRelative) return "let nobody live long with `archive.replacement=generational`";
  if (emitter?.name === "cma-es" && !emitter.diagonal && isMostlyLearnt(need))
    return "learn variances only with `emitter.diagonal=true`";
  return "use `--emitter eggroll`, whose networks are noise on one";
}

/** What this machine, or the container that it is, has. */
function roomHere(): Room {
  // 0 where it is not known; more than there is where nothing is constrained.
  const constrained = constrainedMemory();
  return {
    memory: Math.min(totalmem(), constrained > 0 ? constrained : Infinity),
    heap: getHeapStatistics().heap_size_limit,
  };
}

interface Need extends Room {
  readonly weights: number;
  readonly isRelative: boolean;
  /** The part of the memory that strategies keep. */
  readonly strategy: number;
}

function needOf(spec: CampaignSpec, scenario: Scenario, lanes: number): Need {
  const { kind, kinds = [kind], network, emitter, births } = spec;
  const part = kinds.filter((one) => one === "network").length / kinds.length;
  // Networks whose topology evolves have 10,000 genes at most, and always fit.
  if (network === undefined || part === 0) {
    return { memory: 0, heap: 0, weights: 0, isRelative: false, strategy: 0 };
  }
  const { inputs, outputs } = seatsOf(scenario);
  const weights = weightsOf({ ...network, inputs, outputs });
  const isRelative = emitter?.name === "eggroll";
  const genomes = isRelative ? basesOf(spec) : part * (spec.population + births);
  const atOnce = Math.min(laneNetworks, Math.ceil((part * births) / lanes));
  const sent = isRelative ? 1 : atOnce;
  const loaded = Math.min(atOnce * weights * numberBytes, Math.max(laneBytes, weights * numberBytes));
  const strategy = Math.max(1, part * spec.islands.count) * strategyOf(spec, weights);
  const lane = sent * weights * (numberBytes + textBytes) + loaded;
  return {
    memory: genomes * weights * (numberBytes + textBytes) + lanes * lane + strategy,
    heap: genomes * weights * textBytes,
    weights,
    isRelative,
    strategy,
  };
}

/** What a strategy keeps in memory for an island. */
function strategyOf({ emitter }: CampaignSpec, weights: number): number {
  if (emitter === undefined || emitter.name === "genetic" || emitter.name === "neat") return 0;
  const isFull = emitter.name === "cma-es" && !emitter.diagonal;
  return weights * (strategyBytes[emitter.name] + (isFull ? covarianceBytes * weights : 0));
}

/** Networks that others are relative to, at once: one for each generation of which somebody lives, and the next one. */
function basesOf({ archive, population, births }: CampaignSpec): number {
  const isShortLived = archive.name === "ranked" && archive.replacement === "generational";
  return 1 + (isShortLived ? Math.min(population, archive.elites + Math.ceil(population / births)) : population);
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
