import type { Member } from "../archives/member.ts";
import { type Case, oriented, seatName } from "../scenario/scenario.ts";
import { median } from "../std/statistics.ts";
import { cut, nameLengthMax, oneLine } from "./fences.ts";
import { digest, figure } from "./figures.ts";
import type { Problem } from "./problem.ts";

/** The most cases that are told one by one. */
const casesToldMax = 64;
/** How many worst cases are named, and in how many another program is told to be better. */
const worstMax = 5;
const contrastsMax = 3;
/** The most UTF-8 bytes of what is said of one or two programs, of cases, and of a list of all cases by name. */
const textBytesMax = 1024;
const casesBytesMax = 4096;
const allBytesMax = 1200;
/** The most characters of an instance that is shown. */
const instanceLengthMax = 300;

/** A member's mean over the cases in the scenario's own direction, without the penalty for its size. */
export function scoreOf(problem: Problem, member: Member): number {
  const scores = scoresOf(problem, member);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** How a member scores in all, and how it behaves. */
export function scoresText(problem: Problem, member: Member): string {
  const { objectives, measures = [] } = problem.scenario;
  const { name, direction } = objectives[0];
  const score = `${oneLine(name, nameLengthMax)} ${figure(scoreOf(problem, member))}`;
  const better = direction === "minimize" ? "lower" : "higher";
  const told = measures.flatMap(({ name: measure }, i) => {
    const value = member.measures[i];
    return value === undefined ? [] : `${oneLine(measure, nameLengthMax)} ${figure(value)}`;
  });
  const behaviour = told.length === 0 ? "" : `\nIt behaves so: ${told.join(", ")}.`;
  return cut(
    `Program ${member.id}: ${score} (${better} is better), ${spreadText(problem, member)}.${behaviour}`,
    textBytesMax,
  );
}

/**
 * How members score case by case: with all cases named where that is short, else in numbers alone and with those cases
 * named in which the first member is worst. Empty where all cases are the same to each of them.
 */
export function casesText(problem: Problem, members: readonly Member[]): string {
  const rows = members.map((member) => scoresOf(problem, member));
  const [first] = members;
  if (first === undefined || rows.every(areEqual)) return "";
  const order = worstFirst(first);
  const line = (i: number): string => {
    const scores = members.map(({ id }, k) => {
      const score = figure(rows[k]![i] ?? NaN);
      return members.length === 1 ? score : `${score} by program ${id}`;
    });
    return `- ${caseText(problem.cases[i], i)}: ${scores.join(", ")}`;
  };
  const all = order.length <= casesToldMax ? order.map(line).join("\n") : "";
  if (all !== "" && Buffer.byteLength(all) <= allBytesMax)
    return `Case by case, the worst of program ${first.id} first:\n${all}`;
  const worst = order.filter((i) => first.cases[i] !== first.cases[order.at(-1)!]).slice(0, worstMax);
  const parts = [
    all === ""
      ? ""
      : [
          "Case by case, in their order:",
          ...members.map(({ id }, k) => `- program ${id}: ${rows[k]!.map(figure).join(" ")}`),
        ].join("\n"),
    worst.length === 0 ? "" : [`Where program ${first.id} is worst:`, ...worst.map(line)].join("\n"),
  ];
  return cut(parts.filter((part) => part !== "").join("\n\n"), casesBytesMax);
}

/** In which cases the first of two members is better than the other, and in which worse. */
export function contrastText(problem: Problem, [a, b]: readonly [Member, Member]): string {
  const gains = a.cases.map((score, i) => score - (b.cases[i] ?? score));
  const [one, other] = [scoresOf(problem, a), scoresOf(problem, b)];
  const most = (sign: number): string => {
    const places = gains.flatMap((gain, i) => (gain * sign > 0 ? [i] : []));
    const top = places.toSorted((i, j) => sign * (gains[j]! - gains[i]!) || i - j).slice(0, contrastsMax);
    const named = top.map((i) => `${idOf(problem.cases[i], i)} ${figure(one[i]!)} against ${figure(other[i]!)}`);
    return named.length === 0 ? "0" : `${places.length} (most clearly ${named.join(", ")})`;
  };
  const text = `Of ${gains.length} cases, program ${a.id} is better than program ${b.id} in ${most(1)} and worse in ${most(-1)}.`;
  return cut(text, textBytesMax);
}

/** The scores of a member on the cases, in the scenario's own direction. */
function scoresOf({ scenario }: Problem, { cases }: Member): readonly number[] {
  // Adding 0 makes an ordinary zero of a negative one.
  return cases.map((score) => oriented(scenario.objectives[0], score) + 0);
}

/** The places of the cases, those in which a member is worst first. */
function worstFirst({ cases }: Member): readonly number[] {
  return cases.map((_, i) => i).toSorted((i, j) => cases[i]! - cases[j]! || i - j);
}

function areEqual(scores: readonly number[]): boolean {
  return scores.every((score) => score === scores[0]);
}

function spreadText(problem: Problem, member: Member): string {
  const scores = scoresOf(problem, member);
  if (areEqual(scores))
    return scores.length === 1 ? "in the one case that there is" : `in each of ${scores.length} cases`;
  const order = worstFirst(member);
  const [worst, best] = [scores[order[0]!]!, scores[order.at(-1)!]!].map(figure);
  return `the mean of ${scores.length} cases; best case ${best}, median ${figure(median(scores))}, worst ${worst}`;
}

/** A case by its id, with who sits in it, and its instance where that is short. */
export function caseText(one: Case | undefined, place: number): string {
  const seats = (one?.seats ?? []).map((seat) => oneLine(seatName(seat), nameLengthMax)).slice(0, 8);
  const instance = digest(one?.instance);
  return [
    idOf(one, place),
    ...(seats.length > 1 ? [`seats ${seats.join(", ")}`] : []),
    ...(one === undefined || instance.length > instanceLengthMax ? [] : [oneLine(instance, instanceLengthMax)]),
  ].join(", ");
}

function idOf(one: Case | undefined, place: number): string {
  return one === undefined ? `case ${place}` : oneLine(one.id, nameLengthMax);
}
