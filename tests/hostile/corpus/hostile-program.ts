import type { FaultKind } from "../../../src/evaluation/evaluation.ts";

/** What may become of a program: it plays all its cases, or it ends in one kind of fault. */
export type Expectation = "ok" | FaultKind;

/** What a program attacks. */
export type HostileClass =
  | "loops"
  | "builtins"
  | "memory"
  | "hatches"
  | "wrapper"
  | "throws"
  | "answers"
  | "determinism"
  | "forgeries";

/** An agent that means harm, as data. It is a module whose default export takes one number and gives one. */
export interface HostileProgram {
  /** Unique in the corpus. */
  readonly name: string;
  readonly class: HostileClass;
  /** The trick, in a few words. */
  readonly about: string;
  readonly source: string;
  /** Every outcome that is right. Where it holds `ok`, the answers must be the same in every run, whoever the neighbours are. */
  readonly expect: readonly Expectation[];
  /**
   * It is after a better score than its answers deserve: they are -1 (or no answers, or beyond all reason). Where it
   * plays to the end, its score must be that of an agent that always answers what it answered, and no better.
   */
  readonly forges?: boolean;
}

/** An agent that means well, to be run between hostile ones. */
export interface BenignProgram {
  readonly name: string;
  readonly source: string;
  /** Its answers to `inputs`, in order, exact to the bit. */
  readonly answers: readonly number[];
}

/** The answer of a program that found a way out. No outcome may ever show it. */
export const escapeMark = 666_666;

/** The 20 cases that the corpus is made for: 0, 0.1, ... 1.9. */
export const inputs: readonly number[] = Array.from({ length: 20 }, (_, i) => i / 10);

/** JavaScript as it is written: backslashes are kept. */
export const js = String.raw;

/** Guest code: `world` is the global object where that can be named, and `attempt` goes on where a deed is refused. */
export const tools = js`const world = typeof globalThis === "object" ? globalThis : {};
const attempt = (deed) => { try { return deed(); } catch {} };
`;

/** Gives programs their class. */
export function ofClass(
  name: HostileClass,
  programs: readonly Omit<HostileProgram, "class">[],
): readonly HostileProgram[] {
  return programs.map((program) => ({ ...program, class: name }));
}
