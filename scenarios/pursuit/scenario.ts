import type { Case, Options, ScenarioFactory, Seat, Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import { draw } from "./draw.ts";
import { references } from "./references.ts";
import { type Hunt, type State, world } from "./world.ts";

const factory: ScenarioFactory = {
  name: "pursuit",
  options: {
    steps: { type: "number", about: "How long a hunt is at most.", default: 250, range: [50, 2000], whole: true },
    rivals: {
      type: "number",
      about: "How many members of the population each agent meets in training, beside the reference agents.",
      default: 4,
      range: [0, 32],
      whole: true,
    },
  },
  create,
};
export default factory;

/** Roles seat by seat; the agent is judged in the first seat of its role. */
const hunts = [
  { name: "predator", roles: [1, -1, -1, -1], self: 0 },
  { name: "prey", roles: [1, 1, -1, -1], self: 2 },
] as const;
const seatsMax = 4;

function create(options: Options): SteppedScenario {
  const steps = Number(options["steps"] ?? 250);
  const rivals = Number(options["rivals"] ?? 4);
  return {
    name: factory.name,
    brief: [
      "Predators hunt prey in a world without edges: who leaves it on one side enters on the other. One function plays",
      "both roles. As a predator it hunts three prey alone and scores the share that it catches; as one of two prey it",
      "flees from two predators and scores the share of the time that it lives. In each step it sees its role and",
      "where its nearest foes and its mate are, and returns how far it turns. Predators are faster by a sixth, prey",
      "turn twice as tightly, and a full turn halves the speed.",
    ].join(" "),
    agent: {
      name: "turn",
      about: "How far to turn, -1 to 1 of what the role can, to the left is positive; what is beyond is cut.",
      parameters: [
        { name: "role", type: "number", about: "1 as a predator, -1 as prey." },
        ...seenAs("", "the nearest living foe"),
        { name: "along", type: "number", about: "Cosine of the foe's heading against the own: 1 the same way." },
        { name: "across", type: "number", about: "Sine of the same: above 0 it heads to the left." },
        ...seenAs("Next", "the second nearest living foe"),
        ...seenAs("Mate", "the nearest living animal of the own role"),
      ],
      returns: "number",
    },
    objectives: [
      { name: "success", direction: "maximize", about: "Share of the prey caught, or of the time survived: 0 to 1." },
    ],
    measures: [
      { name: "closing", range: [0, 1], about: "Share of the steps that brought it closer to its nearest foe." },
      { name: "turning", range: [0, 1], about: "Mean of its turns, whichever way." },
    ],
    trace: ["left", "straight", "right"],
    limits: {
      calls: steps,
      answer: seatsMax * steps,
      fuel: 1_000_000 + 1000 * seatsMax * steps,
      wallMs: 1000,
    },
    rivals,
    // What is not a number is no turn: programs are made of what always gives one.
    primitives: { operators: ["+", "-", "*"], functions: ["sin", "cos", "abs", "min", "max", "tanh"] },
    references,
    cases: (split, random) => casesOf(split, { steps, rivals }, random.fork("pursuit", split)),
    world,
    stepTokens({ animals, step }: State, seat, action) {
      // Who was caught before does nothing any more.
      if (animals[seat]!.lived < step) return [];
      // Less than a tenth of the largest turn is none to speak of.
      return [action > 0.1 ? "left" : action >= -0.1 ? "straight" : "right"];
    },
    draw,
  };
}

function seenAs(suffix: string, who: string): SteppedScenario["agent"]["parameters"] {
  return [
    { name: `ahead${suffix}`, type: "number", about: `How much ${who} is ahead: 1 ahead, -1 behind, 0 where none is.` },
    { name: `left${suffix}`, type: "number", about: `How much it is to the left: 1 left, -1 right.` },
    { name: `near${suffix}`, type: "number", about: `How near it is: 1 here, 0 as far as can be or nowhere.` },
  ];
}

/** Rivals in the test, where there are any: the best of each kind that evolved, where several did. */
const testRivals = 2;

/**
 * Every opponent in both roles. Validation meets each reference twice and no rivals; the test meets everybody five times.
 */
function casesOf(
  split: Split,
  { steps, rivals }: { readonly steps: number; readonly rivals: number },
  random: Random,
): readonly Case[] {
  const repeats = { train: 1, validation: 2, test: 5 }[split];
  const meetings = { train: rivals, validation: 0, test: Math.min(testRivals, rivals) }[split];
  const opponents: readonly (readonly [name: string, seat: Seat])[] = [
    ...references.map(({ name }) => [name, { reference: name }] as const),
    ...Array.from({ length: meetings }, (_, rival) => [`rival-${rival}`, { rival }] as const),
  ];
  return opponents.flatMap(([opponent, seat]) =>
    hunts.flatMap(({ name, roles, self }) =>
      Array.from({ length: repeats }, (_, i): Case => {
        const stream = random.fork(opponent, name, i);
        const instance: Hunt = {
          roles,
          starts: roles.map(() => [stream.next(), stream.next(), 2 * Math.PI * stream.next()]),
          steps,
        };
        const id = `${split}-${name}-${opponent}${repeats === 1 ? "" : `-${i}`}`;
        return { id, instance, seats: roles.map((_role, at) => (at === self ? "self" : seat)) };
      }),
    ),
  );
}
