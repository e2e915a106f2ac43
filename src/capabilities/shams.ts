import type { Genome } from "../genome/genome.ts";
import type { Random } from "../std/random.ts";
import { cutting, type Dissection, type Unit } from "../variation/dissection.ts";
import { playOne, type Trials } from "./proving.ts";
import type { Removal } from "./removal.ts";
import { shows } from "./shows.ts";
import type { Performance } from "./trial.ts";

/** How many sham ablations count at most, and how many are tried: some change nothing. */
const shamsMax = 20;
const triesMax = 40;

/** In how many of how many sham ablations the pattern was lost. */
export interface Shams {
  readonly lost: number;
  readonly of: number;
}

/**
 * Takes other parts out that are about as large as what was taken out of the responsible ones, drawn at random. Those after which the genome
 * does the very same, or does not run, tell nothing and do not count.
 */
export async function shamAblations(
  genome: Genome,
  { units, knockedOut }: Dissection,
  { parts, cut }: Removal,
  { pattern, proving, random }: Trials,
): Promise<Shams> {
  const responsible = parts.flatMap((part) => part.units);
  const others = units.filter((unit) => !responsible.some((one) => isNested(one, unit)));
  const size = cut.reduce((sum, unit) => sum + unit.size, 0);
  const genomes = new Map<string, Genome>();
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const drawing = random.fork("sham", attempt);
    const drawn = drawnParts(others, size, drawing);
    const without = drawn && knockedOut(cutting(new Map(), drawn, drawing.chance(0.5)));
    if (without !== undefined && without.hash !== genome.hash) genomes.set(without.hash, without);
  }
  const whole = await playOne(proving, genome, "train");
  const played = await proving.play([...genomes.values()], "train");
  const telling = played.filter((one) => one.outcome.status === "scored" && !isSame(one, whole)).slice(0, shamsMax);
  return { lost: telling.filter(({ traces }) => !shows(pattern, traces)).length, of: telling.length };
}

/** Units that together are from half to one and a half times as large; undefined where there are none. */
function drawnParts(units: readonly Unit[], size: number, random: Random): readonly Unit[] | undefined {
  const drawn: Unit[] = [];
  let total = 0;
  for (const unit of random.shuffle(units)) {
    if (total >= size || total + unit.size > 1.5 * size || drawn.some((one) => isNested(one, unit))) continue;
    drawn.push(unit);
    total += unit.size;
  }
  return size > 0 && total >= 0.5 * size ? drawn : undefined;
}

/** Whether one of two units is the other, or is in it. */
function isNested(a: Unit, b: Unit): boolean {
  return isInside(a, b) || isInside(b, a);
}

function isInside(inner: Unit, outer: Unit): boolean {
  for (let at: Unit | undefined = inner; at !== undefined; at = at.around) if (at === outer) return true;
  return false;
}

function isSame(a: Performance, b: Performance): boolean {
  if (a.outcome.status !== "scored" || b.outcome.status !== "scored") return false;
  return (
    JSON.stringify(a.outcome.scores) === JSON.stringify(b.outcome.scores) &&
    a.traces.every(({ tokens }, i) => tokens.join() === b.traces[i]?.tokens.join())
  );
}
