import type { State } from "./world.ts";

/** What an agent can be said to have done in a tick. */
export const trace = [
  "move",
  "blocked",
  "follow",
  "stay",
  "call-at-food",
  "call-elsewhere",
  "give",
  "eat",
  "eat-together",
  "receive",
] as const;

type Token = (typeof trace)[number];

/** What the one in a seat did in the step that led to this state: its action, whether it ate, and whether it was given. */
export function stepTokens({ foragers }: State, seat: number): readonly Token[] {
  const { last, blocked, follows, gives, eaters, gift } = foragers[seat]!;
  const tokens: Token[] = [];
  if (last === -3) tokens.push(eaters > 0 ? "call-at-food" : "call-elsewhere");
  else if (gives) tokens.push("give");
  else if (last !== 0 && last !== 3) tokens.push(blocked ? "blocked" : follows ? "follow" : "move");
  else if (eaters === 0) tokens.push("stay");
  if (eaters > 0) tokens.push(eaters > 1 ? "eat-together" : "eat");
  if (gift > 0) tokens.push("receive");
  return tokens;
}
