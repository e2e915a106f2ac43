import type { Session } from "../../session.ts";
import type { StepPlan } from "./plan.ts";

/** What a session is made for: the graph follows from it. */
export interface SessionNeed {
  readonly plan: StepPlan;
  readonly places: number;
  readonly columns: number;
}

/** Sessions, kept from generation to generation. */
export interface Sessions {
  /** One that is ready; it is kept at least until `giveBack` was called as often as this. */
  take(need: SessionNeed): Session;
  giveBack(need: SessionNeed): void;
  /** Frees all, in use or not: tensors on a device must be gone before. Idempotent. */
  close(): void;
}

/** Sessions that are kept though nobody uses them. */
const idleMax = 32;

/** A keeper of sessions that lets go of those unused for longest. */
export function createSessions(open: (need: SessionNeed) => Session): Sessions {
  const kept = new Map<string, { readonly session: Session; users: number }>();

  function letGo(keys: readonly string[]): void {
    for (const key of keys) {
      const { session } = kept.get(key)!;
      kept.delete(key);
      session.release();
    }
  }

  return {
    take(need) {
      const key = keyOf(need);
      const one = kept.get(key) ?? { session: open(need), users: 0 };
      one.users++;
      // Last in the order of the map: used last.
      kept.delete(key);
      kept.set(key, one);
      return one.session;
    },
    giveBack(need) {
      const one = kept.get(keyOf(need));
      if (one !== undefined) one.users--;
      const idle = [...kept].filter(([, { users }]) => users === 0).map(([key]) => key);
      letGo(idle.slice(0, Math.max(0, idle.length - idleMax)));
    },
    close: () => letGo([...kept.keys()]),
  };
}

function keyOf({ plan, places, columns }: SessionNeed): string {
  return `${plan.key} ${places} ${columns}`;
}
