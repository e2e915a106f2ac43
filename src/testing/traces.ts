import assert from "node:assert/strict";
import { tracesOf } from "../capabilities/trace.ts";
import type { RecordedCase, Recording } from "../evaluation/recording.ts";
import { createWalk, seatsOf } from "../evaluation/walk.ts";
import type { Agent, Answer, Case, Scenario, SteppedScenario } from "../scenario/scenario.ts";
import { isStepped } from "../scenario/scenario.ts";
import { type Random, randomFromKey } from "../std/random.ts";
import { agentOf, copyOf, randomAgent } from "./players.ts";

/**
 * Checks the traces of a scenario that has any, on some of its cases: tokens are declared, the same each time, and
 * something is told of what the references do; telling leaves the world as it is.
 */
export function checkTraces(scenario: Scenario, cases: readonly Case[], random: Random): void {
  if (scenario.trace === undefined) return;
  const tokensToldOf = (agent: () => Agent): number =>
    cases.reduce((told, one) => told + checkTrace(scenario, recorded(scenario, one, agent)), 0);
  tokensToldOf(() => randomAgent(scenario, random));
  const told = (scenario.references ?? []).map(({ source }) => tokensToldOf(() => agentOf(source)));
  assert.ok(told.length === 0 || Math.max(...told) > 0, "No token is told of what the reference agents do");
}

/** Checks the trace of one case, and returns how many tokens it has. */
function checkTrace(scenario: Scenario, one: RecordedCase): number {
  const recording: Recording = { outcome: { status: "scored", scores: [], measures: [] }, cases: [one] };
  const traces = tracesOf(scenario, recording);
  assert.deepEqual(tracesOf(scenario, recording), traces, `The trace of ${one.case.id} is another the second time`);
  if (isStepped(scenario)) checkUntouched(scenario, one);
  return traces[0]!.tokens.length;
}

/** A world that is asked for tokens ends like one that is not. */
function checkUntouched(scenario: SteppedScenario, one: RecordedCase): void {
  const { seats, self } = seatsOf(one.case);
  const ends = [true, false].map((isAsked) => {
    const walk = createWalk(scenario, one, one.answer!);
    for (let step = 0; step < walk.steps; step++) {
      walk.advance(step + 1);
      if (isAsked) scenario.stepTokens!(walk.state, self, one.answer![step * seats + self]!);
    }
    return copyOf(walk.state);
  });
  assert.deepEqual(ends[0], ends[1], `\`stepTokens\` changes the state on ${one.case.id}`);
}

/** What an agent does on a case in every seat. */
function recorded(scenario: Scenario, one: Case, agent: () => Agent): RecordedCase {
  const key = [1, 2] as const;
  const agents = (one.seats ?? ["self"]).map(agent);
  if (!isStepped(scenario)) {
    const answer: Answer = scenario.play(agents, one.instance as never, randomFromKey(...key));
    return { case: one, key, answer: typeof answer === "number" ? [answer] : answer };
  }
  const world = scenario.world();
  const state: unknown = world.begin(one.instance, randomFromKey(...key));
  const answer: number[] = [];
  while (!world.over(state)) {
    const actions = agents.map((act, seat) => Number(act(...world.observe(state, seat))));
    world.step(state, actions);
    answer.push(...actions);
  }
  return { case: one, key, answer };
}
