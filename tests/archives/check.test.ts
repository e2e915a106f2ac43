import { describe, expect, test } from "vitest";
import type { Archive, Placement } from "../../src/archives/archive.ts";
import type { Member } from "../../src/archives/member.ts";
import { ranked } from "../../src/archives/ranked.ts";
import { checkArchive } from "../../src/testing/archive.ts";
import { memberOf } from "../../src/testing/members.ts";

const sound = ranked({ capacity: 20 });

/** The sound archive with one fault. */
function faulty(place: (placement: Placement, living: readonly Member[]) => readonly Member[]): Archive {
  return { ...sound, place: (placement) => place(placement, sound.place(placement)) };
}

let calls = 0;

describe("the check of an archive", () => {
  test.each<readonly [string, Archive, string]>([
    ["keeps too many", { ...sound, capacity: 10 }, "its capacity is 10"],
    ["invents a member", faulty((_, living) => [memberOf(-1), ...living.slice(1)]), "is no member and no newcomer"],
    ["holds a variant twice", faulty((_, living) => [living[0]!, ...living.slice(0, 5)]), "twice on island 0"],
    ["loses the best", faulty((_, living) => living.slice(1)), "lost the best"],
    ["loses everybody", faulty(() => []), "kept nobody"],
    ["changes a member", faulty((_, living) => living.map((one) => ({ ...one, fitness: 1e6 }))), "changed more of"],
    [
      "names an island that is none",
      faulty((_, living) => living.map((one) => ({ ...one, island: 1 }))),
      "on island 1",
    ],
    [
      "has no number for a niche",
      faulty((_, living) => living.map((one) => ({ ...one, niche: Number.NaN }))),
      "into niche NaN",
    ],
    [
      "takes from what it is given",
      faulty(({ newcomers }, living) => ((newcomers as Member[]).pop(), living)),
      "changed what it was given",
    ],
    ["remembers", faulty((_, living) => (calls++ % 2 === 0 ? living : living.slice(0, -1))), "differently"],
    [
      "makes something of nothing",
      faulty((_, living) => (living.length > 0 ? living : [memberOf(0)])),
      "out of nothing",
    ],
  ])("finds one that %s", async (_, archive, message) => {
    await expect(checkArchive(archive)).rejects.toThrow(message);
  });
});
