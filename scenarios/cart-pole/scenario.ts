import type { Options, ScenarioFactory, Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import { draw } from "./draw.ts";
import { tensors } from "./tensors.ts";
import { stepTokens, trace } from "./trace.ts";
import { world } from "./world.ts";

const factory: ScenarioFactory = {
  name: "cart-pole",
  options: {
    spread: {
      type: "number",
      about: "Starts are drawn from plus or minus this, each of the four numbers of the state.",
      default: 0.05,
      range: [0, 0.2],
    },
    testSpread: {
      type: "number",
      about: "The same for test starts, to see how far a controller generalizes; as `spread` where unset.",
      range: [0, 0.2],
    },
  },
  create,
};
export default factory;

const counts: Readonly<Record<Split, number>> = { train: 8, validation: 20, test: 100 };

function create(options: Options): SteppedScenario {
  const spread = Number(options["spread"] ?? 0.05);
  const testSpread = Number(options["testSpread"] ?? spread);
  return {
    name: factory.name,
    brief: [
      "Keep a pole upright that is hinged on a cart. Fifty times a second the function sees the cart's position and",
      "speed and the pole's angle and angular speed, and pushes the cart with a fixed force: to the right when it",
      "returns a number above 0, else to the left. The episode ends when the cart is more than 2.4 m from the middle,",
      "the pole leans more than 12 degrees, or after 500 steps. The score is the number of steps.",
    ].join(" "),
    agent: {
      name: "act",
      about: "Above 0 pushes the cart to the right, anything else to the left.",
      parameters: [
        { name: "x", type: "number", about: "Position of the cart in metres, right is positive; -2.4 to 2.4." },
        { name: "xDot", type: "number", about: "Speed of the cart in metres a second." },
        { name: "theta", type: "number", about: "Angle of the pole in radians, right is positive; -0.21 to 0.21." },
        { name: "thetaDot", type: "number", about: "Angular speed of the pole in radians a second." },
      ],
      returns: "number",
    },
    objectives: [
      { name: "steps", direction: "maximize", about: "Steps until the pole fell or the cart left, at most 500." },
    ],
    measures: [
      { name: "offset", range: [0, 1], about: "Mean distance of the cart from the middle, by the limit of 2.4 m." },
      { name: "switching", range: [0, 1], about: "Share of the steps that push the other way than the step before." },
    ],
    solved: { over: "mean", compare: ">=", value: 500 },
    trace,
    stepTokens,
    limits: { calls: 500 },
    references: [
      {
        name: "constant-push",
        about: "Always pushes to the right.",
        source: "export default function act(x, xDot, theta, thetaDot) { return 1; }",
      },
      {
        name: "lean",
        about: "Pushes to where the pole leans.",
        source: "export default function act(x, xDot, theta, thetaDot) { return theta; }",
      },
      {
        name: "linear",
        about: "A linear controller, set by hand: catches the pole first, then drifts back to the middle.",
        source:
          "export default function act(x, xDot, theta, thetaDot) { return 10 * theta + 2 * thetaDot + 0.2 * x + 0.6 * xDot; }",
      },
    ],
    cases: (split, random) => {
      const width = split === "test" ? testSpread : spread;
      return Array.from({ length: counts[split] }, (_, i) => {
        const stream = random.fork("cart-pole", split, i);
        const start = Array.from({ length: 4 }, () => width * 2 * stream.next() - width);
        return { id: `${split}-${i}`, instance: { start } };
      });
    },
    world,
    draw,
    tensors,
  };
}
