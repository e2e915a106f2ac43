import type { CampaignSpec } from "../events/spec.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import { sha256 } from "../std/hash.ts";
import { holm, mannWhitney, rankBiserial, varghaDelaney, wilcoxonSignedRank } from "../std/rank-tests.ts";
import { bootstrapInterval, type Interval, mean, pairedInterval, quantile } from "../std/statistics.ts";
import type { GenerationRow, RunView } from "../view/model.ts";
import { caseScores } from "../view/score.ts";
import { type SpecDifference, settingDifferences, settingsOf } from "./spec-differences.ts";

/** A run that is to be compared. */
export interface ComparedRun {
  readonly view: RunView;
  /** As it started. */
  readonly spec: CampaignSpec;
  readonly scenarioHash: string;
  readonly lamarck: string;
}

/** Runs of one scenario side by side. Scores are in the scenario's own direction. */
export interface RunComparison {
  readonly objective: Objective;
  readonly runs: readonly RunFigures[];
  /** Settings that are not the same in all runs, seeds aside, one value a run. */
  readonly differences: readonly SpecDifference[];
  /** Champions of runs that were judged on the same test cases. */
  readonly pairs: readonly PairFigures[];
  /** Runs that differ in their seed alone. */
  readonly groups: readonly GroupFigures[];
  readonly contests: readonly ContestFigures[];
  readonly progress: ProgressFigures;
}

export interface RunFigures {
  readonly id: string;
  /** A letter; runs of one group differ in their seed alone. */
  readonly group: string;
  readonly seed: number;
  readonly generations: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly champion?: number;
  /** Mean over the training cases, of the champion or else the best. */
  readonly training?: number;
  /** The champion's mean over the test cases; absent where it was not judged, or failed. */
  readonly test?: Interval & { readonly cases: number };
}

/** The first champion less the second, test case by test case. */
export interface PairFigures {
  readonly first: string;
  readonly second: string;
  readonly cases: number;
  /** The mean difference, with a 95 % bootstrap interval (BCa). */
  readonly difference: Interval;
  /** Which of them the interval says is better, if any. */
  readonly better?: string;
  /** Two-sided, of the Wilcoxon signed-rank test; as it is, and corrected for the number of pairs (Holm). */
  readonly p: number;
  readonly pCorrected: number;
  /** How many cases tell them apart. */
  readonly telling: number;
  /** Matched-pairs rank-biserial correlation, above 0 where the first is better. */
  readonly effect: number;
}

/** Champions' means on test cases over the seeds of a group. */
export interface GroupFigures {
  readonly group: string;
  readonly runs: readonly string[];
  /** How many were judged. */
  readonly n: number;
  readonly median?: number;
  readonly quartiles?: readonly [number, number];
}

/** Two groups, by their champions' means on the test cases. */
export interface ContestFigures {
  readonly first: string;
  readonly second: string;
  readonly n: readonly [number, number];
  /** Two-sided, of the Mann-Whitney test; as it is, and corrected for the number of contests (Holm). */
  readonly p: number;
  readonly pCorrected: number;
  /** The smallest p that so many runs can give. */
  readonly pLeast: number;
  /** Vargha and Delaney's A: how often a run of the first group beats one of the second; 0.5 is no difference. */
  readonly a: number;
}

/** The best training score at numbers of evaluations that all runs reached; one list a run. */
export interface ProgressFigures {
  readonly evaluations: readonly number[];
  readonly best: readonly (readonly (number | null)[])[];
}

const progressPoints = 40;

/** Compares runs of one scenario: at least two. */
export function compareRuns(runs: readonly ComparedRun[]): RunComparison {
  const [objective] = runs[0]!.view.facts.scenario.objectives;
  const settings = runs.map(settingsOfRun);
  const groups = groupLetters(settings);
  const figures = runs.map((run, i) => figuresOf(run, groups[i]!));
  const grouped = groupFigures(figures);
  return {
    objective,
    runs: figures,
    differences: settingDifferences(settings),
    pairs: pairFigures(runs, settings, objective),
    groups: grouped,
    contests: contestFigures(grouped, figures, objective),
    progress: progressOf(runs.map(({ view }) => view.generations)),
  };
}

type Settings = ReadonlyMap<string, string>;

/** All that decides a run but its seed. */
function settingsOfRun({ spec, scenarioHash, lamarck }: ComparedRun): Settings {
  const settings = new Map(settingsOf(spec));
  settings.delete("seed");
  if (spec.start.length > 0)
    settings.set(
      "start",
      `${spec.start.length} ${spec.start.length === 1 ? "agent" : "agents"} ${sha256(spec.start.join("\n")).slice(0, 8)}`,
    );
  return settings.set("scenario's file", scenarioHash.slice(0, 12)).set("Lamarck", lamarck);
}

/** A letter for each, the same for those that are equal. */
function groupLetters(settings: readonly Settings[]): readonly string[] {
  const keys = settings.map((one) => JSON.stringify([...one].toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const distinct = [...new Set(keys)];
  return keys.map((key) => letterOf(distinct.indexOf(key)));
}

function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letterOf(Math.floor(index / 26) - 1)}${letter}`;
}

function figuresOf({ view, spec }: ComparedRun, group: string): RunFigures {
  const { state, facts, variants } = view;
  const champion = state.finished?.champion;
  const training = variants.row(champion ?? state.best?.id ?? -1)?.score;
  const cases = testScores(view);
  const random = randomFromSeed("intervals").fork("champion");
  return {
    id: facts.id,
    group,
    seed: spec.seed,
    generations: state.generation + 1,
    evaluations: state.evaluations + state.reused,
    seconds: state.elapsedMs / 1000,
    ...(champion === undefined ? {} : { champion }),
    ...(training === undefined ? {} : { training }),
    ...(cases === undefined ? {} : { test: { ...bootstrapInterval(cases, random), cases: cases.length } }),
  };
}

/** The champion's score on each test case, in order. */
function testScores({ state, test }: RunView): readonly number[] | undefined {
  const outcome = test.get(state.finished?.champion ?? -1);
  return outcome?.status === "scored" ? caseScores(outcome) : undefined;
}

function pairFigures(
  runs: readonly ComparedRun[],
  settings: readonly Settings[],
  objective: Objective,
): readonly PairFigures[] {
  const pairs = runs.flatMap((first, i) =>
    runs.slice(i + 1).flatMap((second, j) => {
      const isSame = first.spec.seed === second.spec.seed && sameCases(settings[i]!, settings[i + 1 + j]!);
      const [a, b] = [testScores(first.view), testScores(second.view)];
      if (!isSame || a === undefined || b === undefined || a.length !== b.length) return [];
      return [pairOf({ name: first.view.facts.id, scores: a }, { name: second.view.facts.id, scores: b }, objective)];
    }),
  );
  const corrected = holm(pairs.map(({ p }) => p));
  return pairs.map((pair, i) => ({ ...pair, pCorrected: corrected[i]! }));
}

/** Cases are drawn from the seed and the scenario's settings alone. */
function sameCases(a: Settings, b: Settings): boolean {
  const isOfScenario = (path: string): boolean => path.startsWith("scenario");
  return [...new Set([...a.keys(), ...b.keys()])].filter(isOfScenario).every((path) => a.get(path) === b.get(path));
}

interface Scores {
  readonly name: string;
  readonly scores: readonly number[];
}

function pairOf(first: Scores, second: Scores, objective: Objective): Omit<PairFigures, "pCorrected"> {
  const better = first.scores.map((score, i) => oriented(objective, score) - oriented(objective, second.scores[i]!));
  const random = randomFromSeed("intervals").fork(first.name, second.name);
  const difference = pairedInterval(first.scores, second.scores, random);
  const { p, n } = wilcoxonSignedRank(better);
  const isSure = difference.low > 0 || difference.high < 0;
  return {
    first: first.name,
    second: second.name,
    cases: better.length,
    difference,
    ...(isSure ? { better: mean(better) > 0 ? first.name : second.name } : {}),
    p,
    telling: n,
    effect: rankBiserial(better),
  };
}

function groupFigures(runs: readonly RunFigures[]): readonly GroupFigures[] {
  return [...new Set(runs.map(({ group }) => group))].map((group): GroupFigures => {
    const members = runs.filter((run) => run.group === group);
    const scores = members.flatMap(({ test }) => test?.estimate ?? []);
    const known = { group, runs: members.map(({ id }) => id), n: scores.length };
    if (scores.length === 0) return known;
    const quartiles = [quantile(scores, 0.25), quantile(scores, 0.75)] as const;
    return { ...known, median: quantile(scores, 0.5), quartiles };
  });
}

function contestFigures(
  groups: readonly GroupFigures[],
  runs: readonly RunFigures[],
  objective: Objective,
): readonly ContestFigures[] {
  const scoresOf = ({ group }: GroupFigures): readonly number[] =>
    runs.filter((run) => run.group === group).flatMap(({ test }) => (test ? oriented(objective, test.estimate) : []));
  const judged = groups.filter(({ n }) => n > 0);
  const contests = judged.flatMap((first, i) =>
    judged.slice(i + 1).flatMap((second) => {
      const [a, b] = [scoresOf(first), scoresOf(second)];
      const n = [a.length, b.length] as const;
      // Two single runs say nothing about what they were drawn from.
      if (Math.max(...n) < 2) return [];
      const names = { first: first.group, second: second.group };
      return { ...names, n, p: mannWhitney(a, b).p, a: varghaDelaney(a, b), pLeast: leastP(...n) };
    }),
  );
  const corrected = holm(contests.map(({ p }) => p));
  return contests.map((contest, i): ContestFigures => ({ ...contest, pCorrected: corrected[i]! }));
}

/** Of all ways to choose the first group's ranks, only the two at the ends. */
function leastP(n: number, m: number): number {
  let ways = 1;
  for (let i = 1; i <= n; i++) ways *= (m + i) / i;
  return Math.min(1, 2 / ways);
}

function progressOf(histories: readonly (readonly GenerationRow[])[]): ProgressFigures {
  const reached = Math.min(...histories.map((rows) => evaluationsAt(rows.at(-1))));
  const begun = Math.max(...histories.map((rows) => evaluationsAt(rows[0])));
  if (!(reached > 0) || begun > reached) return { evaluations: [], best: histories.map(() => []) };
  const evaluations = Array.from({ length: progressPoints }, (_, i) =>
    Math.round(begun + ((reached - begun) * i) / (progressPoints - 1)),
  );
  return { evaluations, best: histories.map((rows) => evaluations.map((at) => bestAt(rows, at))) };
}

function evaluationsAt(row: GenerationRow | undefined): number {
  return row === undefined ? 0 : row.evaluations + row.reused;
}

/** The best of the last generation that ended within so many evaluations. */
function bestAt(rows: readonly GenerationRow[], evaluations: number): number | null {
  const row = rows.findLast((one) => evaluationsAt(one) <= evaluations);
  return row === undefined || Number.isNaN(row.best) ? null : row.best;
}
