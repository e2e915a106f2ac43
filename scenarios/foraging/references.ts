import type { Reference } from "../../src/scenario/scenario.ts";

const parameters =
  "foodWay, foodNear, mateWay, mateNear, mateCalls, mateEnergy, callWay, callNear, energy, gift, last, coin";

const follows = "foodNear === 0 && callNear > 0 ? callWay : foodWay";
const beside = "mateNear >= 0.5";

const rules = [
  ["still", "Stays where it is.", "0"],
  ["greedy", "Looks for food and eats.", "foodWay"],
  ["follower", "The same, but goes to whoever calls where it sees no food.", follows],
  [
    "sharer",
    "Follows calls, calls from its food, and gives there to whoever calls beside it, or after it was given.",
    `foodNear === 1 ? (${beside} && (gift > 0 || mateCalls > 0) ? 3 : -3) : ${follows}`,
  ],
  [
    "cheat",
    "Follows calls, calls at food only to be given to, never gives, and calls falsely where there is no food.",
    `foodNear === 1 ? (${beside} ? -3 : 0) : foodNear === 0 && callNear === 0 && coin > 0.9 ? -3 : ${follows}`,
  ],
] as const;

/** The reference agents, from the weakest when alone. */
export const references: readonly Reference[] = rules.map(([name, about, rule]) => ({
  name,
  about,
  source: `export default function act(${parameters}) { return ${rule}; }`,
}));
