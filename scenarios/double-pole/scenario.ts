import type { Case, Options, Reference, ScenarioFactory, Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";
import type { Random } from "../../src/std/random.ts";
import { draw } from "./draw.ts";
import { flowOf, type FlowOptions } from "./flow.ts";
import { type Instance, type Motion, type State, world } from "./world.ts";

const factory: ScenarioFactory = {
  name: "double-pole",
  options: {
    steps: {
      type: "number",
      about: "Steps of an episode at most; the literature's last test has 100000.",
      default: 1000,
      range: [100, 100_000],
      whole: true,
    },
    velocities: {
      type: "boolean",
      about: "Whether the agent sees the three speeds too, which needs no memory.",
      default: false,
    },
    fitness: {
      type: "string",
      about: "What ranks: the steps, or Gruau's damped fitness, which restless cart and poles reduce.",
      default: "damped",
      choices: ["damped", "steps"],
    },
    trainStarts: {
      type: "number",
      about: "How many starts training has: the literature's one, and then random ones.",
      default: 1,
      range: [1, 100],
      whole: true,
    },
    testStarts: {
      type: "string",
      about: "Test starts: 50 random ones, or the grid of 625 that the literature tests generalization with.",
      default: "random",
      choices: ["random", "grid"],
    },
  },
  create,
};
export default factory;

const degree = Math.PI / 180;
/** Half the width of the literature's ranges of starts: cart, its speed, long pole, its speed; the short pole stands. */
const ranges = [2.16, 1.35, 3.6 * degree, 8.6 * degree];
const scales = [2.4, 1.5, 36 * degree, 2, 36 * degree, 6];
const firstStart: Motion = [0, 0, 4.5 * degree, 0, 0, 0];

const inputs = [
  ["x", "Position of the cart in metres, right is positive; -2.4 to 2.4."],
  ["xDot", "Speed of the cart in metres a second."],
  ["theta1", "Angle of the long pole in radians, right is positive; -0.63 to 0.63."],
  ["theta1Dot", "Angular speed of the long pole in radians a second."],
  ["theta2", "Angle of the short pole in radians, right is positive; -0.63 to 0.63."],
  ["theta2Dot", "Angular speed of the short pole in radians a second."],
] as const;

function create(options: Options): SteppedScenario {
  const steps = Number(options["steps"] ?? 1000);
  const velocities = options["velocities"] === true;
  const damped = options["fitness"] !== "steps";
  const shown = inputs.map((_, i) => i).filter((i) => velocities || i % 2 === 0);
  const objectives = [
    {
      name: "damped",
      direction: "maximize",
      about: "0.1 times the share of the steps, 0.9 times how calm the end was.",
    },
    { name: "steps", direction: "maximize", about: `Steps until a pole fell or the cart left, at most ${steps}.` },
  ] as const;
  return {
    name: factory.name,
    brief: [
      "Keep two poles upright that are hinged side by side on one cart, one of 1 m and one of 0.1 m, by pushing the",
      `cart left or right. Fifty times a second the function sees ${velocities ? "where everything is and how fast it moves" : "the cart's position and the poles' angles, but no speeds,"}`,
      "and returns the push, from -1 (10 N to the left) to 1 (10 N to the right). The episode ends when a pole leans",
      `more than 36 degrees, the cart is more than 2.4 m from the middle, or after ${steps} steps.`,
      damped ? "The score is mostly how calm cart and long pole were at the end." : "The score is the number of steps.",
    ].join(" "),
    agent: {
      name: "push",
      about: "The push from -1 (10 N to the left) to 1 (10 N to the right); what is beyond is cut.",
      parameters: shown.map((i) => ({ name: inputs[i]![0], type: "number", about: inputs[i]![1] })),
      returns: "number",
    },
    objectives: damped ? objectives : [objectives[1], objectives[0]],
    measures: [
      { name: "offset", range: [0, 1], about: "Mean distance of the cart from the middle, by the limit of 2.4 m." },
      { name: "force", range: [0, 1], about: "Mean of the force, whichever way, by the largest of 10 N." },
    ],
    trace: ["left", "none", "right"],
    limits: {
      calls: steps,
      answer: Math.max(4096, steps),
      fuel: Math.min(100_000_000, 1_000_000 + 1000 * steps),
      wallMs: 500 + steps,
    },
    tensors: { ...tensorsOf({ steps, shown, widths: shown.map((i) => scales[i]!) }), memory: !velocities },
    references: referencesOf(velocities),
    cases: (split, random) => {
      const stream = random.fork("double-pole", split);
      return startsOf(split, options, stream).map((start, i): Case => {
        const instance: Instance = { start, steps, velocities, damped };
        return { id: `${split}-${i}`, instance };
      });
    },
    world,
    // Less than a tenth of the largest force is none to speak of.
    stepTokens: ({ force }: State) => [force > 1 ? "right" : force < -1 ? "left" : "none"],
    draw,
  };
}

function tensorsOf(options: FlowOptions): Tensors {
  const { widths } = options;
  return {
    inputs: widths.length,
    outputs: 1,
    encode(observation, into, at, stride) {
      for (const [i, width] of widths.entries()) into[at + i * stride] = Number(observation[i]) / width;
    },
    decode: (outputs, at) => outputs[at]!,
    flow: flowOf(options),
  };
}

function startsOf(split: Split, options: Options, random: Random): readonly Motion[] {
  const randomStart = (i: number): Motion => {
    const stream = random.fork(i);
    const [x, v, theta, omega] = ranges.map((width) => width * (2 * stream.next() - 1));
    return [x!, v!, theta!, omega!, 0, 0];
  };
  if (split === "train") {
    const count = Number(options["trainStarts"] ?? 1);
    return [firstStart, ...Array.from({ length: count - 1 }, (_, i) => randomStart(i))];
  }
  if (split === "test" && options["testStarts"] === "grid") return gridOfStarts();
  return Array.from({ length: split === "test" ? 50 : 20 }, (_, i) => randomStart(i));
}

/** Every combination of five values of each of the four ranges: at 5, 25, 50, 75 and 95 percent of it. */
function gridOfStarts(): readonly Motion[] {
  const levels = [0.05, 0.25, 0.5, 0.75, 0.95];
  return Array.from({ length: 625 }, (_, i): Motion => {
    const [x, v, theta, omega] = ranges.map((width, k) => width * (2 * levels[Math.floor(i / 5 ** k) % 5]! - 1));
    return [x!, v!, theta!, omega!, 0, 0];
  });
}

function referencesOf(velocities: boolean): readonly Reference[] {
  const names = inputs.map(([name]) => name).filter((_, i) => velocities || i % 2 === 0);
  const program = (rule: string): string => `export default function push(${names.join(", ")}) { return ${rule}; }`;
  return [
    { name: "no-push", about: "Leaves the cart alone.", source: program("0") },
    {
      name: "positions",
      about: "A linear controller of the positions alone: without the speeds it swings itself up.",
      source: program("6 * theta2 - 2 * theta1"),
    },
    ...(velocities
      ? [
          {
            name: "linear-quadratic",
            about: "The linear-quadratic regulator of the linearized equations.",
            source: program(
              "3.648 * theta2 + 0.3 * theta2Dot - 4.233 * theta1 - 1.123 * theta1Dot - 0.071 * x - 0.157 * xDot",
            ),
          },
        ]
      : []),
  ];
}
