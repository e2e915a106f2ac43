import type { Outcome } from "../evaluation/evaluation.ts";
import { kindsOf, type KindName } from "../events/spec.ts";
import type { Objective } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import { bootstrapInterval, type Interval } from "../std/statistics.ts";
import { number } from "../text/figures.ts";
import { type Standing, standings } from "./comparison.ts";
import type { RunView } from "./model.ts";
import { caseScores } from "./score.ts";

/** What tells whom the test cases have judged. */
export type Judging = Pick<RunView, "state" | "test">;

/** An agent on the test cases, with the interval of its own mean beside its standing. */
export interface Judged extends Standing {
  /** Its number and kind where it evolved; absent for references. */
  readonly id?: number;
  readonly kind?: KindName;
  readonly own?: Interval;
}

/** A judged agent in short: by its number, with its kind where several evolved; references by their names. */
export function shortName(state: Judging["state"], agent: number | string): string {
  if (typeof agent === "string") return agent;
  const kind = kindsOf(state.spec).length < 2 ? undefined : kindOf(state, agent);
  return kind === undefined ? `#${agent}` : `${kindWord(kind)} #${agent}`;
}

/** What people call a genome of a kind. */
export function kindWord(kind: string): string {
  return kind === "neat" ? "NEAT network" : kind;
}

/** The champion and whom it was judged with on the test cases, the champion first; empty before the end. */
export function judgedAgents(judging: Judging): readonly Judged[] {
  const named = namedOutcomes(judging);
  if (named.length === 0) return [];
  const { state, test } = judging;
  const champion = state.finished!.champion!;
  const ids = [champion, ...[...test.keys()].filter((agent) => agent !== champion)];
  return standings(named).map((standing, i): Judged => {
    const own = standing.interval ?? intervalOf(named[i]!);
    const id = ids[i];
    const kind = typeof id === "number" ? kindOf(state, id) : undefined;
    return {
      ...standing,
      ...(typeof id === "number" ? { id } : {}),
      ...(kind === undefined ? {} : { kind }),
      ...(own === undefined ? {} : { own }),
    };
  });
}

/**
 * Those who were judged on the test cases under names for people: the champion, the best of each other kind that evolved,
 * then the references. Empty before the end.
 */
function namedOutcomes({ state, test }: Judging): readonly (readonly [name: string, outcome: Outcome])[] {
  const champion = state.finished?.champion;
  const mine = champion === undefined ? undefined : test.get(champion);
  if (mine === undefined) return [];
  const others = [...test].filter(([agent]) => agent !== champion);
  return [
    ["champion", mine],
    ...others.map(([agent, outcome]) => [typeof agent === "number" ? bestName(state, agent) : agent, outcome] as const),
  ];
}

/** What the best of a kind is called; its number where its kind is not known. */
function bestName(state: Judging["state"], id: number): string {
  const kind = kindOf(state, id);
  return kind === undefined ? `#${id}` : `best ${kindWord(kind)}`;
}

function kindOf({ members }: Judging["state"], id: number): KindName | undefined {
  return members.find((member) => member.id === id)?.genome.kind as KindName | undefined;
}

/** The interval of a mean, as the first standing has it. */
function intervalOf([name, outcome]: readonly [string, Outcome]): Interval | undefined {
  if (outcome.status === "failed") return undefined;
  return bootstrapInterval(caseScores(outcome), randomFromSeed("intervals").fork(name));
}

/** The best of each kind among them, the champion first; empty where one kind evolved. */
export function bestOfKinds(rows: readonly Judged[], { state }: Pick<Judging, "state">): readonly Judged[] {
  return kindsOf(state.spec).length < 2 ? [] : rows.filter(({ kind }) => kind !== undefined);
}

/** Who won among the kinds, in one sentence each; empty where fewer than two were judged. */
export function verdicts(bests: readonly Judged[], objective: Objective): readonly string[] {
  const [first, ...others] = bests;
  if (first === undefined) return [];
  return others.map((other) => verdict(first, other, objective));
}

function verdict(first: Judged, other: Judged, { name, direction }: Objective): string {
  const [one, two] = [first, other].map(({ kind, id }) => `the best ${kindWord(kind!)}, #${id}`) as [string, string];
  const { difference } = other;
  if (difference === undefined) {
    const failed = [first, other].filter(({ mean }) => mean === undefined);
    return failed.length === 2
      ? `Neither ${one}, nor ${two}, got through the test cases.`
      : `${capital(first.mean === undefined ? two : one)}, won: ${first.mean === undefined ? one : two}, failed on the test cases.`;
  }
  const size = number(Math.abs(difference.estimate));
  if (difference.low <= 0 && difference.high >= 0) {
    return `Nobody won: ${one}, and ${two}, differ by ${size} in mean ${name}, and the interval of the difference, ${span(difference.low, difference.high)}, holds 0.`;
  }
  const isFirst = difference.estimate > 0 === (direction === "maximize");
  const [winner, loser] = isFirst ? [one, two] : [two, one];
  const ends = [Math.abs(difference.low), Math.abs(difference.high)].toSorted((a, b) => a - b) as [number, number];
  return `${capital(winner)}, beats ${loser}, by ${size} ${span(...ends)} in mean ${name}.`;
}

function span(low: number, high: number): string {
  return `[${number(low)}, ${number(high)}]`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
