import type { Genome } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import { oriented } from "../scenario/scenario.ts";
import { signTest } from "../std/exact-tests.ts";
import { median } from "../std/statistics.ts";
import type { Ablation } from "./capability.ts";
import { codeOf } from "./code.ts";
import { type Part, smallestPart } from "./part.ts";
import { type CountedProving, playOne, scoreOf, type Trials } from "./proving.ts";
import { shamAblations } from "./shams.ts";
import { shownShare } from "./shows.ts";
import type { Performance } from "./trial.ts";
import { type Cuts, cutting, knockedOut, type Unit, unitsOf } from "./units.ts";

/** A pattern is gone where at most this share of cases shows it. */
const goneShareMax = 0.1;
/** A part shows a pattern as the whole does where it does so in this share of the whole's cases. */
const sameShareMin = 0.9;
/** How many parts, each of which suffices, may be found one after the other. */
const partsMax = 4;
/** The most programs that are played in search of them. */
const searchMax = 150;

/** What taking the responsible part out has shown. */
export interface Ablated {
  readonly ablation: Ablation;
  /** The genome without the part; absent where there is no part, or where nothing runs without it. */
  readonly without: Genome | undefined;
  /** The median length of its traces, whole and without the part. */
  readonly steps: readonly [whole: number, without: number];
  /** The responsible part as a program, where there is one. */
  readonly core: Genome | undefined;
  /** Whether the pattern is gone without the part, and the score worse. */
  readonly isNeeded: boolean;
  /** Whether other parts can be taken out and the pattern stays. */
  readonly isSpecific: boolean;
}

/**
 * Finds the part of a program that is responsible for a pattern and takes it out; at most 200 programs are played. What can
 * replace the part is part of it: as long as the pattern stays, the part of the rest that shows it is taken out too.
 */
export async function ablate(genome: Genome, trials: Trials): Promise<Ablated> {
  const { pattern, scenario, proving } = trials;
  const units = unitsOf(genome, scenario.agent);
  const whole = await playOne(proving, genome, "train");
  const removal = await removed(genome, units, shownShare(pattern, whole.traces), trials);
  const cut = removal.parts.flatMap((part) => part.units);
  const without = removal.genome === undefined ? whole : await playOne(proving, removal.genome, "train");
  const shams = await shamAblations(genome, units, cut, trials);
  const score = [scoreOf(whole.outcome) ?? 0, scoreOf(without.outcome) ?? 0] as const;
  const shown = [shownShare(pattern, whole.traces), shownShare(pattern, without.traces)] as const;
  const [objective] = scenario.objectives;
  return {
    ablation: {
      part: removal.parts.map(({ core }) => codeOf(core)).join("\n"),
      size: cut.reduce((sum, { size }) => sum + size, 0),
      of: programKind.size(genome),
      shown,
      score,
      sham: [shams.lost, shams.of],
    },
    without: removal.genome,
    steps: [stepsOf(whole), stepsOf(without)],
    core: removal.parts[0]?.core,
    isNeeded:
      removal.genome !== undefined &&
      shown[1] <= goneShareMax &&
      oriented(objective, score[1]) < oriented(objective, score[0]),
    // If every second cut as large lost it, as few as this would seldom be seen.
    isSpecific: signTest([shams.of - shams.lost, shams.of]) <= 0.05,
  };
}

function stepsOf({ traces }: Performance): number {
  return traces.length === 0 ? 0 : median(traces.map(({ tokens }) => tokens.length));
}

interface Removal {
  readonly parts: readonly Part[];
  /** The program without them; absent where there is no part, or where nothing runs without it. */
  readonly genome: Genome | undefined;
}

async function removed(genome: Genome, units: readonly Unit[], share: number, trials: Trials): Promise<Removal> {
  const { pattern, proving } = trials;
  const parts: Part[] = [];
  let cuts: Cuts = new Map();
  let rest: Genome | undefined;
  for (let present = share; present > goneShareMax && parts.length < partsMax;) {
    const part = await smallestPart(genome, units, cuts, async (programs) => {
      if (proving.evaluations() + programs.length > searchMax) return programs.map(() => false);
      const played = await proving.play(programs, "train");
      return played.map(({ traces }) => shownShare(pattern, traces) >= sameShareMin * present);
    });
    if (part === undefined) return { parts, genome: rest };
    parts.push(part);
    const lost = await firstRunning(genome, cuts, part, proving);
    if (lost === undefined) return { parts, genome: undefined };
    ({ cuts, rest } = lost);
    present = shownShare(pattern, lost.performance.traces);
  }
  return { parts, genome: rest };
}

/** What is left without a part: with 0 and false for its expressions or, where that does not run, with 1 and true. */
async function firstRunning(genome: Genome, cuts: Cuts, { units }: Part, proving: CountedProving) {
  for (const raised of [false, true]) {
    const more = cutting(cuts, units, raised);
    const rest = knockedOut(genome, more);
    const performance = rest && (await playOne(proving, rest, "train"));
    if (performance?.outcome.status === "scored") return { cuts: more, rest, performance };
  }
  return undefined;
}
