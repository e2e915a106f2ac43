import type { Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import { draw } from "./draw.ts";
import { tensors } from "./tensors.ts";
import { stepTokens, trace } from "./trace.ts";
import { world } from "./world.ts";

const counts: Readonly<Record<Split, number>> = { train: 8, validation: 20, test: 100 };

const scenario: SteppedScenario = {
  name: "mountain-car",
  brief: [
    "A car stands in a valley and should reach the flag on the hill to its right, but its motor is too weak to climb",
    "it from a standstill: it has to swing back and forth. In each step the function sees the car's position and",
    "velocity and returns a force from -1 (full to the left) to 1 (full to the right). Each step costs 0.1 times the",
    "square of the force, and arriving pays 100; after 999 steps the episode is over. The score is what was paid less",
    "what it cost.",
  ].join(" "),
  agent: {
    name: "drive",
    about: "The force from -1 to 1, right is positive; what is beyond is cut.",
    parameters: [
      {
        name: "position",
        type: "number",
        about: "From -1.2 to 0.6; the valley's lowest point is -0.52, the flag 0.45.",
      },
      { name: "velocity", type: "number", about: "Change of the position in a step, -0.07 to 0.07." },
    ],
    returns: "number",
  },
  objectives: [
    { name: "return", direction: "maximize", about: "100 for arriving, less 0.1 times each squared force." },
  ],
  measures: [
    { name: "force", range: [0, 1], about: "Mean of the force, whichever way." },
    { name: "leftmost", range: [-1.2, 0.6], about: "How far it was driven to the left." },
  ],
  solved: { over: "mean", compare: ">=", value: 90 },
  trace,
  stepTokens,
  limits: { calls: 999 },
  tensors,
  references: [
    {
      name: "full-throttle",
      about: "Always drives to the right.",
      source: "export default function drive(position, velocity) { return 1; }",
    },
    {
      name: "with-the-swing",
      about: "Drives with full force to where it is going.",
      source: "export default function drive(position, velocity) { return velocity < 0 ? -1 : 1; }",
    },
    {
      name: "gentle-swing",
      about: "The same with a fifth of the force: more swings, and far cheaper.",
      source: "export default function drive(position, velocity) { return velocity < 0 ? -0.2 : 0.2; }",
    },
  ],
  cases: (split, random) =>
    Array.from({ length: counts[split] }, (_, i) => {
      const start = -0.6 + 0.2 * random.fork("mountain-car", split, i).next();
      return { id: `${split}-${i}`, instance: { start } };
    }),
  world,
  draw,
};
export default scenario;
