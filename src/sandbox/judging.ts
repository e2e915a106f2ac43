import { playOf } from "../../sandboxes/stepped.ts";
import type { Case, Judgement, Limits, Scenario, SteppedScenario } from "../scenario/scenario.ts";
import { isStepped } from "../scenario/scenario.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { randomFromKey } from "../std/random.ts";
import { closedSource } from "./closed.ts";

/** A case with the key of its randomness. */
export interface KeyedCase {
  readonly case: Case;
  readonly key: readonly [number, number];
}

/** What judging needs to know. */
export interface Bench {
  readonly scenario: Scenario;
  /** Names the scenario's file in errors. */
  readonly file: string;
  readonly limits: Limits;
  readonly cases: readonly KeyedCase[];
}

/** The judge's refusal of an answer, case and reason. */
export interface Refusal {
  readonly case: string;
  readonly message: string;
}

/** The source of the play that enters the sandbox. Throws `UserError` when the scenario's code is not closed. */
export function playSource(scenario: Scenario, limits: Limits, file: string): string {
  if (!isStepped(scenario)) return closedSource(scenario.play, "play", file);
  return `(${playOf.toString()})(${closedSource(scenario.world, "world", file)}, ${limits.calls})`;
}

/**
 * Judges what a program did, at home: one judgement a case, or a refusal. `numbers` holds for each case how many
 * numbers its answer has, then these. Throws `UserError` when the scenario's own judging breaks its contract.
 */
export function judge(bench: Bench, numbers: Float64Array): readonly Judgement[] | Refusal {
  const ends = endsOf(numbers, bench.cases.length);
  if (ends === undefined) return { case: "", message: "the answers do not fit the cases" };
  const { scenario } = bench;
  if (!isStepped(scenario) && scenario.judgeTogether !== undefined) {
    try {
      const answers = ends.map((_, i) => simple(numbers, ends, i)) as never[];
      const cases = bench.cases.map((one) => one.case);
      const given = scenario.judgeTogether(answers, cases);
      return cases.map((_, i) => checked(bench, given[i]));
    } catch (error) {
      if (error instanceof UserError) throw error;
      return { case: "", message: messageOf(error).slice(0, 160) };
    }
  }
  const judgements: Judgement[] = [];
  for (const [i, keyed] of bench.cases.entries()) {
    try {
      const one = isStepped(scenario)
        ? replay(scenario, bench, keyed, listOf(numbers, ends, i))
        : scenario.judge(simple(numbers, ends, i) as never, keyed.case);
      judgements.push(checked(bench, one));
    } catch (error) {
      if (error instanceof UserError) throw error;
      return { case: keyed.case.id, message: messageOf(error).slice(0, 160) };
    }
  }
  return judgements;
}

/** Where each case's answer ends; undefined when the counts do not add up. */
function endsOf(numbers: Float64Array, cases: number): readonly number[] | undefined {
  const ends: number[] = [];
  let at = 0;
  for (let one = 0; one < cases; one++) {
    const count = numbers[at];
    if (count === undefined || !Number.isInteger(count) || count < 0 || at + 1 + count > numbers.length)
      return undefined;
    at += 1 + count;
    ends.push(at);
  }
  return at === numbers.length ? ends : undefined;
}

/** The numbers of one answer, behind their count. */
function listOf(numbers: Float64Array, ends: readonly number[], one: number): Float64Array {
  return numbers.subarray((ends[one - 1] ?? 0) + 1, ends[one]);
}

/** A single number as such; `judge` tells a list of one from a number no more than `play` did. */
function simple(numbers: Float64Array, ends: readonly number[], one: number): number | number[] {
  const start = ends[one - 1] ?? 0;
  return numbers[start] === 1 ? numbers[start + 1]! : Array.from(listOf(numbers, ends, one));
}

/** Plays the recorded actions in the world again, without any guest code. */
function replay(scenario: SteppedScenario, bench: Bench, keyed: KeyedCase, actions: Float64Array): Judgement {
  const world = scenario.world();
  const seats = keyed.case.seats?.length ?? 1;
  const self = Math.max(0, keyed.case.seats?.indexOf("self") ?? 0);
  const state: unknown = world.begin(keyed.case.instance, randomFromKey(keyed.key[0], keyed.key[1]));
  let at = 0;
  while (at + seats <= actions.length && !world.over(state)) {
    const step: number[] = [];
    for (let seat = 0; seat < seats; seat++) step[seat] = actions[at + seat]!;
    world.step(state, step);
    at += seats;
  }
  const played = at / seats;
  if (at !== actions.length || (played < bench.limits.calls && !world.over(state))) {
    throw new Error("the recorded actions do not make a whole episode");
  }
  const measures = world.measure?.(state, self);
  return { scores: world.score(state, self), ...(measures === undefined ? {} : { measures }) };
}

/** Holds the scenario to its contract: as many finite scores and measures as it declares. */
function checked({ scenario, file }: Bench, judgement: Judgement | undefined): Judgement {
  const source = isStepped(scenario) ? "world().score" : scenario.judgeTogether ? "judgeTogether" : "judge";
  const scores: readonly unknown[] | undefined = judgement?.scores;
  if (judgement === undefined || !isNumbers(scores, scenario.objectives.length)) {
    throw new UserError(
      "scenario-scores",
      `${file}: \`${source}\` gave the scores ${shown(scores)}, expected ${scenario.objectives.length} finite number(s)`,
      "Return one finite number for each entry of `objectives`; throw an Error to refuse an answer.",
    );
  }
  const measures: readonly unknown[] = judgement.measures ?? [];
  const expected = scenario.measures?.length ?? 0;
  if (!isNumbers(measures, expected)) {
    throw new UserError(
      "scenario-measures",
      `${file}: \`${source}\` gave the measures ${shown(measures)}, expected ${expected} finite number(s)`,
      "Return one finite number for each entry of `measures`.",
    );
  }
  return judgement;
}

function isNumbers(values: readonly unknown[] | undefined, count: number): boolean {
  return Array.isArray(values) && values.length === count && values.every(Number.isFinite);
}

function shown(values: unknown): string {
  return Array.isArray(values) ? `[${values.slice(0, 8).map(String).join(", ")}]` : String(values);
}
