import assert from "node:assert/strict";
import type { Member } from "../archives/member.ts";
import type { Selection } from "../selection/selection.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { memberOf } from "./members.ts";

/** What a selection promises beyond the laws of all. */
export interface SelectionLaws {
  /** Whether a member that is better on every case, and like another in all else, is never less likely; true unless told. */
  readonly favoursBetter?: boolean;
  readonly seed?: number;
}

/** Checks the laws of a selection. Throws an `AssertionError` that names the law that is broken. */
export async function checkSelection(selection: Selection, laws: SelectionLaws = {}): Promise<void> {
  const { favoursBetter = true, seed = 1 } = laws;
  const random = randomFromSeed(seed);
  for (let round = 0; round < 20; round++) {
    checkChoices(selection, membersFrom(random.fork("members", round)), random.fork("round", round));
  }
  if (favoursBetter) checkFavours(selection, random.fork("favours"));
}

function membersFrom(random: Random): Member[] {
  return Array.from({ length: 1 + random.int(20) }, (_, id) => {
    const cases = Array.from({ length: 8 }, () => random.int(4));
    const fitness = cases.reduce((sum, score) => sum + score, 0) / cases.length;
    return memberOf(id, { cases, fitness, size: 1 + random.int(5), children: random.int(3) });
  });
}

function checkChoices(selection: Selection, members: readonly Member[], random: Random): void {
  const before = structuredClone(members);
  const choose = selection.prepare(members, random.fork("prepare"));
  const again = selection.prepare(members, random.fork("prepare"));
  const turns = Array.from({ length: 30 }, (_, turn) => turn);
  const chosen = turns.map((turn) => choose(random.fork("turn", turn)));
  for (const member of chosen) assert(members.includes(member), `${selection.name} chose something that is no member`);
  const backwards = turns.toReversed().map((turn) => again(random.fork("turn", turn)));
  assert.deepEqual(
    backwards.toReversed().map(({ id }) => id),
    chosen.map(({ id }) => id),
    `${selection.name} chose differently with the same random: a choice depends on those before it, or on something else`,
  );
  assert.deepEqual(members, before, `${selection.name} changed the members`);
}

/** Six members in a row, each better on every case than the next, and 3,000 choices. */
function checkFavours(selection: Selection, random: Random): void {
  const members = Array.from({ length: 6 }, (_, id) => memberOf(id, { fitness: -id, cases: [-id, 10 - id, -2 * id] }));
  const choose = selection.prepare(random.shuffle(members), random.fork("prepare"));
  const counts = members.map(() => 0);
  for (let turn = 0; turn < 3000; turn++) counts[choose(random.fork("turn", turn)).id]! += 1;
  for (let id = 1; id < counts.length; id++) {
    const [better, worse] = [counts[id - 1]!, counts[id]!];
    // Five standard deviations of the difference of two counts that are as likely.
    assert(
      worse - better <= 5 * Math.sqrt(better + worse),
      `${selection.name} chose a worse member ${worse} times, a better one ${better} times`,
    );
  }
}
