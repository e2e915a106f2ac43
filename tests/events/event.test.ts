import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/events/event.ts";
import { endsPart, hashedText } from "../../src/events/event.ts";
import { play } from "../simulation/play.ts";
import { campaignOf } from "../simulation/worlds.ts";

describe("an event", () => {
  test("is hashed without what was merely observed", () => {
    const finished = { type: "generation-finished", generation: 3, entered: [[1, 0, 0]], left: [] } as const;
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, noNaN: true }), (t, ms) => {
        expect(hashedText({ ...finished, observed: { t, ms } })).toBe(JSON.stringify(finished));
      }),
    );
    const born: Event = {
      type: "variant-born",
      id: 0,
      generation: 0,
      genome: "a",
      size: 1,
      parents: [],
      operator: "x",
      island: 0,
    };
    expect(hashedText(born)).toBe(JSON.stringify(born));
  });

  test("is hashed with all that was decided", () => {
    const finished: Event = { type: "campaign-finished", reason: "target", champion: 3, observed: { t: "" } };
    const texts = [finished, { ...finished, champion: 4 }, { ...finished, reason: "time" as const }].map(hashedText);
    expect(new Set(texts).size).toBe(3);
  });

  test("has the same hashed text when it was written and read", async () => {
    const { events } = await play(campaignOf());
    for (const event of events) expect(hashedText(JSON.parse(JSON.stringify(event)) as Event)).toBe(hashedText(event));
  });

  test("ends a part of the log where nothing is under way", async () => {
    const { events } = await play(campaignOf({}, { rivals: 2 }));
    const ends = new Set(events.filter(endsPart).map(({ type }) => type));
    const others = new Set(events.filter((event) => !endsPart(event)).map(({ type }) => type));
    expect([...ends]).toEqual(["generation-finished", "campaign-finished"]);
    expect([...others].toSorted()).toEqual(["agent-judged", "rivals-chosen", "variant-born", "variant-evaluated"]);
  });
});
