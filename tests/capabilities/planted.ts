// Traces with planted truth: the same chance for all of them, and motifs that some of the late ones have in addition.
import { mine } from "../../src/capabilities/mine.ts";
import type { MineOptions, Findings } from "../../src/capabilities/mine.ts";
import type { Specimen } from "../../src/capabilities/specimen.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";

/** How traces are made. */
export interface Planting {
  readonly seed: number;
  /** The share of late traces that each motif is planted in. */
  readonly prevalence: number;
  /** Traces early and as many late, 200 unless told, of 40 lineages. */
  readonly traces?: number;
  /** Tokens of a trace, 150 unless told, of an alphabet of 12. */
  readonly length?: number;
}

/** What was planted and where. */
export interface Planted {
  readonly motifs: readonly (readonly number[])[];
  readonly specimens: readonly Specimen[];
  /** The same without motifs. */
  readonly shadow: readonly Specimen[];
}

const alphabet = 12;
/** How many tokens may follow each. */
const followers = 4;
const lineages = 40;

/** Traces of a sparse Markov chain, early and late, and three motifs of 4, 5 and 6 tokens in some of the late ones. */
export function planted({ seed, prevalence, traces = 200, length = 150 }: Planting): Planted {
  const random = randomFromSeed(seed).fork("planted");
  const chain = chainOf(random.fork("chain"));
  const motifs = [4, 5, 6].map((size, i) => {
    const stream = random.fork("motif", i);
    return Array.from({ length: size }, () => stream.int(alphabet));
  });
  const specimens = (name: string, count: number, isPlanted: (id: number) => boolean): readonly Specimen[] =>
    Array.from({ length: count }, (_, id) => {
      const stream = random.fork(name, id);
      const tokens = chain(length, stream);
      for (const [m, motif] of motifs.entries()) {
        const draw = stream.fork("motif", m);
        if (isPlanted(id) && draw.chance(prevalence)) tokens.set(motif, draw.int(length - motif.length));
      }
      return specimenOf(id, id < traces ? 0 : 1, [tokens]);
    });
  return {
    motifs,
    specimens: specimens("trace", 2 * traces, (id) => id >= traces),
    shadow: specimens("shadow", 2 * traces, () => false),
  };
}

/** How kinds of behaviour are planted. */
export interface KindPlanting {
  readonly seed: number;
  /** How often a step is of the kind's own chain, from 0 to 1; the others are of one that all share. */
  readonly own: number;
}

/** Variants of six kinds of behaviour, 40 of each in turn, and the kind of each: 4 cases of 100 tokens, and scores that are those of the kind and as much noise. */
export function plantedKinds({ seed, own }: KindPlanting): {
  readonly specimens: readonly Specimen[];
  readonly kinds: readonly number[];
} {
  const random = randomFromSeed(seed).fork("kinds");
  const [count, each, cases, length] = [6, 40, 4, 100];
  const common = stepsOf(random.fork("common"));
  const chains = Array.from({ length: count }, (_, kind) => stepsOf(random.fork("chain", kind)));
  const merits = chains.map((_, kind) => Array.from({ length: cases }, (_none, i) => random.fork(kind, i).normal()));
  const kinds = Array.from({ length: count * each }, (_, id) => id % count);
  const specimens = kinds.map((kind, id) => {
    const stream = random.fork("variant", id);
    const traces = merits[kind]!.map(() => {
      const row = Uint16Array.of(stream.int(alphabet), ...new Uint16Array(length - 1));
      for (let at = 1; at < length; at++) row[at] = (stream.chance(own) ? chains[kind]! : common)(row[at - 1]!, stream);
      return row;
    });
    return {
      ...specimenOf(id, Math.floor(id / 20), traces),
      cases: merits[kind]!.map((merit) => merit + stream.normal()),
    };
  });
  return { specimens, kinds };
}

/** A variant of a generation that did this, of one of 40 lineages in turn. */
export function specimenOf(id: number, generation: number, traces: readonly Uint16Array[]): Specimen {
  return {
    id,
    generation,
    island: 0,
    operator: "none",
    parents: [],
    root: id % lineages,
    genome: genomeOf("program", String(id)),
    fitness: 0,
    cases: traces.map(() => 0),
    traces: traces.map((tokens, i) => ({ case: `train-${i}`, tokens })),
  };
}

/** A chain in which each token has few followers, some likelier than others. */
function chainOf(random: Random): (length: number, random: Random) => Uint16Array {
  const step = stepsOf(random);
  return (length, draw) => {
    const row = new Uint16Array(length);
    row[0] = draw.int(alphabet);
    for (let at = 1; at < length; at++) row[at] = step(row[at - 1]!, draw);
    return row;
  };
}

/** What follows a token. */
function stepsOf(random: Random): (token: number, random: Random) => number {
  const tokens = Array.from({ length: alphabet }, (_, token) => token);
  const next = tokens.map(() => random.shuffle(tokens).slice(0, followers));
  const weights = next.map((some) => some.map(() => 0.1 + random.next()));
  return (token, draw) => follower(next[token]!, weights[token]!, draw);
}

function follower(tokens: readonly number[], weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((a, b) => a + b, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return tokens[i]!;
  }
  return tokens.at(-1)!;
}

/** How well mining did. */
export interface Score {
  /** How many motifs were found: a candidate of at least three tokens is part of it. */
  readonly found: number;
  /** Candidates that are not part of any motif. */
  readonly wrong: number;
}

/** Mines planted traces, and compares with the truth. */
export function scored(truth: Planted, options: Omit<MineOptions, "random">): Score & { readonly findings: Findings } {
  const findings = mine(truth.specimens, { windows: [0.5, 0.5], random: randomFromSeed(1), ...options });
  const rows = findings.candidates.map(({ pattern: { tokens } }) => tokens);
  return {
    findings,
    found: truth.motifs.filter((motif) => rows.some((row) => row.length >= 3 && isPart(row, motif))).length,
    wrong: rows.filter((row) => !truth.motifs.some((motif) => isPart(row, motif))).length,
  };
}

/** Whether all tokens of a row are in another one, in the same order. */
function isPart(row: readonly number[], whole: readonly number[]): boolean {
  let at = 0;
  for (const token of whole) if (token === row[at]) at++;
  return at === row.length;
}

/** How well two ways to part things agree: 1 where they are the same, 0 on average by chance (Hubert and Arabie, 1985). */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs = (labels: readonly (number | string)[]): number => {
    const sizes = new Map<number | string, number>();
    for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  };
  const [first, second] = [Array.from(a), Array.from(b)];
  const both = pairs(first.map((label, i) => `${label} ${second[i]!}`));
  const [one, other] = [pairs(first), pairs(second)];
  const expected = (one * other) / ((first.length * (first.length - 1)) / 2);
  return (both - expected) / ((one + other) / 2 - expected);
}
