import type { Member } from "../archives/member.ts";
import { type Case, oriented, seatName } from "../scenario/scenario.ts";
import { oneLine } from "./fences.ts";
import type { Problem } from "./problem.ts";

/** The most cases whose scores are told one by one. */
const casesToldMax = 64;
/** How many of its worst cases are named, and how many in which another is better. */
const worstMax = 5;
const contrastsMax = 3;
/** The most bytes of an instance that is shown. */
const instanceBytesMax = 300;

/** A number with four significant digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** The scores of a member on the cases, in the scenario's own direction. */
function scoresOf({ scenario }: Problem, { cases }: Member): readonly number[] {
  // Adding 0 makes an ordinary zero of a negative one.
  return cases.map((score) => oriented(scenario.objectives[0], score) + 0);
}

/** Its mean over the cases, without the penalty for its size. */
export function scoreOf(problem: Problem, member: Member): number {
  const scores = scoresOf(problem, member);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** How a member scores, in words and numbers: all, case by case, where it is worst, and how it behaves. */
export function scoresText(problem: Problem, member: Member): string {
  const scores = scoresOf(problem, member);
  const { direction, name } = problem.scenario.objectives[0];
  const order = worstFirst(member);
  const lines = [
    `Program ${member.id}: ${name} ${figure(scoreOf(problem, member))} over ${scores.length} cases (${direction === "minimize" ? "lower" : "higher"} is better)${spreadText(order.map((i) => scores[i]!))}.`,
  ];
  if (scores[order[0]!] !== scores[order.at(-1)!]) {
    if (scores.length > worstMax && scores.length <= casesToldMax)
      lines.push(`In order of the cases: ${scores.map(figure).join(" ")}`);
    lines.push(
      "Its worst cases:",
      ...order.slice(0, worstMax).map((i) => `- ${caseText(problem.cases[i], i)}: ${figure(scores[i]!)}`),
    );
  }
  const measures = problem.scenario.measures ?? [];
  const told = measures.flatMap(({ name: measure }, i) =>
    member.measures[i] === undefined ? [] : `${measure} ${figure(member.measures[i])}`,
  );
  if (told.length > 0) lines.push(`It behaves so: ${told.join(", ")}.`);
  return lines.join("\n");
}

/** In which cases the first of two members is better than the other, and in which worse. */
export function contrastText(problem: Problem, [a, b]: readonly [Member, Member]): string {
  const gains = a.cases.map((score, i) => score - (b.cases[i] ?? score));
  const [one, other] = [scoresOf(problem, a), scoresOf(problem, b)];
  const most = (sign: number): string => {
    const places = gains.flatMap((gain, i) => (gain * sign > 0 ? [i] : []));
    if (places.length === 0) return "none";
    const top = places.toSorted((i, j) => sign * (gains[j]! - gains[i]!) || i - j).slice(0, contrastsMax);
    const named = top.map((i) => `${idOf(problem.cases[i], i)} ${figure(one[i]!)} against ${figure(other[i]!)}`);
    return `${places.length} (${top.length < places.length ? "most clearly " : ""}${named.join(", ")})`;
  };
  return `Program ${a.id} beside program ${b.id}: better in ${most(1)} of ${gains.length} cases, worse in ${most(-1)}.`;
}

function worstFirst({ cases }: Member): readonly number[] {
  return cases.map((_, i) => i).toSorted((i, j) => cases[i]! - cases[j]! || i - j);
}

function spreadText(worstToBest: readonly number[]): string {
  const [worst, best] = [worstToBest[0]!, worstToBest.at(-1)!];
  if (worst === best) return worstToBest.length === 1 ? "" : ", the same in each";
  const median = worstToBest[Math.floor(worstToBest.length / 2)]!;
  return `; best case ${figure(best)}, median ${figure(median)}, worst ${figure(worst)}`;
}

function caseText(one: Case | undefined, place: number): string {
  const seats = (one?.seats ?? []).map((seat) => oneLine(seatName(seat), 40));
  const instance = JSON.stringify(one?.instance ?? null);
  const isShown = one !== undefined && Buffer.byteLength(instance) <= instanceBytesMax;
  const about = [
    ...(seats.length > 1 ? [`seats ${seats.join(", ")}`] : []),
    ...(isShown ? [oneLine(instance, instanceBytesMax)] : []),
  ];
  return [idOf(one, place), ...about].join(", ");
}

function idOf(one: Case | undefined, place: number): string {
  return one === undefined ? `case ${place}` : oneLine(one.id, 60);
}
