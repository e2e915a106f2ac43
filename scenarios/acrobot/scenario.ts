import type { Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import { draw } from "./draw.ts";
import { tensors } from "./tensors.ts";
import { stepTokens, trace } from "./trace.ts";
import { world } from "./world.ts";

const counts: Readonly<Record<Split, number>> = { train: 8, validation: 20, test: 100 };
const parameters = "cos1, sin1, cos2, sin2, speed1, speed2";

const scenario: SteppedScenario = {
  name: "acrobot",
  brief: [
    "Two links hang from a bar, like a gymnast, with a motor only in the joint between them, at the hip. Swing the",
    "feet up until they are one link's length above the bar, as soon as possible. Five times a second the function",
    "sees cosine, sine and speed of both angles, and returns a number: above 1/3 the motor turns the second link with",
    "1 N m counter-clockwise, below -1/3 clockwise, else not at all. The score is the number of steps it took, 500 at",
    "most.",
  ].join(" "),
  agent: {
    name: "bend",
    about: "Above 1/3 turns the second link counter-clockwise, below -1/3 clockwise, in between not at all.",
    parameters: [
      { name: "cos1", type: "number", about: "Cosine of the first link's angle from hanging down: 1 hanging." },
      { name: "sin1", type: "number", about: "Its sine: above 0 the link's lower end is to the right." },
      { name: "cos2", type: "number", about: "Cosine of the second link's angle from the first's direction." },
      { name: "sin2", type: "number", about: "Its sine: above 0 it is bent counter-clockwise." },
      { name: "speed1", type: "number", about: "Angular speed of the first link, radians a second, -12.6 to 12.6." },
      { name: "speed2", type: "number", about: "Angular speed of the second against the first, -28.3 to 28.3." },
    ],
    returns: "number",
  },
  objectives: [{ name: "steps", direction: "minimize", about: "Steps until the feet were high enough, at most 500." }],
  measures: [
    { name: "torque", range: [0, 1], about: "Share of the steps in which the motor turned." },
    { name: "switching", range: [0, 1], about: "Share of the steps that turned the other way than the step before." },
  ],
  solved: { over: "mean", compare: "<=", value: 100 },
  trace,
  stepTokens,
  limits: { calls: 500 },
  tensors,
  references: [
    {
      name: "always-bend",
      about: "Always turns counter-clockwise.",
      source: `export default function bend(${parameters}) { return 1; }`,
    },
    {
      name: "with-the-hip",
      about: "Turns the second link as it is turning already.",
      source: `export default function bend(${parameters}) { return 9 * speed2; }`,
    },
    {
      name: "pump",
      about: "Turns the second link against the first's swing, and more so where it is bent the other way.",
      source: `export default function bend(${parameters}) { return 9 * (speed2 / 2 - speed1 - sin2); }`,
    },
  ],
  cases: (split, random) =>
    Array.from({ length: counts[split] }, (_, i) => {
      const stream = random.fork("acrobot", split, i);
      return { id: `${split}-${i}`, instance: { start: Array.from({ length: 4 }, () => 0.2 * stream.next() - 0.1) } };
    }),
  world,
  draw,
};
export default scenario;
