import type { Case, Options, ScenarioFactory, Seat, Split, SteppedScenario } from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import { classics } from "./classics.ts";
import { draw } from "./draw.ts";
import { type Match, type State, world } from "./world.ts";

const factory: ScenarioFactory = {
  name: "prisoners-dilemma",
  options: {
    noise: { type: "number", about: "How often a move turns into its opposite.", default: 0.05, range: [0, 0.5] },
    rounds: {
      type: "number",
      about: "Mean rounds of a training match; the others are twice as long.",
      default: 150,
      range: [10, 2000],
      whole: true,
    },
    rivals: {
      type: "number",
      about: "How many members of the population each agent meets in training, beside the classic strategies.",
      default: 8,
      range: [0, 32],
      whole: true,
    },
  },
  create,
};
export default factory;

const acts = ["cooperate", "defect"] as const;

const parameters = ["round", "mine", "theirs", "mineBefore", "theirsBefore", "trust", "coin"].join(", ");

function create(options: Options): SteppedScenario {
  const noise = Number(options["noise"] ?? 0.05);
  const rounds = Number(options["rounds"] ?? 150);
  const rivals = Number(options["rivals"] ?? 8);
  const roundsMax = lengthOf(rounds, 2, 1);
  return {
    name: factory.name,
    brief: [
      "The iterated prisoner's dilemma with noise. In each round both players cooperate or defect: both cooperate, 3",
      "points each; both defect, 1 each; one defects alone, 5 for the defector and 0 for the other. Sometimes a move",
      `turns into its opposite by mistake (probability ${noise}). The function returns a number above 0 to cooperate,`,
      "anything else to defect. Nobody knows how long a match is. The score is the mean payoff a round, against",
      "classic strategies and other evolved players.",
    ].join(" "),
    agent: {
      name: "move",
      about: "Above 0 cooperates, anything else defects.",
      parameters: [
        { name: "round", type: "number", about: "Rounds played so far, from 0." },
        {
          name: "mine",
          type: "number",
          about: "Own last move as it was played: 1 cooperated, -1 defected, 0 none yet.",
        },
        { name: "theirs", type: "number", about: "The other's last move, likewise." },
        { name: "mineBefore", type: "number", about: "Own move two rounds ago, likewise." },
        { name: "theirsBefore", type: "number", about: "The other's move two rounds ago, likewise." },
        { name: "trust", type: "number", about: "Share of the other's moves that were cooperation; 0.5 at the start." },
        {
          name: "coin",
          type: "number",
          about: "A random number from 0 to 1, new in each round, for mixed strategies.",
        },
      ],
      returns: "number",
    },
    objectives: [{ name: "payoff", direction: "maximize", about: "Mean points a round, from 0 to 5." }],
    measures: [
      { name: "cooperation", range: [0, 1], about: "Share of own moves that were cooperation." },
      { name: "retaliation", range: [0, 1], about: "Share of the other's defections answered by defection." },
    ],
    trace: [...acts, "they-cooperate", "they-defect"],
    acts,
    limits: { calls: roundsMax, answer: 2 * roundsMax, fuel: 1_000_000 + 1000 * roundsMax, wallMs: 1000 },
    rivals,
    references: classics.map(({ name, about, rule }) => ({
      name,
      about,
      source: `export default function move(${parameters}) { return ${rule}; }`,
    })),
    cases: (split, random) => casesOf(split, { noise, rounds, rivals }, random.fork("prisoners-dilemma", split)),
    world,
    // The moves as they were played, the own one first.
    stepTokens({ players }: State, seat) {
      const [mine, theirs] = [seat, 1 - seat].map((player) => (players[player]!.moves.at(-1)! > 0 ? acts[0] : acts[1]));
      return [mine!, `they-${theirs}`];
    },
    draw,
  };
}

interface Setting {
  readonly noise: number;
  readonly rounds: number;
  readonly rivals: number;
}

/** Training meets each classic once and the rivals; validation meets the classics in longer matches, the test thrice. */
function casesOf(split: Split, { noise, rounds, rivals }: Setting, random: Random): readonly Case[] {
  const repeats = split === "test" ? 3 : 1;
  const opponents = [
    ...Array.from({ length: repeats }, (_, i) =>
      classics.map(({ name }) => ({ id: repeats === 1 ? name : `${name}-${i}`, seat: { reference: name } as Seat })),
    ).flat(),
    ...Array.from({ length: split === "train" ? rivals : 0 }, (_, rival) => ({
      id: `rival-${rival}`,
      seat: { rival },
    })),
  ];
  return opponents.map(({ id, seat }, i) => {
    const stream = random.fork(i);
    const instance: Match = {
      // Matches differ in length, so that no agent can learn when the last round comes.
      rounds: lengthOf(rounds, split === "train" ? 1 : 2, stream.next()),
      noise,
      match: stream.int(2 ** 31),
    };
    return { id: `${split}-${id}`, instance, seats: i % 2 === 0 ? ["self", seat] : [seat, "self"] };
  });
}

/** From four fifths to six fifths of the mean, as `share` goes from 0 to 1. */
function lengthOf(rounds: number, factor: number, share: number): number {
  return Math.round(rounds * factor * (0.8 + 0.4 * share));
}
