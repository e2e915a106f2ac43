import type { Primitives } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import type { VariationContext } from "./operator.ts";
import type { Scope } from "./scope.ts";
import type { Site } from "./site.ts";

/** Where something grows: what may be read there, what it may be made of, and the randomness it draws from. */
export interface Ground {
  readonly scope: Scope;
  readonly primitives: Primitives;
  readonly random: Random;
}

/** The ground at a site. */
export function groundOf(site: Site, context: VariationContext, random: Random): Ground {
  return { scope: site.scope, primitives: context.primitives, random };
}
