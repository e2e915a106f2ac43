import type { Observed, Scored } from "../evaluation/evaluation.ts";
import type { CampaignStarted, Event } from "../events/event.ts";
import { hashedText } from "../events/event.ts";
import type { Budget } from "../events/spec.ts";
import { runningHash } from "../std/hash.ts";
import { meanScore } from "../view/score.ts";

/** What a report tells of a log beside its view: where it came from, and what was merely observed. */
export interface Chronicle {
  apply(event: Event): void;
  /** The first event; absent in an empty log. */
  started(): CampaignStarted | undefined;
  /** The budgets that it went on under, in order, without the first. */
  readonly budgets: readonly Budget[];
  /** By the path that evaluated them. */
  readonly speeds: Readonly<Record<NonNullable<Observed["speed"]>, Effort>>;
  /** Evaluations that failed. */
  readonly failed: Effort;
  /** What ended evaluations that were ended, and how often. */
  readonly notes: ReadonlyMap<string, number>;
  /** The champion's mean on the validation cases; absent where it was not judged, or failed. */
  validation(): number | undefined;
  finishedAt(): string | undefined;
  /** SHA-256 of what was decided, as `lamarck log hash` prints it. Ends the chronicle. */
  hash(): string;
}

/** How many evaluations, and how long they took together. */
export interface Effort {
  readonly evaluations: number;
  readonly ms: number;
}

const notesMax = 20;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An empty chronicle, to be told all events of a log from the first. */
export function createChronicle(): Chronicle {
  const effort = (): Mutable<Effort> => ({ evaluations: 0, ms: 0 });
  const speeds = { shared: effort(), alone: effort() };
  const failed = effort();
  const notes = new Map<string, number>();
  const budgets: Budget[] = [];
  const validations = new Map<number | string, number>();
  const sum = runningHash();
  let started: CampaignStarted | undefined;
  let finished: { readonly champion?: number; readonly t: string } | undefined;

  function observe({ ms = 0, speed, note }: Observed, isFailed: boolean): void {
    for (const one of [speed === undefined ? [] : speeds[speed], isFailed ? failed : []].flat()) {
      one.evaluations++;
      one.ms += ms;
    }
    if (note === undefined) return;
    // Times differ from note to note: they would all be different ones.
    const kind = note.replace(/\d+/g, "n");
    if (notes.size < notesMax || notes.has(kind)) notes.set(kind, (notes.get(kind) ?? 0) + 1);
  }

  return {
    apply(event) {
      sum.update(`${hashedText(event)}\n`);
      if (event.type === "campaign-started") started = event;
      else if (event.type === "budget-changed") {
        budgets.push(event.budget);
        finished = undefined;
      } else if (event.type === "variant-evaluated") observe(event.observed ?? {}, event.outcome.status === "failed");
      else if (event.type === "agent-judged" && event.split === "validation" && event.outcome.status === "scored")
        validations.set(event.agent, meanScore(event.outcome as Scored));
      else if (event.type === "campaign-finished") finished = { ...event, t: event.observed.t };
    },
    started: () => started,
    budgets,
    speeds,
    failed,
    notes,
    validation: () => validations.get(finished?.champion ?? -1),
    finishedAt: () => finished?.t,
    hash: () => sum.digest(),
  };
}
