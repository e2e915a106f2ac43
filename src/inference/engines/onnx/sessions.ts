import type { Session } from "../../session.ts";
import type { Plan } from "./plan.ts";

/** What a session is made for: the graph follows from it. */
export interface SessionNeed {
  readonly plan: Plan;
  readonly places: number;
  readonly columns: number;
}

/** Sessions, kept from generation to generation. */
export interface Sessions {
  /** One that is ready; it is kept at least until `giveBack` was called as often as this. */
  take(need: SessionNeed): Promise<Session>;
  giveBack(need: SessionNeed): Promise<void>;
  /** Frees all, in use or not. */
  close(): Promise<void>;
}

/** Sessions that are kept though nobody uses them. */
const idleMax = 32;

/** A keeper of sessions that lets go of those unused for longest. */
export function createSessions(open: (need: SessionNeed) => Promise<Session>): Sessions {
  const kept = new Map<string, { readonly session: Promise<Session>; users: number }>();

  async function letGo(key: string): Promise<void> {
    const one = kept.get(key);
    kept.delete(key);
    await (await one?.session)?.release();
  }

  return {
    async take(need) {
      const key = keyOf(need);
      const one = kept.get(key) ?? { session: open(need), users: 0 };
      one.users++;
      // Last in the order of the map: used last.
      kept.delete(key);
      kept.set(key, one);
      try {
        return await one.session;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
    async giveBack(need) {
      const one = kept.get(keyOf(need));
      if (one !== undefined) one.users--;
      const idle = [...kept].filter(([, { users }]) => users === 0);
      for (const [key] of idle.slice(0, Math.max(0, idle.length - idleMax))) await letGo(key);
    },
    async close() {
      for (const key of [...kept.keys()]) await letGo(key);
    },
  };
}

function keyOf({ plan, places, columns }: SessionNeed): string {
  return `${plan.key} ${places} ${columns}`;
}
