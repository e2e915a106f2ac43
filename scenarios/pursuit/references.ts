import type { Reference } from "../../src/scenario/scenario.ts";

const parameters =
  "role, ahead, left, near, along, across, aheadNext, leftNext, nearNext, aheadMate, leftMate, nearMate";

/** Steers away from a place that is so far ahead and to the left. */
const away = (ahead: string, left: string): string => `${ahead} > 0 ? (${left} < 0 ? 1 : -1) : -3 * ${left}`;
const flee = away("ahead", "left");
const chase = "ahead < 0 ? (left < 0 ? -1 : 1) : 3 * left";
const lead = "ahead < 0 ? (left < 0 ? -1 : 1) : 3 * (left + across / 2)";
const fleeBoth = away(
  "(near * near * ahead + nearNext * nearNext * aheadNext)",
  "(near * near * left + nearNext * nearNext * leftNext)",
);

/** What each does as a predator and as prey. */
const rules = [
  ["straight", "Goes straight on.", "0", "0"],
  ["circles", "Goes in circles.", "0.5", "0.5"],
  ["greedy", "Steers to the nearest prey, or away from the nearest predator.", chase, flee],
  ["wary", "Steers to where its prey is going, or away from both predators, from the nearer one more.", lead, fleeBoth],
] as const;

/** The reference agents, from the weakest. */
export const references: readonly Reference[] = rules.map(([name, about, predator, prey]) => ({
  name,
  about,
  source: `export default function turn(${parameters}) { return role > 0 ? (${predator}) : (${prey}); }`,
}));
