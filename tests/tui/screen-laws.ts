import assert from "node:assert/strict";
import * as fc from "fast-check";
import { expect } from "vitest";
import { rowWidth } from "../../src/text/layout.ts";
import type { Row, Size } from "../../src/text/row.ts";
import { ascii, unicode } from "../../src/text/symbols.ts";
import type { Key, Scene, Screen } from "../../src/tui/screen.ts";
import type { Model } from "../../src/view/model.ts";
import { hostileModelOf, modelOf, moments, sceneOf, worlds } from "./models.ts";

/** Sizes of a screen's body, from the smallest terminal to a very large one. */
export const sizes: fc.Arbitrary<Size> = fc.record({
  columns: fc.integer({ min: 60, max: 240 }),
  rows: fc.integer({ min: 8, max: 66 }),
});

/** Models of all moments, and for each world a run with hostile texts. */
async function allModels(): Promise<readonly Model[]> {
  const calm = moments.map((moment, i) => modelOf(worlds[i % worlds.length]!, moment));
  const running = worlds.map((world) => modelOf(world, "running"));
  const hostile = worlds.map((world, i) => hostileModelOf(world, i === 0 ? "finished" : "running"));
  return Promise.all([...calm, ...running, ...hostile]);
}

/** No row is wider and none is more than there is room for, and no text can steer a terminal. */
export function expectToFit(rows: readonly Row[], { columns, rows: most }: Size): void {
  assert(rows.length <= most, `${rows.length} rows where ${most} have room`);
  for (const row of rows) {
    assert(rowWidth(row) <= columns, `${rowWidth(row)} columns where ${columns} have room: ${JSON.stringify(row)}`);
    for (const { text } of row)
      assert(!steering.test(text), `a text that may steer a terminal: ${JSON.stringify(text)}`);
  }
}

const steering = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** What every screen keeps, whatever the run, the size and the keys are. */
export async function checkScreen<State>(screen: Screen<State>, scenes: Partial<Scene> = {}): Promise<void> {
  const models = await allModels();
  const names = screen.keys.flatMap(({ keys }) => keys);
  const keys = fc.array(fc.constantFrom<Key>(...names, "j", "k", "g", "G", "escape", "§"), { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...models), sizes, keys, fc.boolean(), (model, size, pressed, isPlain) => {
      const scene = sceneOf(model, size, { symbols: isPlain ? ascii : unicode, ...scenes });
      let state = screen.start;
      for (const key of pressed) state = screen.press(key, scene, state)?.state ?? state;
      const rows = screen.render(scene, state);
      expectToFit(rows, size);
      assert(rows.length > 0, "an empty screen");
      assert.deepEqual(screen.render(scene, state), rows);
    }),
    { numRuns: 300 },
  );
  for (const model of models) {
    const scene = sceneOf(model, { columns: 80, rows: 18 }, scenes);
    expect(screen.press("§", scene, screen.start)).toBeUndefined();
    for (const key of names) expect(screen.press(key, scene, screen.start), `the key ${key}`).toBeDefined();
  }
}
