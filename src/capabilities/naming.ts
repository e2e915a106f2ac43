import type { CapabilityClass } from "./capability.ts";

/** What the class of a capability is decided by. */
export interface Signs {
  /** The names of the pattern's tokens. */
  readonly tokens: readonly string[];
  readonly isResponse: boolean;
  readonly isSuspected: boolean;
  /** Whether others sit in the world with the agent. */
  readonly hasPeers: boolean;
  /** What the scenario says about the inputs that the responsible part reads. */
  readonly inputs: readonly string[];
  /** The median steps of a case or, where it has none, tokens; whole and without the responsible part. */
  readonly steps: readonly [whole: number, without: number];
}

/** Words for what is done to others, or with them. */
const social =
  /follow|give|gift|receive|take|steal|rob|share|call|signal|answer|meet|greet|help|trade|attack|hunt|chase|flee|avoid|crowd|join|they|mimic|copy|cheat|cooperat|defect/i;

/** Words for the others. */
const others =
  /\b(others?|opponents?|partners?|rivals?|neighbou?rs?|agents?|foes?|mates?|somebody|them|their|they|predators?|prey)\b/i;

/** What sort of thing a capability is, by the first rule that applies. */
export function classOf(signs: Signs): CapabilityClass {
  const { tokens, isResponse, isSuspected, hasPeers, inputs } = signs;
  const [whole, without] = signs.steps;
  if (isSuspected) return "exploit";
  if (hasPeers && (tokens.some((token) => social.test(token)) || inputs.some((input) => others.test(input)))) {
    return "interaction";
  }
  if (whole < 0.9 * without) return "efficiency";
  return isResponse || tokens.length > 2 || period(tokens) < tokens.length ? "strategy" : "skill";
}

/** A capability in a few words, out of the names of its pattern's tokens. */
export function nameOf(tokens: readonly string[], isResponse: boolean): string {
  if (isResponse) return responseName(tokens.map((token) => token.replaceAll("-", " ")));
  const length = period(tokens);
  const again = length < tokens.length ? ", again and again" : "";
  const [first, ...later] = tokens.slice(0, length);
  return later.length === 0 ? `performs ${first}${again}` : `follows ${first} with ${later.join(", then ")}${again}`;
}

/** A response as a rule: what to do after what. */
function responseName(words: readonly string[]): string {
  return `${words.at(-1)} after ${words.slice(0, -1).join(", then ")}`;
}

/** After how many tokens they begin anew; their number where they do not. */
function period(tokens: readonly string[]): number {
  for (let length = 1; 2 * length <= tokens.length; length++) {
    if (tokens.every((token, i) => token === tokens[i % length])) return length;
  }
  return tokens.length;
}
