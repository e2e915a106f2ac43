import { type Forager, type State, world } from "./world.ts";

/** What an agent can choose to do in a tick. */
export const acts = ["move", "approach", "follow", "join", "stay", "call-at-food", "call-elsewhere", "give"] as const;

/** The same, what came of it, and what it perceives then. */
export const trace = [
  ...acts,
  "blocked",
  "receive",
  "see-other",
  "hear-call",
  "see-food",
  "eat",
  "eat-together",
] as const;

type Token = (typeof trace)[number];

const { observe } = world();

/**
 * What the one in a seat did in the step that led to this state: its act, whether a wall stopped it and whether it was
 * given, and what draws it after that, what draws it most last: another where there is nothing else, a call, food.
 */
export function stepTokens(state: State, seat: number): readonly Token[] {
  const me = state.foragers[seat]!;
  const [, foodNear, , mateNear, , , , callNear] = observe(state, seat) as readonly number[];
  const tokens: Token[] = [actOf(me)];
  if (me.blocked) tokens.push("blocked");
  if (me.gift > 0) tokens.push("receive");
  if (callNear! > 0) tokens.push("hear-call");
  if (me.eaters > 0) tokens.push(me.eaters > 1 ? "eat-together" : "eat");
  else if (foodNear! > 0) tokens.push("see-food");
  else if (callNear === 0 && mateNear! > 0) tokens.push("see-other");
  return tokens;
}

function actOf({ last, aim, gives, eaters }: Forager): Token {
  if (last === -3) return eaters > 0 ? "call-at-food" : "call-elsewhere";
  if (last === 0 || last === 3) return gives ? "give" : "stay";
  return aim === "food" ? "approach" : aim === "caller" ? "follow" : aim === "other" ? "join" : "move";
}
