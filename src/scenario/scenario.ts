import type { Random } from "../std/random.ts";
import type { Target } from "./target.ts";
import type { Tensors } from "./tensors.ts";

/** What an agent's function takes and gives. Offline operators only make programs that fit it. */
export interface Signature {
  /** The function's name, a JavaScript identifier. */
  readonly name: string;
  readonly about: string;
  readonly parameters: readonly Parameter[];
  readonly returns: ValueType;
}

export type ValueType = "number" | "boolean" | "number[]";

export interface Parameter {
  readonly name: string;
  readonly type: ValueType;
  readonly about: string;
  /** The longest list that `play` or `observe` ever passes here (only for `number[]`; 64 when absent). */
  readonly lengthMax?: number;
}

/** What is judged. Scores keep their natural direction; the engine turns them round where it compares. */
export interface Objective {
  readonly name: string;
  readonly direction: "minimize" | "maximize";
  readonly about: string;
}

/** A behaviour measure (descriptor) for quality-diversity archives: its values lie in the range, ends included. */
export interface Measure {
  readonly name: string;
  readonly range: readonly [number, number];
  readonly about: string;
}

/** Who sits in a seat: the agent under evaluation, a reference agent, or the n-th of the generation's rivals. */
export type Seat = "self" | { readonly reference: string } | { readonly rival: number };

/** One problem instance. `instance` enters the sandbox; `expected` never does. Both are plain JSON data. */
export interface Case {
  readonly id: string;
  readonly instance: unknown;
  readonly expected?: unknown;
  /** One entry a seat, exactly one of them `self`; without it, every agent plays alone. */
  readonly seats?: readonly Seat[];
}

/** The search sees `train`; the champion is chosen on `validation`; `test` is only ever reported. */
export type Split = "train" | "validation" | "test";

/** What one evaluation may use. */
export interface Limits {
  /** Ticks of fuel a case: one a loop round or function entry, plus the work of built-ins. 1,000 to 100,000,000. */
  readonly fuel: number;
  /** How often a case may call the agent at most; with the static cost of a program it decides the fast path. */
  readonly calls: number;
  /** Wall-clock limit of a case in milliseconds; only a last resort, since it is not reproducible. */
  readonly wallMs: number;
  /** The most numbers an answer may hold. */
  readonly answer: number;
}

/** A known agent, shown beside the evolved ones. */
export interface Reference {
  readonly name: string;
  readonly about: string;
  /** A whole program: `export default function name(...) {...}`. */
  readonly source: string;
}

/** What an agent did on one case: a number or a list of numbers, all finite. */
export type Answer = number | readonly number[];

/** The scores of one answer, one number an objective; measures likewise. */
export interface Judgement {
  readonly scores: readonly number[];
  readonly measures?: readonly number[];
}

/** An agent as the scenario's code sees it: the program's function. */
// oxlint-disable-next-line typescript/no-explicit-any -- agents take whatever their scenario's signature says
export type Agent = (...inputs: any[]) => any;

/** Which functions and constants random programs are made of, for scenarios that want other than the default. */
export interface Primitives {
  /** Binary operators out of `+ - * / % **`. */
  readonly operators: readonly string[];
  /** Functions of `Math` by name, for example `sin`. */
  readonly functions: readonly string[];
  /** Random constants are drawn from this range; whole numbers where `integers`. */
  readonly constants: { readonly from: number; readonly to: number; readonly integers: boolean };
  /** Whether comparisons and conditionals may appear. */
  readonly conditionals: boolean;
  /** Whether statements (locals, assignments, bounded loops) may appear; else programs are one expression. */
  readonly statements: boolean;
}

interface ScenarioBase {
  readonly name: string;
  /** The problem in plain words, read by people and by language models. */
  readonly brief: string;
  readonly agent: Signature;
  /** The first objective ranks; the others are reported and used by multi-objective archives. */
  readonly objectives: readonly [Objective, ...Objective[]];
  readonly measures?: readonly Measure[];
  /** The tokens that traces are made of, for mining. */
  readonly trace?: readonly string[];
  /**
   * Which of those tokens are the agent's own acts, one of which it chooses at a time; the others are what it perceives or
   * what comes of it. Mining then also looks for responses: acts that follow on certain tokens.
   */
  readonly acts?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly primitives?: Partial<Primitives>;
  /** How many members of the population sit as rivals in each generation's cases; 0 when agents play alone. */
  readonly rivals?: number;
  readonly references?: readonly Reference[];
  /** When the training cases count as solved: campaigns end there that were given no budget. */
  readonly solved?: Target;
  /** The cases of a split. Must depend on `random` and the scenario's options alone. */
  cases(split: Split, random: Random): readonly Case[];
}

/**
 * A world that drives the agents' functions itself.
 * `play` runs in the sandbox: it must refer to nothing outside itself but standard JavaScript. It gets `random` only
 * where it names it as a plain third parameter.
 */
export interface PlayedScenario extends ScenarioBase {
  play(agents: readonly Agent[], instance: never, random: Random): Answer;
  /** Scores an answer at home. It must distrust the answer: check it against the instance. Throw to refuse it. */
  judge(answer: never, one: Case): Judgement;
  /** For scores that need all answers at once (linear scaling); one judgement a case, in order. */
  judgeTogether?(answers: readonly never[], cases: readonly Case[]): readonly Judgement[];
  /**
   * What an agent did on a case, as names out of `trace` in the order in which it happened. It runs at home, out of what
   * the sandbox gave; throw where the answer is none, as the judge does.
   */
  answerTokens?(answer: never, one: Case): readonly string[];
  /** Shows how an answer came about, for people. It runs at home; throw where the answer is none, as the judge does. */
  playback?(answer: never, one: Case, all: Plays): Playback;
}

/** All that an agent did on the cases of a split, one answer a case, in order. */
export interface Plays {
  readonly answers: readonly never[];
  readonly cases: readonly Case[];
}

/** What an agent did on one case, as pictures in order. */
export interface Playback {
  /** How many pictures there are, from 1. */
  readonly frames: number;
  /** One of them (from 0) as lines of text, at most this large; no control characters. */
  draw(frame: number, columns: number, rows: number): readonly string[];
}

/** A world in steps. Any kind of agent can sit in its seats. The engine replays the actions at home to score them. */
export interface SteppedScenario extends ScenarioBase {
  /** Makes the world's functions; it runs in the sandbox too, so it must refer to nothing outside itself. */
  world(): World;
  /**
   * A picture of a state as lines of text, at most this large, for people. It runs at home, so it may import what it
   * likes, and it must leave the state as it is. `names` tells who sits in each seat.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- the state is the scenario's own
  draw?(state: any, columns: number, rows: number, names: readonly string[]): readonly string[];
  /**
   * What the one in a seat did in the step that led to this state, by its action, as names out of `trace`; mostly one. It
   * runs at home after each replayed step, and must leave the state as it is.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- the state is the scenario's own
  stepTokens?(state: any, seat: number, action: number): readonly string[];
  /**
   * How networks sit in the seats. Without it a network's inputs are the signature's numbers and booleans, and its one
   * output is the action; worlds that show lists of numbers have no seats for networks unless they say how.
   */
  readonly tensors?: Tensors;
}

// oxlint-disable typescript/no-explicit-any -- the state is the scenario's own
export interface World {
  begin(instance: any, random: Random): any;
  /** The inputs of the agent in this seat, in the order of the signature. */
  observe(state: any, seat: number): readonly unknown[];
  /** Changes the state by one action a seat (numbers; booleans arrive as 0 or 1). */
  step(state: any, actions: readonly number[]): void;
  over(state: any): boolean;
  /** One number an objective, for this seat. */
  score(state: any, seat: number): readonly number[];
  measure?(state: any, seat: number): readonly number[];
}
// oxlint-enable typescript/no-explicit-any

export type Scenario = PlayedScenario | SteppedScenario;

/** One setting of a scenario. A `file` arrives as `{ path, text }`, read by the command line. */
export interface OptionSpec {
  readonly type: "string" | "number" | "boolean" | "file";
  readonly about: string;
  readonly default?: string | number | boolean;
  readonly choices?: readonly string[];
  readonly range?: readonly [number, number];
  /** Only whole numbers. */
  readonly whole?: boolean;
}

/** A file that the user named in an option. */
export interface OptionFile {
  readonly path: string;
  readonly text: string;
}

export type OptionValue = string | number | boolean | OptionFile;
export type Options = Readonly<Record<string, OptionValue | undefined>>;

/** A scenario with settings: the default export of a scenario file is this, or a plain scenario without any. */
export interface ScenarioFactory {
  readonly name: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Throws `UserError` for settings that make no scenario. */
  create(options: Options): Scenario;
}

export function isStepped(scenario: Scenario): scenario is SteppedScenario {
  return "world" in scenario;
}

/** What the one in a seat is called where people see it. */
export function seatName(seat: Seat): string {
  if (seat === "self") return "agent";
  return "reference" in seat ? seat.reference : `rival ${seat.rival}`;
}

/** The limits of a scenario with the defaults filled in. */
export function limitsOf(scenario: Scenario): Limits {
  return { fuel: 1_000_000, calls: 10_000, wallMs: 250, answer: 4096, ...scenario.limits };
}

/** The primitives of scenarios that do not say. */
export const defaultPrimitives: Primitives = {
  operators: ["+", "-", "*", "/"],
  functions: ["sin", "cos", "exp", "log", "sqrt", "abs", "min", "max", "floor"],
  constants: { from: -5, to: 5, integers: false },
  conditionals: true,
  statements: true,
};

/** The primitives of a scenario with the defaults filled in. */
export function primitivesOf(scenario: Scenario): Primitives {
  return { ...defaultPrimitives, ...scenario.primitives };
}

/** Turns a score round so that more is better. */
export function oriented(objective: Objective, score: number): number {
  return objective.direction === "maximize" ? score : -score;
}
