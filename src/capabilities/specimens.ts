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

/** Picks variants out of a log that is read event by event. */
export interface Picker {
  apply(event: Event): void;
  /** Who is to be looked at in what was read so far, in order of birth. */
  picks(): readonly Pick[];
}

/** One of so many in the best part of a generation counts as an elite, and one of so many others is looked at. */
const eliteShare = 10;
const otherShare = 100;

/** The last generations, which make the least late window, have this share of the room to themselves. */
const recentShare = 0.25;

/**
 * Picks the variants of a log that are to be looked at: of each generation all that came to live in the archive and are
 * in the best tenth of its newcomers, and one in a hundred of the others that have scores. Where these are too many, each
 * generation keeps as many, drawn at random, and the last five keep more, so that what is new is seen early. A genome is
 * picked once. What a part of a log gives is the same while the campaign runs and later.
 */
export function createPicker({ spec, objective, genomeOf, limit = 1200 }: PickOptions): Picker {
  assert(Number.isInteger(limit) && limit >= 1, `at least one variant is picked, not ${limit}`);
  const random = randomFromSeed(spec.seed).fork("specimens");
  const recentMax = Math.floor(recentShare * limit);
  const roots: number[] = [];
  const picked = new Map<number, readonly Drawn[]>();
  const recent = new Map<number, readonly Drawn[]>();
  let newcomers = new Map<number, Newcomer>();
  let sieve: Sieve = { quota: limit - recentMax, stride: 1 };

  function evaluate(id: number, outcome: Outcome): void {
    const newcomer = newcomers.get(id);
    if (newcomer === undefined) return;
    const result = resultOf(outcome, newcomer.born.size, { state: { spec }, objective });
    if (typeof result === "object") newcomer.merits = result;
  }

  function finish({ generation, entered }: GenerationFinished): void {
    const chosen = worthALook([...newcomers.values()].flatMap(scored), new Set(entered.map(([id]) => id)), random);
    const drawn = chosen.map((one): Drawn => ({
      ...one,
      root: roots[one.id]!,
      draw: random.fork("draw", one.id).next(),
    }));
    if (drawn.length > 0) picked.set(generation, drawn);
    recent.set(generation, drawn);
    recent.delete(generation - generationsMin);
    sieve = thinOut(picked, sieve, limit - recentMax);
    newcomers = new Map();
  }

  return {
    apply(event) {
      if (event.type === "variant-born") {
        roots.push(rootOf(event, roots));
        newcomers.set(event.id, { born: event });
      }
      if (event.type === "variant-evaluated") {
        if (event.outcome.status === "reused") newcomers.delete(event.id);
        else evaluate(event.id, event.outcome as Outcome);
      }
      if (event.type === "generation-finished") finish(event);
    },
    picks() {
      const latest = [...recent.values()].flat().toSorted(byDraw).slice(0, recentMax);
      const all = new Map([...[...picked.values()].flat(), ...latest].map((one) => [one.id, one]));
      return [...all.values()]
        .toSorted((a, b) => a.id - b.id)
        .map(({ draw: _draw, hash, size: _size, ...pick }) => ({ ...pick, genome: genomeOf(hash) }));
    },
  };
}

/** A birth of the generation under way; with merits once it has scores of its own. */
interface Newcomer {
  readonly born: VariantBorn;
  merits?: Merits;
}

/** A pick whose genome is only named. */
interface Named extends Omit<Pick, "genome" | "root"> {
  readonly hash: string;
  readonly size: number;
}

/** A pick and its place in the order in which those of a generation are kept. */
interface Drawn extends Named {
  readonly root: number;
  readonly draw: number;
}

/** The founder that a variant descends from by first parents. */
function rootOf({ id, parents: [first] }: VariantBorn, roots: readonly number[]): number {
  assert(id === roots.length, `variant ${id} is born when ${roots.length} is next`);
  return first === undefined ? id : roots[first]!;
}

function scored({ born, merits }: Newcomer): readonly Named[] {
  if (merits === undefined) return [];
  const { id, generation, island, operator, parents, genome: hash, size } = born;
  return [{ id, generation, island, operator, parents, hash, size, fitness: merits.fitness, cases: merits.cases }];
}

function worthALook(newcomers: readonly Named[], entered: ReadonlySet<number>, random: Random): readonly Named[] {
  const best = Math.ceil(newcomers.length / eliteShare);
  return newcomers
    .toSorted(byMerit)
    .filter(({ id }, rank) => (rank < best && entered.has(id)) || random.fork("other", id).chance(1 / otherShare));
}

function byDraw(a: Drawn, b: Drawn): number {
  return a.draw - b.draw;
}

/** What is kept: so many of a generation, and of every so many generations one. */
interface Sieve {
  readonly quota: number;
  readonly stride: number;
}

/** Keeps as many of each generation as there is room for. The sieve only ever gets finer, so that the order is no matter. */
function thinOut(picked: Map<number, readonly Drawn[]>, { quota, stride }: Sieve, limit: number): Sieve {
  const passing = (some: readonly Drawn[], generation: number): readonly Drawn[] => {
    if (generation % stride !== 0) return [];
    return some.length <= quota ? some : some.toSorted(byDraw).slice(0, quota);
  };
  const total = [...picked].reduce((sum, [generation, some]) => sum + passing(some, generation).length, 0);
  if (total > limit)
    return thinOut(picked, quota > 1 ? { quota: quota - 1, stride } : { quota, stride: 2 * stride }, limit);
  for (const [generation, some] of picked) {
    const kept = passing(some, generation);
    if (kept.length > 0) picked.set(generation, kept);
    else picked.delete(generation);
  }
  return { quota, stride };
}
