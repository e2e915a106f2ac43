import type { PlayedScenario, SteppedScenario, World } from "../../src/scenario/scenario.ts";

/** A small played scenario that keeps the contract: guess a number. */
export function guessing(changes: Partial<PlayedScenario> = {}): PlayedScenario {
  return {
    name: "guessing",
    brief: "Guess the number from a hint.",
    agent: {
      name: "guess",
      about: "A guess.",
      parameters: [{ name: "hint", type: "number", about: "The hint." }],
      returns: "number",
    },
    objectives: [{ name: "error", direction: "minimize", about: "Distance, at most 1." }],
    measures: [{ name: "low", range: [0, 1], about: "Whether the guess is too low." }],
    limits: { calls: 1 },
    references: [{ name: "echo", about: "Repeats the hint.", source: "function guess(hint) { return hint; }" }],
    cases: (split, random) => {
      const hint = random.fork(split).int(100);
      return [{ id: split, instance: { hint }, expected: hint + 1 }];
    },
    play(agents, instance: { hint: number }) {
      const guess: unknown = agents[0]!(instance.hint);
      if (typeof guess !== "number") throw new Error("guess must return a number");
      return guess;
    },
    judge(answer: unknown, one) {
      if (typeof answer !== "number" || !Number.isFinite(answer)) throw new Error("not a number");
      const expected = one.expected as number;
      return { scores: [Math.min(1, Math.abs(expected - answer))], measures: [answer < expected ? 1 : 0] };
    },
    ...changes,
  };
}

/** A small world that keeps the contract: walk to 3 within ten steps. */
export function walking(changes: Partial<World> = {}): SteppedScenario {
  const { play: _play, judge: _judge, measures: _measures, references: _references, ...shared } = guessing();
  const world = (): World => ({
    begin: (instance: { hint: number }) => ({ at: instance.hint % 3, steps: 0 }),
    observe: (state: { at: number }) => [state.at],
    step: (state: { at: number; steps: number }, actions) => {
      state.at += actions[0]! > 0 ? 1 : -1;
      state.steps++;
    },
    over: (state: { at: number; steps: number }) => state.at === 3 || state.steps === 10,
    score: (state: { steps: number }) => [state.steps],
  });
  const changed = { ...world(), ...changes };
  return { ...shared, limits: { calls: 10 }, world: Object.keys(changes).length === 0 ? world : closedWorld(changed) };
}

/** A world function whose text holds everything, as the sandbox needs it. */
function closedWorld(world: World): () => World {
  const methods = Object.entries(world).map(([name, method]) => `${name}: ${String(method)}`);
  // oxlint-disable-next-line typescript/no-implied-eval -- builds a closed function out of the test's own parts
  return new Function(`return function world() { return { ${methods.join(", ")} }; };`)() as () => World;
}
