import type { Member } from "../archives/member.ts";
import { type Case, oriented, seatName } from "../scenario/scenario.ts";
import { median } from "../std/statistics.ts";
import { cut, oneLine } from "./fences.ts";
import { digest, figure } from "./figures.ts";
import type { Problem } from "./problem.ts";

/** The most cases whose scores are told one by one. */
const casesToldMax = 64;
/** How many worst cases are named, and in how many another program is told to be better. */
const worstMax = 5;
const contrastsMax = 3;
/** The most UTF-8 bytes of each text. */
const textBytesMax = 2048;
/** The most characters of an instance that is shown. */
const instanceLengthMax = 300;

/** A member's mean over the cases in the scenario's own direction, without the penalty for its size. */
export function scoreOf(problem: Problem, member: Member): number {
  const scores = scoresOf(problem, member);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** How a member scores in all and case by case, and how it behaves. */
export function scoresText(problem: Problem, member: Member): string {
  const { objectives, measures = [] } = problem.scenario;
  const { name, direction } = objectives[0];
  const scores = scoresOf(problem, member);
  const told = measures.flatMap(({ name: measure }, i) => {
    const value = member.measures[i];
    return value === undefined ? [] : `${measure} ${figure(value)}`;
  });
  const lines = [
    `Program ${member.id}: ${name} ${figure(scoreOf(problem, member))} (${direction === "minimize" ? "lower" : "higher"} is better), ${spreadText(member, scores)}.`,
    ...(areEqual(scores) || scores.length > casesToldMax
      ? []
      : [`Case by case, in their order: ${scores.map(figure).join(" ")}`]),
    ...(told.length === 0 ? [] : [`It behaves so: ${told.join(", ")}.`]),
  ];
  return cut(lines.join("\n"), textBytesMax);
}

/** The cases in which the first member is worst, with what the others score there; empty where all are the same to it. */
export function worstText(problem: Problem, [first, ...others]: readonly Member[]): string {
  if (first === undefined) return "";
  const own = scoresOf(problem, first);
  const order = worstFirst(first);
  const best = own[order.at(-1)!];
  const lines = order
    .filter((i) => own[i] !== best)
    .slice(0, worstMax)
    .map((i) => {
      const beside = others.map((other) => `, program ${other.id} ${figure(scoresOf(problem, other)[i] ?? NaN)}`);
      return `- ${caseText(problem.cases[i], i)}: ${figure(own[i]!)}${beside.join("")}`;
    });
  return lines.length === 0 ? "" : cut(`Where program ${first.id} is worst:\n${lines.join("\n")}`, textBytesMax);
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
  return `Of ${gains.length} cases, program ${a.id} is better than program ${b.id} in ${most(1)} and worse in ${most(-1)}.`;
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

function spreadText(member: Member, scores: readonly number[]): string {
  if (areEqual(scores)) return `in each of ${scores.length} cases`;
  const order = worstFirst(member);
  const [worst, best] = [scores[order[0]!]!, scores[order.at(-1)!]!].map(figure);
  return `the mean of ${scores.length} cases; best case ${best}, median ${figure(median(scores))}, worst ${worst}`;
}

function caseText(one: Case | undefined, place: number): string {
  const seats = (one?.seats ?? []).map((seat) => oneLine(seatName(seat), 40)).slice(0, 8);
  const instance = digest(one?.instance);
  return [
    idOf(one, place),
    ...(seats.length > 1 ? [`seats ${seats.join(", ")}`] : []),
    ...(one === undefined || instance.length > instanceLengthMax ? [] : [oneLine(instance, instanceLengthMax)]),
  ].join(", ");
}

function idOf(one: Case | undefined, place: number): string {
  return one === undefined ? `case ${place}` : oneLine(one.id, 60);
}
