import { type Forager, type State, world } from "./world.ts";

/** What an agent can choose to do in a tick. */
export const acts = [
  "move",
  "blocked",
  "approach",
  "follow",
  "stay",
  "call-at-food",
  "call-elsewhere",
  "give",
] as const;

/** The same, what came of it, and what it perceives then. */
export const trace = [...acts, "eat", "eat-together", "receive", "see-food", "hear-call"] as const;

type Token = (typeof trace)[number];

const { observe } = world();
/** Where observations hold how near food and callers are. */
const foodNear = 1;
const callNear = 7;

/**
 * What the one in a seat did in the step that led to this state: its act, whether it ate and was given, and what it sees
 * and hears after that.
 */
export function stepTokens(state: State, seat: number): readonly Token[] {
  const me = state.foragers[seat]!;
  const tokens: Token[] = [actOf(me)];
  if (me.eaters > 0) tokens.push(me.eaters > 1 ? "eat-together" : "eat");
  if (me.gift > 0) tokens.push("receive");
  const seen = observe(state, seat) as readonly number[];
  if (seen[foodNear]! > 0 && seen[foodNear]! < 1) tokens.push("see-food");
  if (seen[callNear]! > 0) tokens.push("hear-call");
  return tokens;
}

function actOf({ last, blocked, aim, gives, eaters }: Forager): Token {
  if (last === -3) return eaters > 0 ? "call-at-food" : "call-elsewhere";
  if (last === 0 || last === 3) return gives ? "give" : "stay";
  if (blocked) return "blocked";
  return aim === "food" ? "approach" : aim === "caller" ? "follow" : "move";
}
