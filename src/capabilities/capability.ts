import type { Evidence } from "./candidate.ts";
import type { Contingency } from "./contingency.ts";
import type { Incubation } from "./incubation.ts";
import type { Written } from "./written.ts";

/** What sort of thing a capability is. */
export type CapabilityClass = "skill" | "strategy" | "representation" | "interaction" | "efficiency" | "exploit";

/** How far a capability has come. What fails ablation is no capability: a pattern that goes along with success. */
export type CapabilityStatus = "candidate" | "correlated" | "validated" | "cultivated" | "graduated" | "retracted";

/** An entry of the catalogue: plain data, named by its content. */
export interface Capability {
  readonly schema: "lamarck/capability@1";
  /** The first 16 hexadecimal digits of the SHA-256 of what it is: scenario, its hash and options, pattern, minimal part. */
  readonly id: string;
  /** In a few words, out of the evidence alone. */
  readonly name: string;
  /** A model's words for it; never evidence. */
  readonly label?: string;
  readonly class: CapabilityClass;
  readonly status: CapabilityStatus;
  readonly scenario: {
    readonly path: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly hash: string;
  };
  /** The names of the pattern's tokens. */
  readonly pattern: readonly string[];
  /** Where the last of them is an act, and it is an answer to the others, which come right before it. */
  readonly response?: true;
  /** The most tokens of others between two of them. */
  readonly gap: number;
  readonly firstSeen: {
    readonly run: string;
    readonly generation: number;
    readonly variant: number;
    readonly genome: string;
    /** The first carrier's line of first parents, from the founder. */
    readonly lineage: readonly number[];
  };
  /** Hashes of genomes that show it, the best first; at most 50. The first is the one that the evidence is about. */
  readonly carriers: readonly string[];
  /** The text of the first carrier, so that the entry can be verified without its run. */
  readonly program: string;
  /** Its kind, where it is no program. */
  readonly kind?: string;
  readonly support: { readonly lineages: number; readonly early: number; readonly late: number };
  readonly evidence: Evidence;
  /** Shown on cases that nobody had seen: on how many of the seeds. */
  readonly replay: { readonly seeds: number; readonly shown: number };
  readonly ablation: Ablation;
  readonly transplant: Transplant;
  readonly exploit: { readonly suspected: boolean; readonly why?: string };
  /** The first carrier at it, on a training case. */
  readonly example: Example;
  /** Of a response: what the first carrier does after its context and otherwise, on all training cases. */
  readonly contingency?: Contingency;
  /** What the tests are done again with. */
  readonly trial: Trial;
  /** Where it stands among what the variants of its run did, when that was mined at once last; else absent. */
  readonly behaviour?: Standing;
  /** Which part of the run's log it was found in. */
  readonly mined: Mined;
  /** Capabilities that come before it in all lineages that show it. */
  readonly prerequisites: readonly string[];
  /** The command that shows it again. */
  readonly command: string;
  readonly found: { readonly lamarck: string; readonly node: string };
  /** What came of spreading it, where that was tried. */
  readonly cultivation?: Cultivation;
  /** Where its program has graduated: how that came about. */
  readonly incubation?: Incubation;
  /** Where its status is `retracted`. */
  readonly retracted?: Retraction;
}

/** Where a capability stands among what variants of its run did. */
export interface Standing {
  /** How new it was what its first carrier did: a percentile from 0 to 1; absent where there were too few before it. */
  readonly novelty?: number;
  /** How many of the variants that were looked at show it. */
  readonly carriers: number;
  /** The kinds of behaviour that these are of, and how many of them: the most first. */
  readonly kinds: readonly (readonly [kind: number, carriers: number])[];
  /** How many kinds of behaviour there were in the run. */
  readonly of: number;
}

/** What the tests of a capability depend on, beside its scenario, its pattern and its carrier. */
export interface Trial {
  /** The seed of the campaign: its training cases are drawn from it. */
  readonly seed: number;
  /** Who sits in the rivals' seats; empty where agents play alone. */
  readonly rivals: readonly Written[];
  /** Genomes of its kind that are no relatives, for transplants. */
  readonly strangers: readonly Written[];
}

/**
 * What came of giving a capability to populations without it: in how many it was still there some generations after all
 * help had ended, and in how many of the same with sham parts it had come by itself.
 */
export interface Cultivation {
  /** Whether the lower bound of success is above 0.6, and the share of the controls below 0.2. */
  readonly passed: boolean;
  /** Pairs of populations. */
  readonly replicates: number;
  readonly success: number;
  readonly control: number;
  /** Both as shares, with their 95 % score intervals (Wilson). */
  readonly bounds: Readonly<Record<"success" | "control", readonly [low: number, high: number]>>;
  /** How long strangers were bred before, how long showing it was rewarded, and how long not any more. */
  readonly generations: { readonly founding: number; readonly helped: number; readonly free: number };
  /** Members of a population. */
  readonly size: number;
  readonly seed: number;
  /** The scenario's settings where they lived. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The population that those who show it were saved as, where it was deployed. */
  readonly population?: string;
  /** How often it was tried in all, this time included. */
  readonly tries: number;
  /** The command that does it again. */
  readonly command: string;
}

/** A part of a run's log, and how it was looked at: with the same the same is found. */
export interface Mined {
  /** How many generations it has. */
  readonly generations: number;
  /** The how manieth look at a campaign under way, from 1; absent where it was looked at once. */
  readonly look?: number;
}

/** A stretch of a trace that shows a pattern. */
export interface Example {
  readonly case: string;
  /** How many tokens come before and after the stretch. */
  readonly before: number;
  readonly after: number;
  /** Names of tokens; at most 40. */
  readonly tokens: readonly string[];
  /** Which of them are the pattern's, counted from 0. */
  readonly marked: readonly number[];
}

/** Somebody does not believe in a capability any more: who, when (ISO 8601), why, and the status that it had. */
export interface Retraction {
  readonly by: string;
  readonly t: string;
  readonly reason: string;
  readonly was: CapabilityStatus;
}

/** What happens where the part that is responsible is taken out. */
export interface Ablation {
  /** The responsible part as people read it, the smallest that was found. */
  readonly part: string;
  /** Where it is in a program, from the first character to behind the last; the places do not overlap. Networks have none. */
  readonly places: readonly (readonly [from: number, to: number])[];
  /** How large it is and the whole, in the genome kind's unit. */
  readonly size: number;
  readonly of: number;
  /** The share of cases that show the pattern or, of a response, its contingency (delta P); whole and without the part. */
  readonly shown: readonly [whole: number, without: number];
  /** The mean score over training cases in the scenario's own direction, whole and without the part. */
  readonly score: readonly [whole: number, without: number];
  /** In how many of how many sham ablations, of other parts as large, the pattern was lost too. */
  readonly sham: readonly [lost: number, of: number];
}

/** What happens where the part is put into genomes that are no relatives, in several ways each. */
export interface Transplant {
  /** In how many of how many ways the pattern was shown after it was put in; of 0 where nothing was transplanted. */
  readonly success: readonly [shown: number, of: number];
  /** The same of parts as large that were taken at random, and put in the same ways. */
  readonly sham: readonly [shown: number, of: number];
  /** How likely as many would be if it were one of those; absent where nothing was transplanted. */
  readonly p?: number;
}
