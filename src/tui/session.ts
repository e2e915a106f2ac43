import type { Model } from "../view/model.ts";

/** What a viewer has of a run: its model, how to hear of changes, and how to ask its runner for something. */
export interface Session {
  /** How the run looks now. Cheap: it is called for each frame. */
  model(): Model;
  /** Calls the listener after changes of the model, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** Sends a command such as `["set", "jobs", "4"]` to the runner. Resolves with its answer in words; rejects with the reason in words. */
  send(words: readonly string[]): Promise<string>;
  /** Asks for the episode of a variant, on the scenario's first case or on the given one; it arrives as `model().episode`. */
  play(id: number, caseId?: string): void;
  /** Ends reading and listening; the campaign goes on. May be called twice. */
  close(): void;
}

/** How a viewer was left: the campaign runs on, it was asked to stop, it was killed, or it does not run. */
export type Leave = "detach" | "stop" | "kill" | "ended";

/** Who watches: whoever started the run here, somebody who attached, or somebody who only reads. */
export type Role = "owner" | "guest" | "reader";
