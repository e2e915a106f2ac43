import { createCalculator, formulaWords } from "../../sandboxes/formula.ts";
import { freezeRealm } from "../../sandboxes/freeze.ts";
import { meterRealm } from "../../sandboxes/meter.ts";
import { createRunner } from "../../sandboxes/runner.ts";
import { stripRealm } from "../../sandboxes/strip.ts";
import { randomFromKey } from "../std/random.ts";
import { depthMax } from "./confine.ts";

/** A formula holds at most two more values a level. */
const stackValues = 2 * depthMax + 2;

/**
 * The script that makes a realm: trusted parts first, then the hardening. Its value is a function of the setup, the
 * shared memory, and whether guests are hostile: what is proven harmless needs neither meters nor frozen intrinsics,
 * which cost much of V8's speed.
 */
export function bootScript(play: string): string {
  return `(function (setup, memory, hostile) {
    "use strict";
    const fuel = { n: Infinity, d: 0 };
    let chance, chance0 = 0, chance1 = 0;
    const origins = { reflect: Reflect, realm: globalThis };
    const blow = () => { fuel.n = -1; throw "it used up its fuel, time or memory"; };
    const randomFromKey = ${randomFromKey.toString()};
    const numbers = new Float64Array(memory);
    const runner = (${createRunner.toString()})({
      setup: JSON.parse(setup), numbers, fuel, blow, play: (${play}),
      calculate: (${createCalculator.toString()})(${JSON.stringify(formulaWords)}, ${stackValues}),
      randomFromKey, reseed: (key0, key1) => { chance = undefined; chance0 = key0; chance1 = key1; },
    });
    (${stripRealm.toString()})(() => (chance ??= randomFromKey(chance0, chance1)).next());
    if (hostile) {
      (${meterRealm.toString()})(fuel, blow, origins);
      (${freezeRealm.toString()})(origins);
    }
    return runner;
  })`;
}
