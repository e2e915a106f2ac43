import type { Genome } from "../genome/genome.ts";
import { oriented } from "../scenario/scenario.ts";
import { signTest } from "../std/exact-tests.ts";
import { median } from "../std/statistics.ts";
import { anatomyOf } from "./anatomies.ts";
import type { Ablation } from "./capability.ts";
import { playOne, scoreOf, type Trials } from "./proving.ts";
import { removal } from "./removal.ts";
import { shamAblations } from "./shams.ts";
import { goneMax, strengthOf } from "./shows.ts";
import type { Performance } from "./trial.ts";

/** What taking the responsible part out has shown. */
export interface Ablated {
  readonly ablation: Ablation;
  /** The genome without the pattern; absent where it shows it whatever it is made of, or where nothing runs without it. */
  readonly without: Genome | undefined;
  /** The responsible part as a genome, where there is one. */
  readonly core: Genome | undefined;
  /** The median steps of a case or, where it has none, tokens; whole and without the part. */
  readonly steps: readonly [whole: number, without: number];
  /** Whether the pattern is gone without the part, and the score worse. */
  readonly isPassed: boolean;
  /** Whether so many sham ablations leave the pattern that the part stands out even where it cannot be transplanted. */
  readonly isSpecific: boolean;
}

/**
 * Finds the part of a genome that is responsible for a pattern, and takes out of it what makes the pattern disappear at
 * the least cost; then, for comparison, other parts as large. Where the genome is a program, at most 200 are played.
 */
export async function ablate(genome: Genome, trials: Trials): Promise<Ablated> {
  const { pattern, scenario, proving } = trials;
  const anatomy = anatomyOf(genome, scenario);
  const body = { ...anatomy.dissected(genome), anatomy };
  const whole = await playOne(proving, genome, "train");
  const removed = await removal(body, trials);
  const { parts, genome: without } = removed;
  const rest = without === undefined ? whole : await playOne(proving, without, "train");
  const shams = await shamAblations(genome, body, removed, trials);
  const score = [scoreOf(whole.outcome) ?? 0, scoreOf(rest.outcome) ?? 0] as const;
  const shown = [strengthOf(pattern, whole.traces), strengthOf(pattern, rest.traces)] as const;
  const [objective] = scenario.objectives;
  return {
    ablation: {
      part: parts.map(({ core }) => anatomy.textOf(core, genome)).join("\n"),
      places: body.placesOf(parts.flatMap((part) => part.units)),
      size: parts.reduce((sum, { core }) => sum + anatomy.sizeOf(core), 0),
      of: anatomy.sizeOf(genome),
      shown,
      score,
      sham: [shams.lost, shams.of],
    },
    without,
    core: parts[0]?.core,
    steps: [stepsOf(whole), stepsOf(rest)],
    isPassed: shown[1] <= goneMax && oriented(objective, score[1]) < oriented(objective, score[0]),
    // If every second cut as large lost it, as few as this would seldom be seen.
    isSpecific: signTest([shams.of - shams.lost, shams.of]) <= 0.05,
  };
}

function stepsOf({ traces }: Performance): number {
  return traces.length === 0 ? 0 : median(traces.map(({ tokens, steps = tokens.length }) => steps));
}
