import type { State } from "../events/state.ts";
import { percent } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";

/** What an operator has brought, and at what cost. */
export interface Credit {
  readonly name: string;
  readonly births: number;
  /** Of these, children that have parents; none of an operator that draws or generates. */
  readonly bred: number;
  /** Children that beat their best parent. */
  readonly improved: number;
  readonly failed: number;
  /** Children that a model was to write for it; 0 for operators that ask no model. */
  readonly drafts: number;
  /** How many of these were written; absent where there was none to write. */
  readonly childrenPerDraft?: number;
  /** US dollars. */
  readonly usd: number;
  /** US dollars a child that beat its best parent; absent where it cost nothing, or none did. */
  readonly usdPerImprovement?: number;
}

/** The share of an operator's children that beat their best parent; `-` where none has parents. */
export function improvedText({ bred, improved }: Pick<Credit, "bred" | "improved">): string {
  return bred === 0 ? "-" : percent(improved, bred);
}

/** What each operator has brought: those that ask models first, then those with the most births. */
export function creditsOf({ operators }: Pick<State, "operators">): readonly Credit[] {
  return [...operators]
    .map(([name, { births, bred, improved, failed, drafts, usd }]) => ({
      name: oneLine(name, 60),
      births,
      bred,
      improved,
      failed,
      drafts,
      ...(drafts === 0 ? {} : { childrenPerDraft: births / drafts }),
      usd,
      ...(usd === 0 || improved === 0 ? {} : { usdPerImprovement: usd / improved }),
    }))
    .toSorted((a, b) => Number(b.drafts > 0) - Number(a.drafts > 0) || b.births - a.births);
}
