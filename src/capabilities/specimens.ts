import { byMerit } from "../archives/merit.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event, GenerationFinished, VariantBorn } from "../events/event.ts";
import { type Merits, resultOf } from "../events/merits.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import type { Objective } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import type { Specimen } from "./specimen.ts";
import { generationsMin } from "./windows.ts";

/** A variant that is worth looking at; it has not been played with traces yet. */
export type Pick = Omit<Specimen, "traces">;

/** How variants are picked out of a log. */
export interface PickOptions {
  readonly spec: CampaignSpec;
  /** The scenario's first. */
  readonly objective: Objective;
  /** Where the genomes of those who are picked are found. */
  genomeOf(hash: string): Genome;
  /** The most variants, from 1; 1,200 unless told. */
  readonly limit?: number;
}

/** What a log says of a generation that is finished. */
export interface Chapter {
  /** Of those who were born in it, in order of birth; founders have none. */
  readonly firstParents: readonly (number | undefined)[];
  readonly finished: GenerationFinished;
  /** Its events; only asked for where somebody may be picked. */
  events(): Iterable<Event>;
}

/** Picks variants out of a log that is read generation by generation. */
export interface Picker {
  add(chapter: Chapter): void;
  /** Who is to be looked at in what was read so far, in order of birth. */
  picks(): readonly Pick[];
  /** How many births were read. */
  births(): number;
  /** The line of first parents of a variant, from its founder. */
  lineOf(id: number): readonly number[];
}

/** One of so many in the best part of a generation counts as an elite, and one of so many others is looked at. */
const eliteShare = 10;
const otherShare = 100;

/** The last generations, which make the least late window, have this share of the room to themselves. */
const recentShare = 0.25;
/** Of more generations than these only some are kept, drawn at random, so that each keeps a few. */
const generationsMax = 60;

/**
 * Picks the variants of a log that are to be looked at: of each generation all that came to live in the archive and are
 * in the best tenth of its newcomers, and one in a hundred of the others that have scores. Where these are too many, each
 * generation keeps as many, drawn at random, and then only some generations do; but the last five keep more, so that what is
 * new is seen early. A genome is picked once. What a part of a log gives is the same while the campaign runs and later.
 */
export function createPicker(options: PickOptions): Picker {
  const { spec, genomeOf, limit = 1200 } = options;
  assert(Number.isInteger(limit) && limit >= 1, `at least one variant is picked, not ${limit}`);
  const random = randomFromSeed(spec.seed).fork("specimens");
  const recentMax = Math.floor(recentShare * limit);
  const parents: (number | undefined)[] = [];
  const kept = new Map<number, Kept>();
  const recent: Chapter[] = [];
  let sieve: Sieve = { quota: limit - recentMax, drawMax: 1 };

  function lineOf(id: number): readonly number[] {
    const line = [id];
    for (let at = parents[id]; at !== undefined; at = parents[at]) line.push(at);
    return line.toReversed();
  }

  return {
    add(chapter) {
      for (const parent of chapter.firstParents) parents.push(parent);
      recent.push(chapter);
      if (recent.length > generationsMin) recent.shift();
      const { generation } = chapter.finished;
      const draw = random.fork("generation", generation).next();
      if (draw > sieve.drawMax) return;
      kept.set(generation, { draw, some: drawnFrom(chapter, options, random) });
      sieve = thinOut(kept, sieve, limit - recentMax);
    },
    picks() {
      const latest = recent.flatMap((chapter) => drawnFrom(chapter, options, random));
      const some = [...kept.values()].flatMap((one) => one.some);
      const all = new Map([...some, ...latest.toSorted(byDraw).slice(0, recentMax)].map((one) => [one.id, one]));
      return [...all.values()]
        .toSorted((a, b) => a.id - b.id)
        .map(({ draw: _draw, hash, size: _size, ...pick }) => ({
          ...pick,
          root: lineOf(pick.id)[0]!,
          genome: genomeOf(hash),
        }));
    },
    births: () => parents.length,
    lineOf,
  };
}

/** A pick whose genome is only named, and its place in the order in which those of a generation are kept. */
interface Drawn extends Omit<Pick, "genome" | "root"> {
  readonly hash: string;
  readonly size: number;
  readonly draw: number;
}

/** Those of a generation that are worth a look. */
function drawnFrom({ finished, events }: Chapter, { spec, objective }: PickOptions, random: Random): readonly Drawn[] {
  const births = new Map<number, VariantBorn>();
  const scored: (VariantBorn & Merits)[] = [];
  for (const event of events()) {
    if (event.type === "variant-born") births.set(event.id, event);
    if (event.type !== "variant-evaluated" || event.outcome.status === "reused") continue;
    // Those who live are evaluated again against new rivals.
    const birth = births.get(event.id);
    const result = birth && resultOf(event.outcome as Outcome, birth.size, { state: { spec }, objective });
    if (typeof result === "object") scored.push({ ...birth!, ...result });
  }
  const entered = new Set(finished.entered.map(([id]) => id));
  const best = Math.ceil(scored.length / eliteShare);
  return scored
    .toSorted(byMerit)
    .filter(({ id }, rank) => (rank < best && entered.has(id)) || random.fork("other", id).chance(1 / otherShare))
    .map(({ id, generation, island, operator, parents, genome: hash, size, fitness, cases }) => {
      const draw = random.fork("draw", id).next();
      return { id, generation, island, operator, parents, fitness, cases, hash, size, draw };
    });
}

function byDraw(a: Drawn, b: Drawn): number {
  return a.draw - b.draw;
}

/** What is kept of a generation, and its place in the order in which generations are. */
interface Kept {
  readonly draw: number;
  readonly some: readonly Drawn[];
}

/** What is kept: so many of a generation, and only generations that drew no more than this. */
interface Sieve {
  readonly quota: number;
  readonly drawMax: number;
}

/** Keeps as many of each generation as there is room for. The sieve only ever gets finer, so that the order is no matter. */
function thinOut(kept: Map<number, Kept>, sieve: Sieve, limit: number): Sieve {
  const quotaMin = Math.ceil(limit / generationsMax);
  let { quota, drawMax } = sieve;
  const total = (): number => [...kept.values()].reduce((sum, { some }) => sum + Math.min(quota, some.length), 0);
  while (quota > quotaMin && total() > limit) quota--;
  while (kept.size > 1 && total() > limit) {
    const [last, { draw }] = [...kept].reduce((most, one) => (one[1].draw > most[1].draw ? one : most));
    kept.delete(last);
    drawMax = draw;
  }
  for (const [generation, { draw, some }] of kept) {
    if (some.length > quota) kept.set(generation, { draw, some: some.toSorted(byDraw).slice(0, quota) });
  }
  return { quota, drawMax };
}
