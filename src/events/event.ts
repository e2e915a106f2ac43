import type { Outcome } from "../evaluation/evaluation.ts";
import type { Search } from "../emitters/emitter.ts";
import type { Split } from "../scenario/scenario.ts";
import type { ModelCall } from "../variation/calls.ts";
import type { Budget, CampaignSpec } from "./spec.ts";

/** Facts in the log, the only truth. Whatever may differ from run to run is in `observed` and decides nothing. */
export type Event =
  | CampaignStarted
  | BudgetChanged
  | RivalsChosen
  | ModelAsked
  | LessonsLearnt
  | VariantBorn
  | VariantEvaluated
  | GenerationFinished
  | AgentJudged
  | CampaignFinished;

export interface CampaignStarted {
  readonly type: "campaign-started";
  readonly spec: CampaignSpec;
  /** SHA-256 of the scenario's file, and of every file that it was given as an option. */
  readonly scenarioHash: string;
  readonly observed: { readonly t: string; readonly lamarck: string; readonly node: string };
}

/** The campaign goes on under another budget. */
export interface BudgetChanged {
  readonly type: "budget-changed";
  readonly budget: Budget;
}

/** Who sits in the rivals' seats in this generation. */
export interface RivalsChosen {
  readonly type: "rivals-chosen";
  readonly generation: number;
  readonly ids: readonly number[];
}

/** A language model was asked. The calls for a child come right before its birth. */
export interface ModelAsked extends ModelCall {
  readonly type: "model-asked";
  readonly generation: number;
}

/** What a language model made of the campaign so far, for those who are asked from now on. */
export interface LessonsLearnt {
  readonly type: "lessons-learnt";
  readonly generation: number;
  /** At most five. */
  readonly lessons: readonly string[];
}

export interface VariantBorn {
  readonly type: "variant-born";
  /** Counts births in a campaign, from 0. */
  readonly id: number;
  readonly generation: number;
  /** The genome's hash. */
  readonly genome: string;
  readonly size: number;
  readonly parents: readonly number[];
  readonly operator: string;
  readonly island: number;
  /**
   * Who was to write it; another operator has made it where nothing came of that. Without calls before it nobody was
   * asked: the budget did not bear it.
   */
  readonly draft?: { readonly operator: string; readonly model: string };
}

/** The outcome on the training cases. A living member is evaluated again where its rivals change. */
export interface VariantEvaluated {
  readonly type: "variant-evaluated";
  readonly id: number;
  readonly generation: number;
  /** The outcome, or the variant with the same genome whose outcome is taken. */
  readonly outcome: Omit<Outcome, "observed"> | { readonly status: "reused"; readonly from: number };
  readonly observed?: Outcome["observed"];
}

export interface GenerationFinished {
  readonly type: "generation-finished";
  readonly generation: number;
  /** Who came to live where: variant, island, niche. Whoever is already there moves. */
  readonly entered: readonly (readonly [id: number, island: number, niche: number])[];
  /** Who stopped living on which island. */
  readonly left: readonly (readonly [id: number, island: number])[];
  /** `searches` is how strategies drew this generation's samples; to work that out of the log takes as long as they did. */
  readonly observed: { readonly t: string; readonly ms: number; readonly searches?: readonly Search[] };
}

/** An agent on cases that the search did not see: a variant by its id, or a reference by its name. */
export interface AgentJudged {
  readonly type: "agent-judged";
  readonly agent: number | string;
  readonly split: Split;
  readonly outcome: Omit<Outcome, "observed">;
  readonly observed?: Outcome["observed"];
}

export interface CampaignFinished {
  readonly type: "campaign-finished";
  readonly reason: "target" | "evaluations" | "generations" | "time" | "no-survivor";
  /** The variant that did best on the validation cases; absent where nobody lives. */
  readonly champion?: number;
  readonly observed: { readonly t: string };
}

/** A line of the log. */
export interface Line {
  /** Version of the line's schema. */
  readonly v: 1;
  /** Counts lines, from 0. */
  readonly seq: number;
  readonly event: Event;
}

/** Whether the log is whole after this event: a campaign goes on from here without doing any work again. */
export function endsPart({ type }: Event): boolean {
  return (
    type === "campaign-started" ||
    type === "budget-changed" ||
    type === "generation-finished" ||
    type === "campaign-finished"
  );
}

/** The text that the log's hash is made of: the event without what was merely observed. */
export function hashedText(event: Event): string {
  if (!("observed" in event)) return JSON.stringify(event);
  const { observed: _, ...decided } = event;
  return JSON.stringify(decided);
}
