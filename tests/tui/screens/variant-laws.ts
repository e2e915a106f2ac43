import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Action, Key, Scene, Screen } from "../../../src/tui/screen.ts";
import type { Model } from "../../../src/view/model.ts";
import { hostileModelOf, modelOf, moments, sceneOf, worlds } from "../models.ts";
import { expectToFit, sizes } from "../screen-laws.ts";

/** A screen as the application drives it: what a key asks for is done before the next one. */
export interface Driven<State> {
  scene: Scene;
  state: State;
  readonly acts: Action[];
}

/** Presses keys, and does what they ask for as far as it changes what the screen sees. */
export function drive<State>(screen: Screen<State>, scene: Scene, keys: readonly Key[], from?: State): Driven<State> {
  const driven: Driven<State> = { scene, state: from ?? screen.start, acts: [] };
  for (const key of keys) {
    const step = screen.press(key, driven.scene, driven.state);
    if (step?.state !== undefined) driven.state = step.state;
    if (step?.act === undefined) continue;
    driven.acts.push(step.act);
    driven.scene = done(driven.scene, step.act);
  }
  return driven;
}

function done(scene: Scene, act: Action): Scene {
  switch (act.do) {
    case "select":
      return { ...scene, selected: act.id };
    case "open":
      return { ...scene, selected: act.id ?? scene.selected };
    case "mark":
      return { ...scene, marked: scene.marked === act.id ? undefined : act.id };
    case "pin":
      return { ...scene, pinned: new Set([...scene.pinned, act.id]) };
    default:
      return scene;
  }
}

const filters = ["", "alive", "score>1000000", "op~cross alive", "no such filter", "state=failed"] as const;

/** Whatever is pressed, selected and filtered: rows keep to their room, and each variant that a key names exists. */
export async function checkSelection<State>(screen: Screen<State>): Promise<void> {
  const models = new Map<string, Model>();
  for (const world of worlds) {
    for (const moment of moments) models.set(`${world}, ${moment}`, await modelOf(world, moment));
    models.set(`${world}, hostile`, await hostileModelOf(world, "running"));
  }
  const known = screen.keys.flatMap(({ keys }) => keys);
  const looks = fc.record({
    name: fc.constantFrom(...models.keys()),
    size: sizes,
    filter: fc.constantFrom(...filters),
    selected: fc.option(fc.integer({ min: 0, max: 4499 }), { nil: undefined }),
    pressed: fc.array(fc.constantFrom(...known), { maxLength: 25 }),
  });
  fc.assert(
    fc.property(looks, ({ name, size, filter, selected, pressed }) => {
      const model = models.get(name)!;
      const exists = (id: number | undefined): boolean => id !== undefined && model.view.variants.row(id) !== undefined;
      const scene = sceneOf(model, size, { filter, selected: exists(selected) ? selected : undefined });
      const { scene: after, state, acts } = drive(screen, scene, pressed);
      assert.ok(after.selected === undefined || exists(after.selected), `#${after.selected} is selected`);
      for (const act of acts) assert.ok(!("id" in act) || exists(act.id), `a key names #${"id" in act ? act.id : ""}`);
      expectToFit(screen.render(after, state), size);
    }),
    { numRuns: 150 },
  );
}
