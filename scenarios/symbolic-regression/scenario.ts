import type {
  Agent,
  Case,
  OptionFile,
  Options,
  Parameter,
  PlayedScenario,
  Primitives,
  ScenarioFactory,
  Split,
} from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import { casesOfTable, parseTable } from "./csv.ts";
import { judge, judgeScaled } from "./judge.ts";
import { playbackOf } from "./playback.ts";
import { casesOfTarget } from "./points.ts";
import { type Target, targets } from "./targets.ts";

const factory: ScenarioFactory = {
  name: "symbolic-regression",
  options: {
    target: {
      type: "string",
      about: "The function to find, with its points from the literature.",
      default: "nguyen-5",
      choices: Object.keys(targets),
    },
    csv: {
      type: "file",
      about: "Your own data in place of a target: a header line, then numbers; the last column is sought.",
    },
    scaling: {
      type: "boolean",
      about: "Judge a + b * f with the best a and b (linear scaling), so that only the shape of f counts.",
      default: false,
    },
    pointsMax: {
      type: "number",
      about: "Most points a split of a target; larger grids give a random choice of that many.",
      default: 2000,
      range: [10, 400_000],
      whole: true,
    },
  },
  create,
};
export default factory;

function create(options: Options): PlayedScenario {
  const problem = options["csv"] === undefined ? targetProblem(options) : tableProblem(options["csv"] as OptionFile);
  const parameters = problem.parameters.map(({ name }) => name).join(", ");
  return {
    name: factory.name,
    brief: [
      "Symbolic regression. Find the function behind a table of numbers: for each point, the function gets the inputs",
      "and is to return the expected value. The points are not shown to it, only their errors count: the score is the",
      "mean absolute error. Every returned value must be a finite number.",
      options["scaling"] === true ? "The best offset and slope are applied to its output before it is judged." : "",
    ]
      .join(" ")
      .trim(),
    agent: {
      name: "f",
      about: "The value at a point.",
      parameters: problem.parameters,
      returns: "number",
    },
    objectives: [{ name: "error", direction: "minimize", about: "Absolute error, mean over the points." }],
    limits: { calls: 1, fuel: 100_000, answer: 1 },
    primitives: problem.primitives,
    references: [
      { name: "zero", about: "Always 0.", source: `export default function f(${parameters}) { return 0; }` },
      {
        name: "first-input",
        about: "The first input as it is.",
        source: `export default function f(${parameters}) { return ${problem.parameters[0]!.name}; }`,
      },
    ],
    cases: problem.cases,
    play,
    judge,
    playback: playbackOf(options["scaling"] === true),
    ...(options["scaling"] === true ? { judgeTogether: judgeScaled } : {}),
  };
}

function play(agents: readonly Agent[], instance: readonly number[]): number {
  const value: unknown = agents[0]!(...instance);
  if (typeof value !== "number") throw new Error("f must return a number");
  return value;
}

interface Problem {
  readonly parameters: readonly Parameter[];
  readonly primitives: Partial<Primitives>;
  readonly cases: (split: Split, random: Random) => readonly Case[];
}

function targetProblem(options: Options): Problem {
  const chosen = (options["target"] ?? "nguyen-5") as string;
  const target = targets[chosen]!;
  const pointsMax = Number(options["pointsMax"] ?? 2000);
  const names = namesOf(target.train.length);
  return {
    parameters: names.map((name, i) => {
      const { from, to } = target.train[i]!;
      return { name, type: "number", about: `In training from ${from} to ${to}.` };
    }),
    primitives: primitiveSets[target.primitives],
    cases: (split, random) => casesOfTarget(target, split, pointsMax, random),
  };
}

function tableProblem(file: OptionFile): Problem {
  const table = parseTable(file);
  return {
    // The columns' own names may be no identifiers, so they only describe.
    parameters: table.inputs.map((column, i) => ({
      name: `x${i + 1}`,
      type: "number",
      about: `Column \`${column}\`.`,
    })),
    primitives: { ...primitiveSets["vladislavleva-c"], functions: ["sin", "cos", "exp", "log", "sqrt", "abs"] },
    cases: (split) => casesOfTable(table, split),
  };
}

function namesOf(count: number): readonly string[] {
  return count <= 3 ? ["x", "y", "z"].slice(0, count) : Array.from({ length: count }, (_, i) => `x${i + 1}`);
}

const expressions = { operators: ["+", "-", "*", "/"], conditionals: false, statements: false };
const realConstants = { from: -5, to: 5, integers: false };

/** The function sets of McDermott et al. (2012), with plain for protected division and logarithm. */
const primitiveSets: Readonly<Record<Target["primitives"], Partial<Primitives>>> = {
  // The literature gives Koza's and Nguyen's sets no constants: 1 is what x / x would give.
  koza: { ...expressions, functions: ["sin", "cos", "exp", "log"], constants: { from: 1, to: 1, integers: true } },
  keijzer: { ...expressions, functions: ["sqrt"], constants: realConstants },
  "vladislavleva-a": { ...expressions, functions: [], constants: realConstants },
  "vladislavleva-b": { ...expressions, functions: ["exp"], constants: realConstants },
  "vladislavleva-c": { ...expressions, functions: ["exp", "sin", "cos"], constants: realConstants },
};
