import type { Case, Options, Reference, ScenarioFactory, Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import { UserError } from "../../src/std/errors.ts";
import type { Random } from "../../src/std/random.ts";
import { draw } from "./draw.ts";
import { tablesMax, taskOf, tasks } from "./tasks.ts";
import { type Environment, type State, world } from "./world.ts";

const factory: ScenarioFactory = {
  name: "logic-tasks",
  options: {
    unrewarded: {
      type: "string",
      about: "Tasks that earn nothing, by name with commas between: an environment without stepping stones.",
      default: "",
    },
  },
  create,
};
export default factory;

/** How often the tasks are dealt into three groups; each group is what one environment does not reward. */
const deals: Readonly<Record<Split, number>> = { train: 1, validation: 2, test: 4 };
const groups = 3;
const inputs = [0, 1, 2, 3];
const ticks = 12;

function create(options: Options): SteppedScenario {
  const rewards = rewardsWithout((options["unrewarded"] ?? "") as string);
  return {
    name: factory.name,
    brief: [
      "Nine logic tasks of two bits are to be performed within one episode, in any order. In each tick the function is",
      "called four times, once for each pair of input bits `a` and `b`, and answers true or false. Its four answers of a",
      "tick are a truth table, and the tick performs the task that has this table: NOT (of a or of b), NAND, AND, ORN (a",
      "or not b, or b or not a), OR, ANDN (a and not b, or b and not a), NOR, XOR, EQU (a and b are equal).",
      `There are ${ticks} ticks; the function sees the number of the tick, so that it can do something else at each, and`,
      "its own answer to the same inputs one tick ago, so that a tick can build on the one before. A task counts once.",
      `Rewards are ${tasks.map(({ name }, i) => `${name} ${rewards[i]}`).join(", ")}; each environment leaves out some`,
      "of them, and the function cannot see which. The score is the share of the environment's rewards that was earned.",
    ].join(" "),
    agent: {
      name: "bit",
      about: "The answer to these inputs at this tick.",
      parameters: [
        { name: "a", type: "boolean", about: "The first input." },
        { name: "b", type: "boolean", about: "The second input." },
        { name: "last", type: "boolean", about: "Its answer to the same inputs one tick ago; false before the first." },
        { name: "tick", type: "number", about: `The number of the tick, 0 to ${ticks - 1}.` },
      ],
      returns: "boolean",
    },
    objectives: [{ name: "reward", direction: "maximize", about: "Share of the rewards that was earned, 0 to 1." }],
    measures: [
      { name: "tasks", range: [0, tasks.length], about: "How many of the nine tasks were performed." },
      { name: "useful", range: [0, 1], about: "Share of the ticks that performed one of them." },
    ],
    solved: { over: "mean", compare: ">=", value: 1 },
    trace: tasks.map(({ name }) => name),
    limits: { calls: inputs.length * ticks },
    // Nothing but logic, and comparisons of the tick.
    primitives: {
      operators: [],
      functions: [],
      constants: { from: 0, to: ticks, integers: true },
      conditionals: true,
      statements: false,
    },
    references,
    cases: (split, random) => casesOf(split, rewards, random.fork("logic-tasks", split)),
    world,
    draw,
    // A tick is over with its last answer, and is then the latest of the whole ones. Another table is nothing done.
    stepTokens({ answered, tables }: State) {
      const task = answered === 0 ? taskOf(tables.at(-1)!) : undefined;
      return task === undefined ? [] : [task.name];
    },
  };
}

/** The reference agents, from the simplest. */
const references: readonly Reference[] = (
  [
    ["echo", "Answers with its first input.", "a"],
    ["negation", "Performs NOT and nothing else.", "!a"],
    ["simplest", "NAND and its negation AND, tick about.", "tick % 2 > 0 ? !last : !(a && b)"],
    [
      "all-nine",
      "Performs four tasks, each followed by its negation, and NOT.",
      "tick % 2 > 0 ? !last : tick < 1 ? a || b : tick < 3 ? a && b : tick < 5 ? a && !b : tick < 7 ? a !== b : !a",
    ],
  ] as const
).map(([name, about, rule]) => ({
  name,
  about,
  source: `export default function bit(a, b, last, tick) { return ${rule}; }`,
}));

/** The reward of each task, 0 for those named. Throws `UserError` for a name that is no task's, or for all of them. */
function rewardsWithout(names: string): readonly number[] {
  const without = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = without.find((name) => !tasks.some((task) => task.name === name));
  const rewards = tasks.map(({ name, reward }) => (without.includes(name) ? 0 : reward));
  if (unknown === undefined && rewards.some((reward) => reward > 0)) return rewards;
  throw new UserError(
    "logic-tasks-unrewarded",
    unknown === undefined
      ? "Expected `unrewarded` to leave a task that is rewarded, got all of them"
      : `Expected \`unrewarded\` to be names of tasks, got \`${unknown}\``,
    `The tasks are ${tasks.map(({ name }) => name).join(", ")}; for example scenario.unrewarded=NAND,XOR.`,
  );
}

/** Environments in threes: what one of them leaves out, the other two reward. */
function casesOf(split: Split, rewards: readonly number[], random: Random): readonly Case[] {
  const taskOfTable = Array.from({ length: tablesMax }, (_, table) => tasks.findIndex((one) => one === taskOf(table)));
  return Array.from({ length: deals[split] }, (_, deal) => {
    const stream = random.fork(deal);
    const dealt = stream.shuffle(tasks.map((_task, i) => i));
    return Array.from({ length: groups }, (_group, group): Case => {
      const some = rewards.map((reward, task) => (dealt.indexOf(task) % groups === group ? 0 : reward));
      const instance: Environment = {
        ticks,
        order: stream.shuffle(inputs),
        taskOf: taskOfTable,
        // An environment that rewards nothing tells nothing.
        rewards: some.some((reward) => reward > 0) ? some : rewards,
      };
      return { id: `${split}-${groups * deal + group}`, instance };
    });
  }).flat();
}
