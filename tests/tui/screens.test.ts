import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { rowWidth } from "../../src/text/layout.ts";
import { unicode } from "../../src/text/symbols.ts";
import { globalKeys } from "../../src/tui/bindings.ts";
import { frameRows } from "../../src/tui/frame.ts";
import { press } from "../../src/tui/press.ts";
import { numbered } from "../../src/tui/screen.ts";
import { screens } from "../../src/tui/screens.ts";
import { sceneOf, type Situation, startState } from "../../src/tui/state.ts";
import type { Model } from "../../src/view/model.ts";
import { hostileModelOf, modelOf, moments, startedAt, textOf, worlds } from "./models.ts";

const models: Model[] = [];
beforeAll(async () => {
  for (const world of worlds) for (const moment of moments) models.push(await modelOf(world, moment));
  for (const world of worlds) models.push(await hostileModelOf(world, "running"));
});

function situationOf(model: Model, columns = 80, rows = 24): Situation {
  const size = { columns, rows };
  return { screens, model, size, symbols: unicode, now: startedAt, zoneMinutes: 0, clock: 0, role: "owner" };
}

describe("the screens of Lamarck", () => {
  test("are all there, each once, those with a tab in the order of their digits", () => {
    expect(screens.map(({ id }) => id)).toEqual([...numbered, "variant", "playback"]);
    expect(new Set(screens.map(({ short }) => short)).size).toBe(screens.length);
    for (const { short } of screens) expect(short.length).toBeLessThanOrEqual(6);
  });

  test("know every key that their help lists", () => {
    const model = models.find(({ view, link }) => link.state === "live" && view.variants.count > 1000)!;
    for (const screen of screens) {
      const state = { ...startState(screen.id, "default"), selected: model.view.state.best!.id };
      const scene = sceneOf(state, situationOf(model));
      const unknown = screen.keys.flatMap(({ keys }) => keys).filter((key) => !screen.press(key, scene, screen.start));
      // What a screen leaves to the application is in the help for what it does there.
      const global = new Set(globalKeys.flatMap(({ keys }) => keys));
      expect({ screen: screen.id, unknown: unknown.filter((key) => !global.has(key)) }).toEqual({
        screen: screen.id,
        unknown: [],
      });
    }
  });

  test("fill the terminal and no more, whatever is typed, at any size and any moment of a run", () => {
    const listed = [...screens, { keys: globalKeys }].flatMap(({ keys }) => keys.flatMap((binding) => binding.keys));
    const anyKeys = fc.array(fc.constantFrom(...new Set(listed), "Z", "~", "alt-x"), { maxLength: 25 });
    const anySize = fc.record({ columns: fc.integer({ min: 1, max: 240 }), rows: fc.integer({ min: 1, max: 66 }) });
    fc.assert(
      fc.property(fc.nat(models.length - 1), anyKeys, anySize, anySize, (at, keys, first, second) => {
        const { columns, rows } = first;
        let state = startState("overview", "default");
        const situation = situationOf(models[at]!, columns, rows);
        for (const key of keys) state = press(state, key, situation).state;
        for (const size of [first, second]) {
          const shown = frameRows(state, situationOf(models[at]!, size.columns, size.rows));
          expect(shown.length).toBe(size.rows);
          expect(Math.max(...shown.map(rowWidth))).toBeLessThanOrEqual(size.columns);
          expect(textOf(shown).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
      { numRuns: 150 },
    );
  });
});
