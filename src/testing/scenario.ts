import assert from "node:assert/strict";
import { casesOf } from "../scenario/cases.ts";
import type { Case, Scenario, Split } from "../scenario/scenario.ts";
import { isStepped } from "../scenario/scenario.ts";
import { checkScenarioShape } from "../scenario/shape.ts";
import { randomFromSeed } from "../std/random.ts";
import { checkEpisode } from "./episodes.ts";
import { checkPlays } from "./plays.ts";
import { checkTraces } from "./traces.ts";

/** How thoroughly a scenario is checked. */
export interface ScenarioCheck {
  /** The seed that cases are drawn from; 1 unless told. */
  readonly seed?: number;
  /** How many cases of each split are played; 3 unless told. */
  readonly casesMax?: number;
}

const splits: readonly Split[] = ["train", "validation", "test"];

/**
 * Holds a scenario to its contract: same seed same cases, splits that share no case, plain data, code that is closed
 * and survives any agent, finite scores, measures in range, a judge that distrusts, traces of declared tokens. Throws an `AssertionError` (or a
 * `UserError`) that names the broken law.
 */
export async function checkScenario(scenario: Scenario, check: ScenarioCheck = {}): Promise<void> {
  const { seed = 1, casesMax = 3 } = check;
  checkScenarioShape(scenario, scenario.name);
  const bySplit = splits.map((split) => casesTwice(scenario, split, seed));
  const seen = new Set<string>();
  for (const { id } of bySplit.flat()) {
    assert.ok(!seen.has(id), `The case \`${id}\` is in two splits`);
    seen.add(id);
  }
  const random = randomFromSeed(seed).fork("check");
  const played = bySplit.flatMap((cases) => cases.slice(0, casesMax));
  if (!isStepped(scenario)) checkPlays(scenario, played, random);
  else for (const one of played) checkEpisode(scenario, one, random.fork(one.id));
  checkTraces(scenario, played, random.fork("traces"));
}

function casesTwice(scenario: Scenario, split: Split, seed: number): readonly Case[] {
  const draw = (): readonly Case[] => casesOf(scenario, split, randomFromSeed(seed), scenario.name);
  const cases = draw();
  assert.deepEqual(draw(), cases, `\`cases("${split}")\` differ between two calls with the same random`);
  assert.deepEqual(JSON.parse(JSON.stringify(cases)), cases, `\`cases("${split}")\` are not plain JSON data`);
  return cases;
}
