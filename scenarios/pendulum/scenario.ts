import type { Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import { draw } from "./draw.ts";
import { tensors } from "./tensors.ts";
import { stepTokens, trace } from "./trace.ts";
import { world } from "./world.ts";

const counts: Readonly<Record<Split, number>> = { train: 8, validation: 20, test: 100 };

const scenario: SteppedScenario = {
  name: "pendulum",
  brief: [
    "Swing a pendulum up and hold it upright. Twenty times a second the function sees the cosine and sine of its angle",
    "from upright and its angular speed, and returns a torque of at most 2 N m either way, which is too weak to lift",
    "it at once: it must swing. Each of the 200 steps costs the squared angle from upright, 0.1 times the squared",
    "speed and 0.001 times the squared torque. The score is the sum of the costs, with a minus.",
  ].join(" "),
  agent: {
    name: "torque",
    about: "The torque in N m from -2 to 2, clockwise is positive; what is beyond is cut.",
    parameters: [
      { name: "cos", type: "number", about: "Cosine of the angle from upright: 1 upright, -1 hanging." },
      { name: "sin", type: "number", about: "Sine of the angle from upright: above 0 leans to the right, clockwise." },
      { name: "speed", type: "number", about: "Angular speed in radians a second, -8 to 8, clockwise is positive." },
    ],
    returns: "number",
  },
  objectives: [{ name: "return", direction: "maximize", about: "The costs of all steps with a minus: 0 is best." }],
  measures: [
    { name: "upright", range: [0, 1], about: "Share of the steps less than 26 degrees from upright." },
    { name: "torque", range: [0, 1], about: "Mean of the torque, whichever way, by the largest of 2 N m." },
  ],
  solved: { over: "mean", compare: ">=", value: -200 },
  trace,
  stepTokens,
  limits: { calls: 200 },
  tensors,
  references: [
    {
      name: "no-torque",
      about: "Lets it swing.",
      source: "export default function torque(cos, sin, speed) { return 0; }",
    },
    {
      name: "proportional-derivative",
      about: "Pulls towards upright and brakes: holds it there, but cannot swing it up.",
      source: "export default function torque(cos, sin, speed) { return -10 * sin - 2 * speed; }",
    },
    {
      name: "energy",
      about: "Brings its energy to that of standing upright, and near there does as the one before.",
      source:
        "export default function torque(cos, sin, speed) { return cos > 0.9 ? -10 * sin - 2 * speed : " +
        "(speed < 0 ? -2 : 2) * (speed * speed < 30 * (1 - cos) ? 1 : -1); }",
    },
  ],
  cases: (split, random) =>
    Array.from({ length: counts[split] }, (_, i) => {
      const stream = random.fork("pendulum", split, i);
      const start = [Math.PI * (2 * stream.next() - 1), 2 * stream.next() - 1];
      return { id: `${split}-${i}`, instance: { start } };
    }),
  world,
  draw,
};
export default scenario;
