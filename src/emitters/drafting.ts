import type { Member } from "../archives/member.ts";
import { byMerit, distinct } from "../archives/merit.ts";
import type { Random } from "../std/random.ts";
import type { ModelOperator } from "../variation/model-operators.ts";
import type { DraftTry } from "./emitter.ts";

/** Those whom a draft may be about. */
export interface Scene {
  /** All who live. */
  readonly members: readonly Member[];
  /** Who lives on the island of the draft; at least one. */
  readonly residents: readonly Member[];
  /** Picks a parent among the residents. */
  readonly choose: (random: Random) => Member;
}

const triesMax = 4;
const inspirationsMax = 2;

/** How often parents are selected for a try, and then drawn at random, until they are others than before. */
const selectionsMax = 8;
const drawsMax = 8;

/**
 * Whom to ask about: up to four lists of different parents, no two the same, best first; one at least where as many
 * different residents live as the operator takes.
 */
export function triesFor(operator: ModelOperator, scene: Scene, random: Random): readonly DraftTry[] {
  const tries: DraftTry[] = [];
  const seen = new Set<string>();
  for (let turn = 0; turn < triesMax; turn++) {
    const draw = random.fork("try", turn);
    const parents = freshParents(operator, scene, seen, draw);
    if (parents === undefined) break;
    seen.add(keyOf(parents));
    tries.push({ parents, inspirations: inspirationsFor(parents, scene, draw.fork("inspirations")) });
  }
  return tries;
}

/** Parents that were not asked about together before; undefined where none are found. */
function freshParents(
  { parents: [least, most] }: ModelOperator,
  { residents, choose }: Scene,
  seen: ReadonlySet<string>,
  random: Random,
): readonly Member[] | undefined {
  const wanted = least + random.int(most - least + 1);
  const all = distinct(residents);
  for (let turn = 0; turn < selectionsMax + drawsMax; turn++) {
    const draw = random.fork("parents", turn);
    const chosen = turn < selectionsMax ? selected(wanted, choose, draw) : draw.shuffle(all).slice(0, wanted);
    if (chosen.length >= least && !seen.has(keyOf(chosen))) return chosen.toSorted(byMerit);
  }
  return undefined;
}

/** So many members with different genomes, or fewer where the same are selected again and again. */
function selected(wanted: number, choose: (random: Random) => Member, random: Random): readonly Member[] {
  const chosen: Member[] = [];
  for (let turn = 0; turn < 8 * wanted && chosen.length < wanted; turn++) {
    const one = choose(random);
    if (chosen.every(({ genome }) => genome.hash !== one.genome.hash)) chosen.push(one);
  }
  return chosen;
}

function keyOf(parents: readonly Member[]): string {
  return parents
    .map(({ genome }) => genome.hash)
    .toSorted()
    .join(" ");
}

/** Two of other islands or niches; where there are none, the best of the others and one of them at random. */
function inspirationsFor(parents: readonly Member[], { members }: Scene, random: Random): readonly Member[] {
  const known = new Set(parents.map(({ genome }) => genome.hash));
  const others = distinct(members).filter(({ genome }) => !known.has(genome.hash));
  const elsewhere = others.filter((one) =>
    parents.every(({ island, niche }) => one.island !== island || one.niche !== niche),
  );
  if (elsewhere.length > 0) return random.shuffle(elsewhere).slice(0, inspirationsMax);
  const [best, ...rest] = others.toSorted(byMerit);
  if (best === undefined) return [];
  return rest.length === 0 ? [best] : [best, random.pick(rest)];
}
