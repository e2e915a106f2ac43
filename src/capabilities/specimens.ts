import { byMerit } from "../archives/merit.ts";
import type { Member } from "../archives/member.ts";
import type { Event, VariantBorn } from "../events/event.ts";
import type { CampaignSpec } from "../events/spec.ts";
import { createFold } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import type { Objective } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import type { Specimen } from "./specimen.ts";

/** A variant that is worth looking at; it has not been played with traces yet. */
export type Pick = Omit<Specimen, "traces">;

/** How variants are picked out of a log. */
export interface PickOptions {
  readonly spec: CampaignSpec;
  /** The scenario's first. */
  readonly objective: Objective;
  /** Where the genomes of those who are picked are found. */
  genomeOf(hash: string): Genome;
  /** The most variants, from 1; 1,000 unless told. */
  readonly limit?: number;
}

/** One of so many in the best part of a generation counts as an elite, and one of so many others is looked at. */
const eliteShare = 10;
const otherShare = 100;

/**
 * Picks the variants of a log that are to be looked at: of each generation all that came to live in the archive and are
 * in the best tenth of its newcomers, and one in a hundred of the others that have scores. Where these are too many, each
 * generation keeps as many, drawn at random. A genome is picked once. What a part of a log gives is the same while the
 * campaign runs and later. In order of birth.
 */
export function specimensOf(events: Iterable<Event>, options: PickOptions): readonly Pick[] {
  const { spec, objective, genomeOf, limit = 1000 } = options;
  assert(Number.isInteger(limit) && limit >= 1, `at least one variant is picked, not ${limit}`);
  const random = randomFromSeed(spec.seed).fork("specimens");
  const fold = createFold(spec, objective, (hash, kind) => ({ kind, hash, bytes: "" }));
  const roots: number[] = [];
  const picked = new Map<number, readonly Drawn[]>();
  let born = new Map<number, VariantBorn>();
  let sieve: Sieve = { quota: limit, stride: 1 };
  for (const event of events) {
    if (event.type === "variant-born") {
      roots.push(rootOf(event, roots));
      born.set(event.id, event);
    }
    if (event.type === "variant-evaluated" && event.outcome.status === "reused") born.delete(event.id);
    if (event.type === "generation-finished") {
      const newcomers = fold.newcomers().filter(({ id }) => born.has(id));
      const entered = new Set(event.entered.map(([id]) => id));
      const drawn = worthALook(newcomers, entered, random).map((member) => ({
        ...pickOf(member, born.get(member.id)!, roots[member.id]!),
        draw: random.fork("draw", member.id).next(),
      }));
      if (drawn.length > 0) picked.set(event.generation, drawn);
      sieve = thinOut(picked, sieve, limit);
      born = new Map();
    }
    fold.apply(event);
  }
  return [...picked.values()]
    .flat()
    .map(({ draw: _draw, ...pick }) => ({ ...pick, genome: genomeOf(pick.genome.hash) }))
    .toSorted((a, b) => a.id - b.id);
}

/** A pick and its place in the order in which those of a generation are kept. */
interface Drawn extends Pick {
  readonly draw: number;
}

/** The founder that a variant descends from by first parents. */
function rootOf({ id, parents: [first] }: VariantBorn, roots: readonly number[]): number {
  assert(id === roots.length, `variant ${id} is born when ${roots.length} is next`);
  return first === undefined ? id : roots[first]!;
}

function worthALook(newcomers: readonly Member[], entered: ReadonlySet<number>, random: Random): readonly Member[] {
  const best = Math.ceil(newcomers.length / eliteShare);
  return newcomers
    .toSorted(byMerit)
    .filter(({ id }, rank) => (rank < best && entered.has(id)) || random.fork("other", id).chance(1 / otherShare));
}

function pickOf({ id, genome, fitness, cases }: Member, event: VariantBorn, root: number): Pick {
  const { generation, island, operator, parents } = event;
  return { id, generation, island, operator, parents, root, genome, fitness, cases };
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
    return some.length <= quota ? some : some.toSorted((a, b) => a.draw - b.draw).slice(0, quota);
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
