import type { Comparison } from "../capabilities/incubation.ts";
import { scoreOf } from "../capabilities/proving.ts";
import { decidedText } from "../evaluation/decided.ts";
import type { Genome } from "../genome/genome.ts";
import { mean } from "../std/statistics.ts";
import { caseGains, gainOf } from "./gains.ts";
import type { Arena, Played } from "./incubator.ts";
import { createTally, type Tally } from "./tally.ts";
import type { Terms } from "./terms.ts";

/** A comparison with several at once, on the same draws. */
interface Contest {
  readonly arena: Arena;
  readonly opponents: readonly Opponent[];
  /** So many evaluations at most. */
  readonly evaluations: number;
}

/** Somebody whom the innovation is compared with. */
interface Opponent {
  readonly against: Comparison["against"];
  readonly genome: Genome;
  /** The gain asked for; 0 where any is enough. */
  readonly least: number;
}

/** An opponent with the gains over it. */
interface Match {
  readonly genome: Genome;
  readonly tally: Tally;
}

/** How many draws the champion's mean score is measured on, beforehand and on draws of their own. */
const unitDraws = 10;
const unitDrawsFrom = 2 ** 30;

/**
 * Compares draw by draw until all gains are shown, one is out of the question, or the evaluations are used up; who is
 * decided is not played any more. Where the cases of all draws are the same, each case is a pair, in random order, and
 * counts once. Undefined where the champion fails, or scores 0, so that no gain is a share of that.
 */
export async function compete(
  { arena, opponents, evaluations }: Contest,
  terms: Terms,
): Promise<readonly Comparison[] | undefined> {
  const { priorScale, purse, scenario } = terms;
  const [objective] = scenario.objectives;
  const kept = purse.left() - evaluations;
  const unit = await unitOf(arena, terms);
  if (unit === undefined) return undefined;
  const matches = opponents.map(({ against, genome, least }): Match => {
    return { genome, tally: createTally({ arena, against, least, priorScale }) };
  });
  const isAffordable = (players: number): boolean => purse.left() - kept >= players;

  const opening: Played[] = [];
  while (opening.length < 2 && isAffordable(matches.length + 1)) {
    opening.push(await drawn(arena, opening.length, matches, terms));
  }
  if (opening.length === 2 && isRepeated(opening[0]!, opening[1]!)) {
    enterCases(matches, opening[0]!, unit, terms);
    return ended(matches, "no more cases");
  }
  for (let number = 0; ; number++) {
    const open = matches.filter(({ tally }) => tally.decision() === undefined);
    if (open.length === 0 || isFutile(matches)) break;
    if (opening[number] === undefined && !isAffordable(open.length + 1)) break;
    const [own, ...others] = (opening[number] ?? (await drawn(arena, number, open, terms))).outcomes;
    for (const [i, { tally }] of open.entries()) tally.add(gainOf(objective, own!, others[i]!, unit));
  }
  return ended(matches, "budget");
}

function isFutile(matches: readonly Match[]): boolean {
  return matches.some(({ tally }) => tally.decision() === "futile");
}

function ended(matches: readonly Match[], how: "budget" | "no more cases"): readonly Comparison[] {
  const otherwise = isFutile(matches) ? "open" : how;
  return matches.map(({ tally }) => tally.comparison(tally.decision() ?? otherwise));
}

/** Plays a draw, the innovation's outcome first; who plays first is drawn anew each time. */
async function drawn(arena: Arena, number: number, matches: readonly Match[], terms: Terms): Promise<Played> {
  const { innovation, purse, random, incubator } = terms;
  const genomes = [innovation, ...matches.map(({ genome }) => genome)];
  purse.spend(genomes.length);
  const order = random.fork("order", arena, number).shuffle(genomes.map((_, i) => i));
  const shuffled = order.map((i) => genomes[i]!);
  const { cases, outcomes } = await incubator.draw(shuffled, { arena, number });
  return { cases, outcomes: genomes.map((_, i) => outcomes[order.indexOf(i)]!) };
}

/** Draws of the same cases that came out the same: there is no chance in them, so that more of them say no more. */
function isRepeated(one: Played, other: Played): boolean {
  return (
    one.cases === other.cases &&
    one.outcomes.every((outcome, i) => decidedText(outcome) === decidedText(other.outcomes[i]!))
  );
}

/** Enters the gains case by case, in random order, until all is decided. */
function enterCases(matches: readonly Match[], { cases, outcomes }: Played, unit: number, terms: Terms): void {
  const [own, ...others] = outcomes;
  const columns = others.map((other) => caseGains(terms.scenario.objectives[0], own!, other, unit));
  const rows = columns[0]!.map((_, i) => i);
  for (const row of terms.random.fork("cases", cases).shuffle(rows)) {
    if (isFutile(matches)) return;
    for (const [i, { tally }] of matches.entries()) {
      if (tally.decision() === undefined) tally.add(columns[i]![row] ?? 0);
    }
  }
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
