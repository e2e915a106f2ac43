import type { Comparison } from "../capabilities/incubation.ts";
import { scoreOf } from "../capabilities/proving.ts";
import type { Genome } from "../genome/genome.ts";
import { mean } from "../std/statistics.ts";
import { decidedText } from "./decided.ts";
import { caseGains, gainOf } from "./gains.ts";
import type { Arena, Played } from "./incubator.ts";
import { createTally, type Tally } from "./tally.ts";
import type { Terms } from "./terms.ts";

/** Somebody whom the innovation is compared with. */
interface Opponent {
  readonly against: Comparison["against"];
  readonly genome: Genome;
  /** The gain asked for; 0 where any is enough. */
  readonly least: number;
}

/** A comparison with several at once, on the same draws. */
interface Contest {
  readonly arena: Arena;
  readonly opponents: readonly Opponent[];
  /** So many draws at most. */
  readonly draws: number;
}

/** How many draws the champion's mean score is measured on, beforehand and on draws of their own. */
export const unitDraws = 10;
const unitDrawsFrom = 2 ** 30;

/**
 * Compares draw by draw until all gains are shown, one is out of the question, or the draws are used up. Where the cases
 * of all draws are the same, each case is a pair, in random order, and counts once. Undefined where the champion fails, or
 * scores 0, so that no gain is a share of that.
 */
export async function compete(
  { arena, opponents, draws }: Contest,
  terms: Terms,
): Promise<readonly Comparison[] | undefined> {
  const unit = await unitOf(arena, terms);
  if (unit === undefined) return undefined;
  const { innovation, priorScale, random } = terms;
  const genomes = [innovation, ...opponents.map(({ genome }) => genome)];
  const tallies = opponents.map(({ against, least }) => createTally({ arena, against, least, priorScale }));
  const ended = (how: Comparison["ended"]): readonly Comparison[] => tallies.map((tally) => tally.comparison(how));

  const opening: Played[] = [];
  for (let number = 0; number < Math.min(2, draws); number++) opening.push(await drawn(arena, number, genomes, terms));
  if (opening.length === 2 && isRepeated(opening[0]!, opening[1]!)) {
    const rows = random.fork("cases", arena).shuffle(caseRows(opening[0]!, unit, terms));
    return ended(firstDecision(tallies, rows) ?? "no more cases");
  }
  for (let number = 0; number < draws; number++) {
    const played = opening[number] ?? (await drawn(arena, number, genomes, terms));
    const decision = firstDecision(tallies, [drawRow(played, unit, terms)]);
    if (decision !== undefined) return ended(decision);
  }
  return ended("budget");
}

/** Plays a draw; who plays first is drawn anew each time. */
async function drawn(
  arena: Arena,
  number: number,
  genomes: readonly Genome[],
  { purse, random, incubator }: Terms,
): Promise<Played> {
  purse.spend(genomes.length);
  const order = random.fork("order", arena, number).shuffle(genomes.map((_, i) => i));
  const shuffled = order.map((i) => genomes[i]!);
  const { cases, outcomes } = await incubator.draw(shuffled, { arena, number });
  return { cases, outcomes: genomes.map((_, i) => outcomes[order.indexOf(i)]!) };
}

/** Draws of the same cases that came out the same: there is no chance in them, so that more of them say no more. */
function isRepeated(one: Played, other: Played): boolean {
  return one.cases === other.cases && decidedText(one.outcomes) === decidedText(other.outcomes);
}

/** The innovation's gain over each opponent. */
type Row = readonly number[];

function drawRow({ outcomes }: Played, unit: number, { scenario }: Terms): Row {
  const [own, ...others] = outcomes;
  return others.map((other) => gainOf(scenario.objectives[0], own!, other, unit));
}

function caseRows({ outcomes }: Played, unit: number, { scenario }: Terms): readonly Row[] {
  const [own, ...others] = outcomes;
  const columns = others.map((other) => caseGains(scenario.objectives[0], own!, other, unit));
  return columns[0]!.map((_, i) => columns.map((gains) => gains[i] ?? 0));
}

/** Enters rows until there is a decision: futile as soon as one of the comparisons is, shown when all are. */
function firstDecision(tallies: readonly Tally[], rows: readonly Row[]): "shown" | "futile" | undefined {
  for (const row of rows) {
    for (const [i, tally] of tallies.entries()) tally.add(row[i]!);
    const decisions = tallies.map((tally) => tally.decision());
    if (decisions.includes("futile")) return "futile";
    if (decisions.every((decision) => decision === "shown")) return "shown";
  }
  return undefined;
}

/** How large the champion's mean score is, either side of 0; undefined where it failed or the mean is 0. */
async function unitOf(arena: Arena, { champion, purse, incubator }: Terms): Promise<number | undefined> {
  purse.spend(unitDraws);
  const scores: number[] = [];
  for (let i = 0; i < unitDraws; i++) {
    const { outcomes } = await incubator.draw([champion], { arena, number: unitDrawsFrom + i });
    const score = scoreOf(outcomes[0]!);
    if (score === undefined) return undefined;
    scores.push(score);
  }
  const unit = Math.abs(mean(scores));
  return unit === 0 ? undefined : unit;
}
