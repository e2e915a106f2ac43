import { expect } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { decidedText } from "../../src/evaluation/decided.ts";
import type { Arena, Incubator } from "../../src/incubation/incubator.ts";

const arenas: readonly Arena[] = ["training", "held-out", "scaled"];

/**
 * What incubations rely on: a draw is the same again, whoever plays beside or before whom; other draws and other places
 * have other cases; what is said of genomes is one thing a genome.
 */
export async function checkIncubator(incubator: Incubator, [one, other]: readonly [Genome, Genome]): Promise<void> {
  const cases = new Set<string>();
  for (const arena of arenas) {
    for (const number of [0, 1, 2 ** 30]) {
      const played = await incubator.draw([one, other], { arena, number });
      const swapped = await incubator.draw([other, one], { arena, number });
      const alone = await incubator.draw([other], { arena, number });
      expect(played.outcomes).toHaveLength(2);
      expect(swapped.outcomes.toReversed().map(decidedText)).toEqual(played.outcomes.map(decidedText));
      expect(alone.outcomes.map(decidedText)).toEqual(played.outcomes.slice(1).map(decidedText));
      expect([swapped.cases, alone.cases]).toEqual([played.cases, played.cases]);
      cases.add(played.cases);
    }
  }
  expect(cases.size).toBe(9);

  const [trained] = await incubator.play([one], "train");
  expect(decidedText(await incubator.alone(one))).toBe(decidedText(trained!.outcome));
  expect(await incubator.play([one, other], 3)).toHaveLength(2);
  const times = await incubator.times([one, other], { arena: "training", number: 0 }, 2);
  expect(times).toHaveLength(2);
  for (const ms of times) expect(ms).toBeGreaterThanOrEqual(0);
  const faults = await incubator.edgeFaults([one, other], 4);
  expect(faults).toHaveLength(2);
  for (const count of faults) expect(count >= 0 && count <= 4).toBe(true);
  expect(await incubator.restores([one], [other])).toBe(true);
}
