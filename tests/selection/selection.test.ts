import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import type { Selection } from "../../src/selection/selection.ts";
import { tournament } from "../../src/selection/tournament.ts";
import { uniform } from "../../src/selection/uniform.ts";
import { weighted } from "../../src/selection/weighted.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { memberOf } from "../../src/testing/members.ts";
import { checkSelection } from "../../src/testing/selection.ts";

function shares(selection: Selection, members: readonly Member[], rounds = 20_000): number[] {
  const choose = selection.prepare(members, randomFromSeed("prepare"));
  const random = randomFromSeed("choose");
  const counts = members.map(() => 0);
  for (let round = 0; round < rounds; round++) counts[choose(random).id]! += 1;
  return counts.map((count) => count / rounds);
}

describe("tournament selection", () => {
  test("keeps the laws of a selection", async () => {
    await checkSelection(tournament());
    await checkSelection(tournament({ size: 1 }));
  });

  test("chooses the n-th best with the probability of theory", () => {
    const members = [4, 3, 2, 1].map((fitness, id) => memberOf(id, { fitness }));
    const expected = [0, 1, 2, 3].map((rank) => ((4 - rank) / 4) ** 3 - ((3 - rank) / 4) ** 3);
    shares(tournament({ size: 3 }), members).forEach((share, rank) =>
      expect(Math.abs(share - expected[rank]!)).toBeLessThan(0.015),
    );
  });

  test("prefers the smaller of equally fit members, and neither of equal ones", () => {
    const members = [memberOf(0, { size: 5 }), memberOf(1, { size: 3 }), memberOf(2, { size: 3 })];
    const [large, first, second] = shares(tournament({ size: 2 }), members) as [number, number, number];
    expect(Math.abs(large - 1 / 9)).toBeLessThan(0.015);
    expect(Math.abs(first - second)).toBeLessThan(0.02);
  });

  test.each([0, 1.5, Number.NaN, 1001])("refuses a size of %d", (size) => {
    expect(() => tournament({ size })).toThrow(UserError);
  });
});

describe("weighted selection", () => {
  test("keeps the laws of a selection", async () => {
    await checkSelection(weighted());
  });

  test("weighs by a sigmoid around the median, and by the number of children", () => {
    // Median 2, median absolute deviation 1.
    const members = [0, 1, 2, 3, 4].map((fitness, id) => memberOf(id, { fitness, children: id === 4 ? 3 : 0 }));
    const weights = members.map(({ fitness, children }) => 1 / (1 + Math.exp(-10 * (fitness - 2))) / (1 + children));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    shares(weighted(), members).forEach((share, id) =>
      expect(Math.abs(share - weights[id]! / total)).toBeLessThan(0.015),
    );
  });

  test("can choose among members that are all equally fit", () => {
    const found = shares(weighted(), [memberOf(0, { children: 1 }), memberOf(1)]);
    expect(found[0]).toBeCloseTo(1 / 3, 1);
  });

  test("survives a member that is worse by very much", () => {
    const members = [memberOf(0, { fitness: -1e300 }), memberOf(1, { fitness: 1 }), memberOf(2, { fitness: 1 })];
    expect(shares(weighted(), members)[0]).toBe(0);
  });
});

describe("uniform selection", () => {
  test("keeps the laws of a selection", async () => {
    await checkSelection(uniform());
  });

  test("chooses every member as often", () => {
    const members = [0, 1, 2, 3].map((id) => memberOf(id, { fitness: id }));
    for (const share of shares(uniform(), members)) expect(Math.abs(share - 0.25)).toBeLessThan(0.015);
  });
});

describe("the check of a selection", () => {
  const always = (name: string, prepare: Selection["prepare"]): Selection => ({ name, prepare });

  test("finds one that chooses somebody else", async () => {
    await expect(checkSelection(always("stranger", () => () => memberOf(99)))).rejects.toThrow("is no member");
  });

  test("finds one whose choices depend on those before", async () => {
    const rotating = always("rotating", (members) => {
      let turn = 0;
      return () => members[turn++ % members.length]!;
    });
    await expect(checkSelection(rotating)).rejects.toThrow("chose differently");
  });

  test("finds one that changes the members", async () => {
    const sorting = always("sorting", (members) => {
      (members as Member[]).sort((a, b) => b.fitness - a.fitness);
      return (random) => random.pick(members);
    });
    await expect(checkSelection(sorting)).rejects.toThrow("changed the members");
  });

  test("finds one that favours the worse, unless it says so", async () => {
    const worst = always("worst", (members) => {
      const last = members.toSorted((a, b) => a.fitness - b.fitness || a.id - b.id)[0]!;
      return () => last;
    });
    await expect(checkSelection(worst)).rejects.toThrow("worse member");
    await checkSelection(worst, { favoursBetter: false });
  });
});
