import { describe, expect, test } from "vitest";
import { shows } from "../../src/capabilities/shows.ts";
import { planted } from "../../src/cultivation/planting.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { bits, strangersOf, trusted } from "../capabilities/bits.ts";
import { plotOf } from "./plots.ts";

const random = randomFromSeed(6);
const plot = plotOf("XOR", "return a !== b;");
const strangers = (await strangersOf(random)).filter(({ traces }) => !shows(plot.pattern, traces));
const members = strangers.map(({ genome }) => genome);

const plant = (isSham: boolean) => planted(members, { ...plot, isSham, random: random.fork("plant") });
const countShown = async (isSham: boolean) =>
  (await trusted(bits).play(plant(isSham), 1)).filter(({ traces }) => shows(plot.pattern, traces)).length;

describe("Planting", () => {
  test("gives the part to half of the members at most, and leaves the others as they are", () => {
    const changed = plant(false).filter(({ hash }, i) => hash !== members[i]!.hash);
    expect(changed.length).toBeGreaterThan(members.length / 4);
    expect(changed.length).toBeLessThanOrEqual(Math.ceil(members.length / 2));
    expect(plant(false)).toEqual(plant(false));
  });

  test("changes the same members where the parts are shams, and these seldom show the pattern", async () => {
    const places = (isSham: boolean) => plant(isSham).flatMap(({ hash }, i) => (hash === members[i]!.hash ? [] : [i]));
    const [parts, shams] = [new Set(places(false)), places(true)];
    // A sham part may be just what stood there.
    expect(shams.length).toBeGreaterThan(parts.size / 2);
    expect(shams.filter((i) => !parts.has(i)).length).toBeLessThanOrEqual(2);
    const [shown, shownSham] = await Promise.all([countShown(false), countShown(true)]);
    expect(shown).toBeGreaterThan(2 * shownSham);
  });
});
