import type { Capability } from "../capabilities/capability.ts";
import type { State } from "../events/state.ts";
import type { Event } from "../events/event.ts";
import type { Search } from "../emitters/emitter.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { CallLog, Exchange } from "./calls.ts";
import type { Live, Notice } from "./live.ts";
import type { Pace } from "./pace.ts";
import type { Episodes } from "./playback.ts";

/** Which run a view is of: what does not change while it runs. */
export interface RunFacts {
  readonly id: string;
  /** How the command line names it from where it is looked at: its id, or a folder. */
  readonly select: string;
  readonly folder: string;
  readonly version: string;
  readonly scenario: Scenario;
}

/** A run as people look at it: a fold of its log that is made for reading. Live or afterwards, it is the same. */
export interface RunView {
  readonly facts: RunFacts;
  readonly state: State;
  readonly variants: VariantTable;
  /** One row a finished generation, oldest first; long runs are thinned to at most 4,096 evenly spaced ones. */
  readonly generations: readonly GenerationRow[];
  readonly faults: readonly FaultRow[];
  /** The latest lines about the run, oldest first, at most 2,000: generations, new bests, migrations, warnings. */
  readonly lines: readonly LogLine[];
  /** What agents did on test cases: the champion under its id, references under their names. */
  readonly test: ReadonlyMap<number | string, Outcome>;
  /** How fast it goes and how far it is, out of the log alone. */
  readonly pace: Pace;
  /** What language models were asked; empty where none are. */
  readonly calls: CallLog;
  /** Counts events that were applied. */
  readonly events: number;
  apply(event: Event): void;
}

/** One generation in figures, scores in the scenario's own direction. */
export interface GenerationRow {
  readonly generation: number;
  /** Milliseconds of running time at its end. */
  readonly elapsedMs: number;
  readonly evaluations: number;
  readonly reused: number;
  readonly failed: number;
  /** Of the living at its end. */
  readonly best: number;
  /** Quartiles of the living. */
  readonly quartiles: readonly [number, number, number];
  readonly bestId: number;
  readonly living: number;
  /** Cells of a grid that are held; equal to `living` for archives without cells. */
  readonly cells: number;
  /** How many species live; 0 for archives without species. */
  readonly species: number;
  /** How the samples of each strategy were drawn; none where there is no strategy. */
  readonly searches: readonly SearchRow[];
  /** Sum of the fitness over the cells, each turned so that it grows and counted from the worst ever seen. */
  readonly qd: number;
  /** Distinct genomes among the living, as a share. */
  readonly diversity: number;
  readonly sizeMedian: number;
  /** What language models have cost by its end, in US dollars. */
  readonly usd: number;
}

/** How a strategy stood in a generation. */
export interface SearchRow extends Search {
  /** The mean of its distribution, where that was a variant of the generation itself, and its score where it had one. */
  readonly mean?: { readonly id: number; readonly score?: number };
}

export type VariantStatus = "running" | "scored" | "failed" | "reused";

/** One variant in a list. Where rivals change, score and interval are those of its latest evaluation. */
export interface VariantRow {
  readonly id: number;
  readonly generation: number;
  readonly island: number;
  /** The kind of its genome. */
  readonly kind: string;
  readonly operator: string;
  /** The model operator that was to write it, another than `operator` where nothing came of that; absent where none was. */
  readonly draft?: string | undefined;
  /** The language model that was to write it; absent where none was. */
  readonly model?: string | undefined;
  /** How often models were asked for it, and what that cost in US dollars; absent where they were not to be. */
  readonly calls?: number | undefined;
  readonly usd?: number | undefined;
  readonly parents: readonly number[];
  readonly size: number;
  /** The genome's hash. */
  readonly genome: string;
  readonly status: VariantStatus;
  /** Mean over the training cases of the first objective, in its own direction; absent where there is none. */
  readonly score?: number | undefined;
  /** Half of the 95 % interval of that mean, over the cases; absent where there is one case. */
  readonly interval?: number | undefined;
  /** Its score less its best parent's when it was first evaluated, turned so that more is better. */
  readonly gain?: number | undefined;
  /** How a failed one failed: a kind of fault. */
  readonly fault?: string | undefined;
  /** What the fault says; of the rarer messages only that they are others. */
  readonly message?: string | undefined;
  /** Whose outcome was taken. */
  readonly from?: number | undefined;
  readonly children: number;
  readonly alive: boolean;
  /** How long its evaluation took, in milliseconds, where that was seen. */
  readonly ms?: number | undefined;
}

/** All variants of a run in little memory: about 100 bytes a variant. */
export interface VariantTable {
  readonly count: number;
  row(id: number): VariantRow | undefined;
  /** The ids that the query finds, best first by its order, and how many there are in all. */
  find(query: Query): { readonly ids: readonly number[]; readonly total: number };
  /** The parents alone, which costs less than the row; none where there is no such variant. */
  parents(id: number): readonly number[];
  /** Whether it lives, at less cost than the row. */
  alive(id: number): boolean;
  /** Children in order of birth, at most `max`. */
  children(id: number, max: number): readonly number[];
}

/** The columns that a table of variants can be sorted by. */
export type SortKey = "score" | "gain" | "generation" | "size" | "children" | "ms" | "usd" | "id";

export interface Query {
  /** Sees each variant in turn: the row it is given holds good only during the call. The same function is answered from memory. */
  readonly where: (row: VariantRow) => boolean;
  readonly sort: SortKey;
  /** The other way round than what people expect first (best, newest, smallest). */
  readonly reverse: boolean;
  readonly from: number;
  readonly limit: number;
}

/** Failures of one kind with one message. */
export interface FaultRow {
  readonly kind: string;
  readonly message: string;
  readonly count: number;
  /** The latest that failed so. */
  readonly id: number;
  readonly generation: number;
}

export interface LogLine {
  /** Time of day or date as it was observed; empty where the log has none. */
  readonly t: string;
  readonly level: "info" | "warn" | "error";
  readonly text: string;
  /** The variant that it is about. */
  readonly id?: number;
}

/** How the viewer stands to the run. */
export type Link =
  /** The log is being read; the share that is read. */
  | { readonly state: "reading"; readonly share: number }
  | { readonly state: "live" }
  /** The runner was there and is gone, with the reason in words. */
  | { readonly state: "lost"; readonly since: string; readonly reason: string }
  /** Nobody runs it: finished, or stopped and resumable. */
  | { readonly state: "idle" };

/** What the playback screen shows: what one agent did, case by case. */
export type Episode =
  | { readonly state: "none" }
  | { readonly state: "loading"; readonly id: number }
  /** `since` is the moment of `Scene.clock` in which it became ready: it plays from there. */
  | { readonly state: "ready"; readonly id: number; readonly since: number; readonly episodes: Episodes }
  | { readonly state: "failed"; readonly id: number; readonly message: string };

/** Everything that a screen can show. */
export interface Model {
  readonly view: RunView;
  readonly live: Live | undefined;
  /** The last minute of `live`, oldest first, for rates. */
  readonly ticks: readonly Live[];
  readonly notices: readonly Notice[];
  readonly link: Link;
  readonly episode: Episode;
  /** The capabilities of the workspace's catalogue that were found in this scenario, those that came furthest first. */
  readonly capabilities: readonly Capability[];
  /** A genome of the run by its hash, from the disk. */
  genome(hash: string): Genome | undefined;
  /** What a language model was asked and answered, by the call's hash, from the disk. */
  exchange(call: string): Exchange | undefined;
}
