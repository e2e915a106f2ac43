import type { Session } from "../../src/tui/session.ts";
import type { Live } from "../../src/view/live.ts";
import type { Model } from "../../src/view/model.ts";

/** A session whose run is in memory: it obeys as a runner does, and can be told what happens. */
export interface MemorySession extends Session {
  /** What was sent, in order. */
  readonly sent: readonly (readonly string[])[];
  readonly played: readonly number[];
  readonly isClosed: () => boolean;
  /** Something happens to the run. */
  happen(change: (model: Model) => Model): void;
}

/** A session over a model: commands change the phase as a runner would. */
export function memorySession(start: Model): MemorySession {
  const listeners = new Set<() => void>();
  const sent: (readonly string[])[] = [];
  const played: number[] = [];
  let model = start;
  let isClosed = false;
  const happen = (change: (model: Model) => Model): void => {
    model = change(model);
    for (const listener of listeners) listener();
  };
  const toPhase = (phase: Live["phase"]): void =>
    happen((now) => ({ ...now, live: now.live === undefined ? undefined : { ...now.live, phase } }));
  return {
    sent,
    played,
    isClosed: () => isClosed,
    model: () => model,
    happen,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async send(words) {
      if (isClosed) throw new Error("the session is closed");
      if (model.link.state !== "live") throw new Error("nobody runs this campaign");
      sent.push(words);
      switch (words[0]) {
        case "pause":
          toPhase("paused");
          return "paused";
        case "resume":
          toPhase("running");
          return "going on";
        case "stop":
          toPhase("stopping");
          setTimeout(() => happen((now) => ({ ...now, live: undefined, link: { state: "idle" } })), 20);
          return "stopping";
        case "kill":
          happen((now) => ({ ...now, live: undefined, link: { state: "lost", since: "", reason: "killed" } }));
          return "killed";
        case "set":
        case "note":
        case "checkpoint":
          return "done";
        default:
          throw new Error(`there is no command ${words[0]}`);
      }
    },
    play(id) {
      played.push(id);
      happen((now) => ({ ...now, episode: { state: "loading", id } }));
    },
    close() {
      isClosed = true;
      listeners.clear();
    },
  };
}
