import { byMerit } from "../archives/merit.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event, GenerationFinished, VariantBorn } from "../events/event.ts";
import { type Merits, resultOf } from "../events/merits.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import type { Objective } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { type Judged, selectionChance } from "./selection.ts";
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
  /** How likely the better ones would have had so many children by chance: see `selectionChance`; of some generations. */
  selection(): number | undefined;
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
/** Generations with so many births in all are read, so that a long campaign costs little more than a short one. */
const birthsMax = 40_000;

/**
 * Picks the variants of a log that are to be looked at: of each generation all that came to live in the archive and are
 * in the best tenth of its newcomers, and one in a hundred of the others that have scores. Where these are too many,
 * only some generations are looked at, and of each as many, all drawn at random; of the last five more, so that what is new is
 * seen early. A genome is picked once. What a part of a log gives is the same while the campaign runs and later.
 */
export function createPicker(options: PickOptions): Picker {
  const { spec, genomeOf, limit = 1200 } = options;
  assert(Number.isInteger(limit) && limit >= 1, `at least one variant is picked, not ${limit}`);
  const random = randomFromSeed(spec.seed).fork("specimens");
  const recentMax = Math.floor(recentShare * limit);
  const parents: (number | undefined)[] = [];
  const recent: Chapter[] = [];
  const sieve = createSieve(limit - recentMax);
  const known = new WeakMap<Chapter, Read>();

  function readOf(chapter: Chapter): Read {
    const read = known.get(chapter) ?? readFrom(chapter, options, random);
    known.set(chapter, read);
    return read;
  }

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
      sieve.add(chapter, random.fork("generation", chapter.finished.generation).next());
    },
    picks() {
      const chapters = sieve.kept();
      const quota = Math.floor((limit - recentMax) / Math.max(1, chapters.length));
      const some = chapters.flatMap((one) => readOf(one).drawn.slice(0, quota));
      const latest = recent.flatMap((one) => readOf(one).drawn).toSorted(byDraw);
      const all = new Map([...some, ...latest.slice(0, recentMax)].map((one) => [one.id, one]));
      return [...all.values()]
        .toSorted((a, b) => a.id - b.id)
        .map(({ draw: _draw, hash, size: _size, ...pick }) => ({
          ...pick,
          root: lineOf(pick.id)[0]!,
          genome: genomeOf(hash),
        }));
    },
    selection() {
      const children = new Map<number, number>();
      for (const parent of parents) if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1);
      const scored = sieve.kept().flatMap((one) => readOf(one).scored);
      return selectionChance(scored.map((one) => ({ ...one, children: children.get(one.id) ?? 0 })));
    },
    births: () => parents.length,
    lineOf,
  };
}

/** Which generations are looked at. It only ever gets finer, so that the order is no matter. */
interface Sieve {
  /** Each has its place in the order in which they are kept, from 0 to 1. */
  add(chapter: Chapter, draw: number): void;
  kept(): readonly Chapter[];
}

function createSieve(chaptersMax: number): Sieve {
  let kept: { readonly chapter: Chapter; readonly draw: number }[] = [];
  let births = 0;
  let drawMax = 1;
  return {
    add(chapter, draw) {
      if (draw > drawMax) return;
      kept = [...kept, { chapter, draw }].toSorted((a, b) => a.draw - b.draw);
      births += chapter.firstParents.length;
      while (kept.length > 1 && (births > birthsMax || kept.length > chaptersMax)) {
        const last = kept.pop()!;
        births -= last.chapter.firstParents.length;
        drawMax = last.draw;
      }
    },
    kept: () => kept.map(({ chapter }) => chapter),
  };
}

/** What is kept of a generation that was read. */
interface Read {
  readonly scored: readonly (Omit<Judged, "children"> & { readonly id: number })[];
  /** Those that are worth a look, in the order in which they are kept. */
  readonly drawn: readonly Drawn[];
}

/** A pick whose genome is only named, and its place in the order in which those of a generation are kept. */
interface Drawn extends Omit<Pick, "genome" | "root"> {
  readonly hash: string;
  readonly size: number;
  readonly draw: number;
}

function readFrom({ finished, events }: Chapter, { spec, objective }: PickOptions, random: Random): Read {
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
  const drawn = scored
    .toSorted(byMerit)
    .filter(({ id }, rank) => (rank < best && entered.has(id)) || random.fork("other", id).chance(1 / otherShare))
    .map(({ id, generation, island, operator, parents, genome: hash, size, fitness, cases }) => {
      const draw = random.fork("draw", id).next();
      return { id, generation, island, operator, parents, fitness, cases, hash, size, draw };
    })
    .toSorted(byDraw);
  return {
    scored: scored.map(({ id, generation, island, size, fitness }) => ({ id, generation, island, size, fitness })),
    drawn,
  };
}

function byDraw(a: Drawn, b: Drawn): number {
  return a.draw - b.draw;
}
