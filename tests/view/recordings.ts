import type { RecordedCase, Recording } from "../../src/evaluation/recording.ts";
import { isStepped, type Scenario, type SteppedScenario, type World } from "../../src/scenario/scenario.ts";
import { randomFromKey, randomFromSeed } from "../../src/std/random.ts";
import { agentOf } from "../../src/testing/players.ts";

/** What a program does on the first training cases of a scenario, played at home: only for programs that we wrote. */
export function recordingOf(scenario: Scenario, source: string, casesMax = 3): Recording {
  const cases = scenario
    .cases("train", randomFromSeed(1))
    .slice(0, casesMax)
    .map((one, i): RecordedCase => {
      const key = [7, i] as const;
      const agents = (one.seats ?? ["self"]).map((seat) => {
        const name = typeof seat === "object" && "reference" in seat ? seat.reference : undefined;
        return agentOf(scenario.references?.find((reference) => reference.name === name)?.source ?? source);
      });
      if (isStepped(scenario)) return { case: one, key, answer: actionsOf(scenario, one.instance, agents, key) };
      const answer: unknown = (scenario.play as (...inputs: unknown[]) => unknown)(
        agents,
        one.instance,
        randomFromKey(...key),
      );
      return { case: one, key, answer: typeof answer === "number" ? [answer] : (answer as number[]) };
    });
  return { outcome: { status: "scored", scores: cases.map((one) => scoresOf(scenario, one)), measures: [] }, cases };
}

function actionsOf(
  scenario: SteppedScenario,
  instance: unknown,
  agents: readonly ReturnType<typeof agentOf>[],
  key: readonly [number, number],
): number[] {
  const world = scenario.world();
  const state: unknown = world.begin(instance, randomFromKey(...key));
  const actions: number[] = [];
  while (!world.over(state)) {
    const chosen = agents.map((agent, seat) => Number(agent(...world.observe(state, seat))));
    world.step(state, chosen);
    actions.push(...chosen);
  }
  return actions;
}

function scoresOf(scenario: Scenario, { case: one, key, answer = [] }: RecordedCase): readonly number[] {
  if (!isStepped(scenario)) {
    const given = answer.length === 1 ? answer[0] : answer;
    return scenario.judge(given as never, one).scores;
  }
  const seats = one.seats?.length ?? 1;
  const world = scenario.world();
  const state: unknown = world.begin(one.instance, randomFromKey(...key));
  for (let at = 0; at < answer.length; at += seats) world.step(state, answer.slice(at, at + seats));
  return world.score(state, Math.max(0, one.seats?.indexOf("self") ?? 0));
}

/** A counter that is told its number of steps and counts to it; `changes` make it another world. */
export function counting(steps: number, changes: Partial<World> = {}, draw?: SteppedScenario["draw"]): SteppedScenario {
  const world: World = {
    begin: (instance: { steps: number }, random) => ({
      step: 0,
      steps: instance.steps,
      luck: random.int(1000),
      past: [],
    }),
    observe: (state: Count) => [state.step],
    step: (state: Count, actions) => {
      state.step++;
      state.luck = (state.luck * 31 + actions[0]!) % 1009;
      state.past.push(state.luck);
    },
    over: (state: Count) => state.step >= state.steps,
    score: (state: Count) => [state.luck],
    ...changes,
  };
  return {
    name: "counting",
    brief: "Count.",
    agent: {
      name: "f",
      about: "Anything.",
      parameters: [{ name: "step", type: "number", about: "The step." }],
      returns: "number",
    },
    objectives: [{ name: "luck", direction: "maximize", about: "What came out." }],
    limits: { calls: steps },
    cases: (split) => [{ id: `${split}-only`, instance: { steps } }],
    world: () => world,
    ...(draw === undefined ? {} : { draw }),
  };
}

/** The state of such a counter. */
export interface Count {
  step: number;
  readonly steps: number;
  luck: number;
  readonly past: number[];
}
