import type { Reference } from "../../src/scenario/scenario.ts";

/** What an agent sees, in this order. */
export const parameters =
  "foodX, foodY, foodNear, mateX, mateY, mateNear, mateCalls, mateEnergy, callX, callY, callNear, energy, gift, last, blocked, coin";

/** One step to where something is seen: the longer way first. */
const to = (x: string, y: string): string => `Math.abs(${x}) >= Math.abs(${y}) ? Math.sign(${x}) : 2 * Math.sign(${y})`;

/** Straight on, and in ten ticks once another way, also after a wall. */
const wander =
  "const way = Math.floor(40 * coin) % 4;\n" +
  "  const other = way < 1 ? 1 : way < 2 ? -1 : way < 3 ? 2 : -2;\n" +
  "  const wander = blocked > 0 || coin < 0.1 || last === 0 || Math.abs(last) === 3 ? other : last;\n";
const walled = "blocked > 0 ? wander : ";
const seeksFood = `if (foodNear > 0) return foodNear === 1 ? 0 : ${walled}${to("foodX", "foodY")};\n`;
const follows = `if (callNear > 0) return ${walled}${to("callX", "callY")};\n`;
const beside = "mateNear > 0 && Math.abs(mateX) + Math.abs(mateY) < 1e-9";

const rules = [
  ["still", "Stays where it is.", "return 0;"],
  ["greedy", "Goes to food in sight and eats; wanders else.", `${wander}  ${seeksFood}  return wander;`],
  [
    "follower",
    "The same, but goes to whoever calls where it sees no food.",
    `${wander}  ${seeksFood}  ${follows}  return wander;`,
  ],
  [
    "sharer",
    "Follows calls, calls from its food, and gives there to whoever calls beside it or gave.",
    `${wander}  if (foodNear === 1) return energy > 0.06 && (${beside}) && (gift > 0 || mateCalls > 0) ? 3 : -3;\n` +
      `  ${seeksFood}  ${follows}  return wander;`,
  ],
  [
    "cheat",
    "Follows calls, calls beside others to be given to, never gives, and calls falsely where there is no food.",
    `${wander}  if (foodNear === 1) return (${beside}) ? -3 : 0;\n` +
      `  ${seeksFood}  ${follows}  return coin > 0.9 ? -3 : wander;`,
  ],
] as const;

/** The reference agents, from the weakest. */
export const references: readonly Reference[] = rules.map(([name, about, body]) => ({
  name,
  about,
  source: `export default function act(${parameters}) {\n  ${body}\n}`,
}));
