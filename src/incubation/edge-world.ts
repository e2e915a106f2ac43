import type { Agent, Case, Options, PlayedScenario, ScenarioFactory, Signature } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";

/** A world that passes an agent inputs at the edges of their types, once a case, and lets any answer stand. */
const factory: ScenarioFactory = {
  name: "edge-inputs",
  options: {
    signature: { type: "string", about: "The agent's signature as JSON." },
    fuel: { type: "number", about: "Ticks of fuel a case." },
    inputs: { type: "number", about: "How many cases there are." },
  },
  create,
};
export default factory;

const longest = 1000;
/** JSON knows no infinity, so that these are texts on their way. */
const numbers = [0, -0, 1, -1, 0.5, 5e-324, 2 ** 31, 2 ** 53, 1e308, -1e308, "Infinity", "-Infinity", "NaN"];

function create(options: Options): PlayedScenario {
  const agent = JSON.parse(options["signature"] as string) as Signature;
  const count = Number(options["inputs"]);
  return {
    name: factory.name,
    brief: "Answer anything, but answer.",
    agent,
    objectives: [{ name: "answers", direction: "maximize", about: "1 for an answer." }],
    limits: { calls: 1, fuel: Number(options["fuel"]), answer: 1 },
    cases: (_, random) =>
      Array.from({ length: count }, (__, i): Case => ({ id: `${i}`, instance: inputsFor(agent, random.fork(i)) })),
    play,
    judge: () => ({ scores: [1] }),
  };
}

function inputsFor({ parameters }: Signature, random: Random): readonly unknown[] {
  return parameters.map(({ type, lengthMax = 64 }) => {
    switch (type) {
      case "number":
        return random.pick(numbers);
      case "boolean":
        return random.chance(0.5);
      case "number[]":
        return Array.from({ length: random.pick([0, 1, Math.min(lengthMax, longest)]) }, () => random.pick(numbers));
      default:
        return type satisfies never;
    }
  });
}

/** Runs in the sandbox: it uses nothing from outside itself. */
function play(agents: readonly Agent[], inputs: readonly unknown[]): number {
  const value = (input: unknown): unknown => (typeof input === "string" ? Number(input) : input);
  agents[0]!(...inputs.map((input) => (Array.isArray(input) ? input.map(value) : value(input))));
  return 1;
}
