import type { BehaviourMap } from "../capabilities/behaviour-map.ts";
import type { Capability } from "../capabilities/capability.ts";
import { isProven } from "../capabilities/entry.ts";

/** A kind of behaviour, as lists show it. */
export interface KindOfBehaviour {
  /** From 1, in the order in which they appeared. */
  readonly kind: number;
  /** How many of the variants that were looked at are of it. */
  readonly variants: number;
  /** The generation of the first of them. */
  readonly since: number;
  /** How well it comes back when variants are drawn again, from 0.75 to 1. */
  readonly stability: number;
  /** The names of validated capabilities that at least half of them show, and of those that no kind before showed. */
  readonly capabilities: readonly string[];
  readonly fresh: readonly string[];
}

/** The kinds of behaviour in a run, in the order in which they appeared. */
export function kindsOfBehaviour(
  { variants, stabilities, shown }: BehaviourMap,
  capabilities: readonly Capability[],
): readonly KindOfBehaviour[] {
  const validated = capabilities.filter(isProven).map(({ id, name }) => ({ name, carriers: new Set(shown[id]) }));
  const known = new Set<string>();
  return stabilities.map((stability, i) => {
    const members = variants.filter(({ kind }) => kind === i + 1);
    const common = validated.filter(
      ({ carriers }) => 2 * members.filter(({ id }) => carriers.has(id)).length >= members.length,
    );
    const names = common.map(({ name }) => name);
    const fresh = names.filter((name) => !known.has(name));
    for (const name of fresh) known.add(name);
    const since = Math.min(...members.map(({ generation }) => generation));
    return { kind: i + 1, variants: members.length, since, stability, capabilities: names, fresh };
  });
}
