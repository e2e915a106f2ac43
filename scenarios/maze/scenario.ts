import type { Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import { draw } from "./draw.ts";
import { layout } from "./layout.ts";
import { type State, world } from "./world.ts";

const counts: Readonly<Record<Split, number>> = { train: 1, validation: 10, test: 50 };
const parameters =
  "wallLeft, wallAheadLeft, wallAhead, wallAheadRight, wallRight, wallBehind, goalAhead, goalLeft, goalRight, goalBehind";
const turns = "goalAhead ? 0 : goalLeft ? 0.5 : goalRight ? -0.5 : 1";
const follows =
  "wallAhead < 0.2 || wallAheadRight < 0.1 ? 0.6 : " +
  "wallRight > 0.5 && wallAheadRight > 0.3 ? -0.45 : Math.max(-0.25, 0.19 - wallRight)";
const program = (rule: string): string => `export default function steer(${parameters}) { return ${rule}; }`;

function wall(name: string, where: string): SteppedScenario["agent"]["parameters"][number] {
  return { name, type: "number", about: `How far the nearest wall is ${where}, 0 to 1; 1 is 100 or more.` };
}

function goal(name: string, where: string): SteppedScenario["agent"]["parameters"][number] {
  return { name, type: "number", about: `1 where the goal lies ${where}, within 45 degrees, else 0.` };
}

const scenario: SteppedScenario = {
  name: "maze",
  brief: [
    "Steer a robot through a maze of 300 by 140 in 400 steps. It drives at most 3 a step on two wheels: the function",
    "returns how far it turns, from -1 (on the spot to the right) through 0 (straight on) to 1 (on the spot to the",
    "left), and the more it turns the slower it drives. It sees the distances to the walls in six directions, and in",
    "which quarter the goal lies, but not how far it is, and not which way leads there: driving straight at it ends in",
    "a dead end. A robot that would touch a wall stays where it is. The score is 1 at the goal, else less the farther",
    "it is away at the end.",
  ].join(" "),
  agent: {
    name: "steer",
    about: "How far to turn, from -1 (to the right) to 1 (to the left); what is beyond is cut.",
    parameters: [
      wall("wallLeft", "to the left"),
      wall("wallAheadLeft", "half left"),
      wall("wallAhead", "ahead"),
      wall("wallAheadRight", "half right"),
      wall("wallRight", "to the right"),
      wall("wallBehind", "behind"),
      goal("goalAhead", "ahead"),
      goal("goalLeft", "to the left"),
      goal("goalRight", "to the right"),
      goal("goalBehind", "behind"),
    ],
    returns: "number",
  },
  objectives: [
    { name: "closeness", direction: "maximize", about: "1 at the goal, else 1 less its distance by the diagonal." },
  ],
  measures: [
    { name: "endX", range: [0, layout.width], about: "Where it is at the end, from the left." },
    { name: "endY", range: [0, layout.height], about: "Where it is at the end, from below." },
  ],
  solved: { over: "mean", compare: ">=", value: 1 },
  trace: ["left", "straight", "right", "blocked"],
  limits: { calls: 400 },
  references: [
    { name: "straight", about: "Drives straight on.", source: program("0") },
    { name: "greedy", about: "Turns until the goal is ahead, and drives.", source: program(turns) },
    { name: "right-hand", about: "Follows the wall to its right.", source: program(follows) },
    {
      name: "leaving-the-wall",
      about: "The same, but leaves the wall where a goal to its left has a clear way: set by hand for this maze.",
      source: program(`goalLeft && wallAhead < 0.7 && wallAheadLeft > 0.95 ? 0.7 : ${follows}`),
    },
  ],
  cases: (split, random) =>
    Array.from({ length: counts[split] }, (_, i) => {
      // The search knows one start; the champion is chosen and judged on others around it.
      const stream = random.fork("maze", split, i);
      const shift = (width: number): number => (split === "train" ? 0 : width * (2 * stream.next() - 1));
      const { x, y, heading } = layout.start;
      const start = { x: x + shift(5), y: y + shift(5), heading: heading + shift(0.3) };
      return { id: `${split}-${i}`, instance: { ...layout, start } };
    }),
  world,
  // Less than a tenth of the largest turn is none to speak of.
  stepTokens: ({ blocked }: State, _seat, action) => [
    blocked ? "blocked" : action > 0.1 ? "left" : action >= -0.1 ? "straight" : "right",
  ],
  draw,
};
export default scenario;
