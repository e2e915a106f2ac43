import type { Genes } from "../../genome/kinds/network/genes.ts";
import { placeOf, type Topology } from "../../genome/kinds/network/topology.ts";
import type { Random } from "../../std/random.ts";
import { coinsFrom } from "../coins.ts";

/** Weights and biases stay within this much of 0. */
const weightMax = 30;

/** How far a weight moves at most in a step. */
const stepMax = 1;

/** The standard deviation of new weights. */
const newWidth = 2;

/** A normal weight in single precision. */
export function newWeight(random: Random): number {
  return Math.fround(newWidth * random.normal()) + 0;
}

/** Nine weights and biases in ten take an even step to either side, the others are drawn anew. */
export function perturbed({ topology, values: old, enabled }: Genes, random: Random): Genes {
  const values = old.slice();
  let rest = 0;
  for (let i = 0; i < old.length; i++) {
    // One draw is good for two weights: 26 bits each.
    const bits = i % 2 === 0 ? random.next() * 0x400_0000 : rest * 0x400_0000;
    rest = bits - Math.floor(bits);
    const drawn = (Math.floor(bits) / 0x400_0000) * 10;
    const next = old[i]! + ((2 * drawn) / 9 - 1) * stepMax;
    values[i] = drawn < 9 ? Math.fround(Math.min(Math.max(next, -weightMax), weightMax)) + 0 : newWeight(random);
  }
  return { topology, values, enabled };
}

/**
 * The first network with genes that both have from either. A connection that is disabled in one of them is so in the
 * child three times in four.
 */
export function crossed(one: Genes, other: Genes, random: Random): Genes {
  const { topology } = one;
  const partners = partnersOf(topology, other.topology);
  const values = one.values.slice();
  const coin = coinsFrom(random);
  for (let i = 0; i < values.length; i++) {
    const partner = partners[i]!;
    if (partner >= 0 && coin()) values[i] = other.values[partner]!;
  }
  return { topology, values, enabled: crossedEnabled(one, other, partners, random) };
}

function crossedEnabled(one: Genes, other: Genes, partners: readonly number[], random: Random): string {
  if (!one.enabled.includes("0") && !other.enabled.includes("0")) return one.enabled;
  const nodes = one.topology.nodes.length;
  const theirNodes = other.topology.nodes.length;
  let { enabled } = one;
  for (let i = 0; i < enabled.length; i++) {
    const place = partners[nodes + i]! - theirNodes;
    const wasEnabled = one.enabled[i] === "1";
    const isSure = wasEnabled && (place < 0 || other.enabled[place] === "1");
    if ((isSure || random.chance(0.25)) !== wasEnabled) enabled = toggled(enabled, i);
  }
  return enabled;
}

/** The digits with the one at this place turned. */
export function toggled(enabled: string, place: number): string {
  const digit = enabled[place] === "1" ? "0" : "1";
  return enabled.slice(0, place) + digit + enabled.slice(place + 1);
}

/** For each value of one, the place of the other's value with the same marking, or -1. */
function partnersOf({ markings }: Topology, other: Topology): readonly number[] {
  const partners: number[] = [];
  let guess = 0;
  for (const marking of markings) {
    const place = placeOf(other, marking, guess);
    if (place >= 0) guess = place + 1;
    partners.push(place);
  }
  return partners;
}
