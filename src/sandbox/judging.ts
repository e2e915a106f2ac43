import { playOf } from "../../sandboxes/stepped.ts";
import { createWalk, seatsOf } from "../evaluation/walk.ts";
import type { KeyedCase, Stage } from "../lanes/stage.ts";
import { checkedJudgement } from "../lanes/stage.ts";
import type { Judgement, Limits, Scenario, SteppedScenario } from "../scenario/scenario.ts";
import { isStepped } from "../scenario/scenario.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { closedSource } from "./closed.ts";

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
export function judge(stage: Stage, numbers: Float64Array): readonly Judgement[] | Refusal {
  const ends = endsOf(numbers, stage.cases.length);
  if (ends === undefined) return { case: "", message: "the answers do not fit the cases" };
  const { scenario } = stage;
  if (!isStepped(scenario) && scenario.judgeTogether !== undefined) {
    try {
      const answers = ends.map((_, i) => simple(numbers, ends, i)) as never[];
      const cases = stage.cases.map((one) => one.case);
      const given = scenario.judgeTogether(answers, cases);
      return cases.map((_, i) => checkedJudgement(stage, given[i]));
    } catch (error) {
      if (error instanceof UserError) throw error;
      return { case: "", message: messageOf(error).slice(0, 160) };
    }
  }
  const judgements: Judgement[] = [];
  for (const [i, keyed] of stage.cases.entries()) {
    try {
      const one = isStepped(scenario)
        ? replay(scenario, stage, keyed, listOf(numbers, ends, i))
        : scenario.judge(simple(numbers, ends, i) as never, keyed.case);
      judgements.push(checkedJudgement(stage, one));
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
function replay(scenario: SteppedScenario, stage: Stage, keyed: KeyedCase, actions: Float64Array): Judgement {
  const walk = createWalk(scenario, keyed, actions);
  const { world, state } = walk;
  walk.advance(walk.steps);
  if (walk.steps < stage.limits.calls && !world.over(state)) {
    throw new Error("the recorded actions do not make a whole episode");
  }
  const { self } = seatsOf(keyed.case);
  const measures = world.measure?.(state, self);
  return { scores: world.score(state, self), ...(measures === undefined ? {} : { measures }) };
}
