import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { closedSource } from "../sandbox/closed.ts";
import type { Agent, Case, Seat, SteppedScenario, World } from "../scenario/scenario.ts";
import { limitsOf, seatName } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import { checkPictures } from "./pictures.ts";
import { agentOf, checkJudgement, copyOf, deepFreeze, randomAgent } from "./players.ts";
import { checkTensors } from "./tensors.ts";

/** Checks the laws of a stepped scenario on one of its cases. */
export function checkEpisode(scenario: SteppedScenario, one: Case, random: Random): void {
  const makeInside = runInNewContext(closedSource(scenario.world, "world", scenario.name)) as () => World;
  const agents = (): Agent[] => seatsOf(one).map((seat, i) => agentIn(scenario, seat, random.fork("agent", i)));
  checkReplay(scenario, one, run(scenario, makeInside(), one, { agents: agents(), random }), random);
  // Actions are numbers by contract; a world must still end when they are the worst of them.
  for (const action of [NaN, Infinity, -Infinity, -0, 1e308]) {
    run(scenario, makeInside(), one, { agents: seatsOf(one).map(() => () => action), random });
  }
  for (const { source } of scenario.references ?? []) {
    run(scenario, makeInside(), one, { agents: agents().map(() => agentOf(source)), random });
  }
  checkTensors(scenario, one, random.fork("tensors"));
}

interface Players {
  readonly agents: readonly Agent[];
  readonly random: Random;
}

/** Plays an episode to its end and returns all actions, seat by seat. */
function run(scenario: SteppedScenario, world: World, one: Case, { agents, random }: Players): number[] {
  const state: unknown = begin(world, one, random);
  const { calls } = limitsOf(scenario);
  const actions: number[] = [];
  checkDraw(scenario, state, one);
  for (let steps = 0; !world.over(state); steps++) {
    assert.ok(steps < calls, `${one.id} is not over after ${calls} steps, the limit \`calls\``);
    const chosen = agents.map((agent, seat) => Number(agent(...observed(scenario, world, state, seat))));
    world.step(state, chosen);
    actions.push(...chosen);
  }
  assert.ok(actions.length <= limitsOf(scenario).answer, `${one.id} takes more actions than the limit \`answer\``);
  checkEnd(scenario, world, state, one);
  checkDraw(scenario, state, one);
  return actions;
}

/** The recorded actions lead a fresh world to the same scores and measures. */
function checkReplay(scenario: SteppedScenario, one: Case, actions: readonly number[], random: Random): void {
  const seats = seatsOf(one).length;
  const [first, second] = [0, 1].map(() => {
    const world = scenario.world();
    const state: unknown = begin(world, one, random);
    for (let at = 0; at < actions.length; at += seats) {
      assert.ok(!world.over(state), `The replay of ${one.id} is over before its actions are`);
      world.step(state, actions.slice(at, at + seats));
    }
    assert.ok(world.over(state), `The replay of ${one.id} is not over when its actions are`);
    return judgements(world, state, seats);
  });
  assert.deepEqual(second, first, `Two replays of ${one.id} differ`);
}

function observed(scenario: SteppedScenario, world: World, state: unknown, seat: number): readonly unknown[] {
  const inputs = Array.from(world.observe(state, seat));
  const { parameters } = scenario.agent;
  assert.equal(inputs.length, parameters.length, "`observe` gives not one input a parameter");
  for (const [i, { name, type }] of parameters.entries()) {
    const input = inputs[i];
    const fits = type === "number[]" ? Array.isArray(input) && input.every(Number.isFinite) : typeof input === type;
    assert.ok(fits && !Number.isNaN(input), `\`observe\` gives ${String(input)} for \`${name}\`, expected ${type}`);
  }
  return inputs;
}

function checkEnd(scenario: SteppedScenario, world: World, state: unknown, one: Case): void {
  for (const [seat, judgement] of judgements(world, state, seatsOf(one).length).entries()) {
    checkJudgement(scenario, judgement, `The end of ${one.id} in seat ${seat}`);
  }
}

/** Pictures of the state, which is afterwards as it was. */
function checkDraw(scenario: SteppedScenario, state: unknown, one: Case): void {
  if (scenario.draw === undefined) return;
  const before = copyOf(state);
  const names = seatsOf(one).map(seatName);
  checkPictures((columns, rows) => scenario.draw!(state, columns, rows, names), `\`draw\` on ${one.id}`);
  if (before !== undefined) assert.deepEqual(copyOf(state), before, `\`draw\` changes the state on ${one.id}`);
}

function judgements(world: World, state: unknown, seats: number) {
  return Array.from({ length: seats }, (_, seat) => ({
    scores: Array.from(world.score(state, seat)),
    measures: Array.from(world.measure?.(state, seat) ?? []),
  }));
}

function begin(world: World, one: Case, random: Random): unknown {
  return world.begin(deepFreeze(structuredClone(one.instance)), random.fork("play"));
}

function seatsOf(one: Case): readonly Seat[] {
  return one.seats ?? ["self"];
}

/** References sit where the case says so; everybody else acts at random. */
function agentIn(scenario: SteppedScenario, seat: Seat, random: Random): Agent {
  const name = typeof seat === "object" && "reference" in seat ? seat.reference : undefined;
  const reference = scenario.references?.find((one) => one.name === name);
  return reference === undefined ? randomAgent(scenario, random) : agentOf(reference.source);
}
