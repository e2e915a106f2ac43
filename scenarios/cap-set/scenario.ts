import type { Options, PlayedScenario, ScenarioFactory } from "../../src/scenario/scenario.ts";
import { UserError } from "../../src/std/errors.ts";
import { judge } from "./judge.ts";
import { play } from "./play.ts";
import { playback } from "./playback.ts";

const factory: ScenarioFactory = {
  name: "cap-set",
  options: {
    n: { type: "number", about: "The dimension.", default: 6, range: [3, 8], whole: true },
    to: {
      type: "number",
      about: "The last dimension, for one case a dimension from `n` to it; only `n` where unset.",
      range: [3, 8],
      whole: true,
    },
  },
  create,
};
export default factory;

function create(options: Options): PlayedScenario {
  const from = Number(options["n"] ?? 6);
  const to = Number(options["to"] ?? from);
  if (to < from) {
    throw new UserError(
      "bad-option",
      `Expected \`to\` to be a whole number from ${from} (the value of \`n\`), got ${to}`,
      "Leave it out to play only one dimension.",
    );
  }
  return {
    name: factory.name,
    brief: [
      "Large cap sets. A cap set is a set of vectors of length n over {0, 1, 2} without three different vectors that",
      "sum to zero modulo 3 (no three on a line). The set is built greedily: the vector with the highest priority that",
      "is not yet blocked is added, ties to the lexicographically first, and blocks all vectors that would complete a",
      "line. The function gives the priority of a vector; the score is the size of the set. Constant priorities give",
      "2^n. The largest known sizes for n = 3..8 are 9, 20, 45, 112, 236 and 512.",
    ].join(" "),
    agent: {
      name: "priority",
      about: "How early a vector is to be added to the set; higher is earlier.",
      parameters: [
        { name: "el", type: "number[]", about: "The vector: n digits, each 0, 1 or 2." },
        { name: "n", type: "number", about: "The dimension." },
        // The rest can be counted from the vector: a digest for programs that have no loops.
        { name: "zeros", type: "number", about: "How many digits of the vector are 0." },
        { name: "ones", type: "number", about: "How many digits of the vector are 1." },
        { name: "twos", type: "number", about: "How many digits of the vector are 2." },
        { name: "mirrored", type: "number", about: "How many places i hold the same digit as place n - 1 - i." },
        { name: "level", type: "number", about: "How many neighbours on the ring of digits are equal." },
        { name: "rising", type: "number", about: "How many steps round the ring go up by 1, modulo 3." },
      ],
      returns: "number",
    },
    objectives: [{ name: "size", direction: "maximize", about: "How many vectors the cap set has." }],
    measures: [
      { name: "weight", range: [0, 1], about: "Share of nonzero digits in the set." },
      { name: "symmetry", range: [0, 1], about: "Share of the vectors whose reversal is in the set too." },
    ],
    limits: { calls: 3 ** to, fuel: 1_000_000 + 1000 * 3 ** to, answer: 3 ** to, wallMs: 1000 },
    primitives: {
      operators: ["+", "-", "*", "/", "%"],
      functions: ["abs", "min", "max", "floor"],
      constants: { from: -4, to: 9, integers: true },
    },
    references: [
      {
        name: "constant",
        about: "Lexicographic order: the vectors without a 2, 2^n of them.",
        source: "export default function priority(el, n, zeros, ones, twos, mirrored, level, rising) { return 0; }",
      },
    ],
    cases: (split) =>
      Array.from({ length: to - from + 1 }, (_, i) => ({ id: `${split}-n${from + i}`, instance: { n: from + i } })),
    play,
    judge,
    playback,
  };
}
