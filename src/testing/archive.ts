import assert from "node:assert/strict";
import type { Archive, Placement } from "../archives/archive.ts";
import type { Member } from "../archives/member.ts";
import { genomeOf } from "../genome/genome.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { memberOf } from "./members.ts";

/** What an archive promises beyond the laws of all, and what it needs. */
export interface ArchiveLaws {
  /** Whether the fittest variant so far always lives; true unless told. */
  readonly elitist?: boolean;
  /** How many measures the members have, each with values from 0 to 1; 2 unless told. */
  readonly measures?: number;
  readonly seed?: number;
}

const generations = 25;

/** Checks the laws of an archive over a history of made-up newcomers. Throws an `AssertionError` that names the law. */
export async function checkArchive(archive: Archive, laws: ArchiveLaws = {}): Promise<void> {
  const { elitist = true, measures = 2, seed = 1 } = laws;
  const random = randomFromSeed(seed);
  let members: readonly Member[] = [];
  for (let generation = 0; generation < generations; generation++) {
    const newcomers = newcomersFrom(generation, archive.islands, measures, random.fork("newcomers", generation));
    const placement = { generation, members, newcomers, random: random.fork("place", generation) };
    const living = placeTwice(archive, placement);
    checkLiving(archive, placement, living);
    if (elitist) checkElitist(archive, placement, living);
    members = living;
  }
  const none = archive.place({ generation: 0, members: [], newcomers: [], random });
  assert.equal(none.length, 0, `${archive.name} made members out of nothing`);
}

/** Equal genomes come back under other ids, as in a campaign: with the same fitness, size and measures. */
function newcomersFrom(generation: number, islands: number, measures: number, random: Random): Member[] {
  return Array.from({ length: 12 * islands }, (_, index) => {
    const text = String(random.int(40 * islands));
    const traits = random.fork("traits", index);
    const fixed = randomFromSeed(text);
    const fitness = fixed.int(200);
    return memberOf(generation * 12 * islands + index, {
      genome: genomeOf("fake", text),
      generation,
      fitness,
      size: 1 + fixed.int(5),
      measures: Array.from({ length: measures }, () => fixed.next()),
      island: traits.int(islands),
    });
  });
}

function placeTwice(archive: Archive, placement: Placement): readonly Member[] {
  const { generation, random } = placement;
  const copy = structuredClone({ members: placement.members, newcomers: placement.newcomers });
  const living = archive.place({ ...placement, random: random.fork("same") });
  const { members, newcomers } = placement;
  assert.deepEqual({ members, newcomers }, copy, `${archive.name} changed what it was given`);
  const again = archive.place({ ...copy, generation, random: random.fork("same") });
  assert.deepEqual(again, living, `${archive.name} placed the same newcomers differently`);
  return living;
}

function checkLiving(archive: Archive, { members, newcomers }: Placement, living: readonly Member[]): void {
  assert(living.length > 0, `${archive.name} kept nobody`);
  assert(
    living.length <= archive.capacity,
    `${archive.name} holds ${living.length}, its capacity is ${archive.capacity}`,
  );
  const known = new Map([...members, ...newcomers].map((member) => [member.id, member]));
  const seen = new Set<string>();
  for (const member of living) {
    const { id, island, niche, genome } = member;
    const given = known.get(id);
    assert(given !== undefined, `${archive.name} holds ${id}, which is no member and no newcomer`);
    assert.deepEqual(member, { ...given, island, niche }, `${archive.name} changed more of ${id} than its place`);
    assert(
      (Number.isInteger(island) && island >= 0 && island < archive.islands) || island === archive.apart,
      `${archive.name} put ${id} on island ${island}`,
    );
    assert(Number.isInteger(niche) && niche >= 0, `${archive.name} put ${id} into niche ${niche}`);
    for (const label of [`variant ${id}`, `genome ${genome.hash}`]) {
      assert(!seen.has(`${island} ${label}`), `${archive.name} holds ${label} twice on island ${island}`);
      seen.add(`${island} ${label}`);
    }
  }
}

function checkElitist(archive: Archive, { members, newcomers }: Placement, living: readonly Member[]): void {
  const best = (some: readonly Member[]): number => Math.max(...some.map(({ fitness }) => fitness));
  const given = best([...members, ...newcomers]);
  assert.equal(best(living), given, `${archive.name} lost the best, of fitness ${given}`);
}
