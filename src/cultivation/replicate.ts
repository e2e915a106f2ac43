import type { Grafting } from "../capabilities/anatomy.ts";
import type { Pattern } from "../capabilities/pattern.ts";
import { scoreOf } from "../capabilities/proving.ts";
import { shows } from "../capabilities/shows.ts";
import type { Performance, Proving } from "../capabilities/trial.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { oriented, type Scenario } from "../scenario/scenario.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { type Recorder, rewarding } from "./bonus.ts";
import { planted } from "./planting.ts";
import { evolved } from "./season.ts";

/** What is cultivated, where, and by whom it is played. */
export interface Plot {
  readonly pattern: Pattern;
  /** How the part that is responsible for it is put into strangers. */
  readonly grafting: Grafting;
  readonly scenario: Scenario;
  /** The settings of the populations' campaigns, programs only; seeds and budgets are their own. */
  readonly spec: CampaignSpec;
  /** Genomes to begin with; where there are none, each population is bred from random ones. */
  readonly founders: readonly Genome[];
  readonly recorder: Recorder;
  readonly proving: Proving;
  /** All randomness comes from it. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** What became of a population. */
export interface Arm {
  /** The share of the better half of those who live at the end that show the pattern on unseen cases. */
  readonly share: number;
  /** Who of all that live shows it. */
  readonly bearers: readonly Genome[];
}

/** Two populations that were the same but for what was planted: the part, or sham parts. */
export interface Pair {
  readonly treated: Arm;
  readonly control: Arm;
}

/** Generations that founders are bred for, and that evolution goes on for without help. */
export const foundingGenerations = 5;
export const freeGenerations = 20;
/** How much of the bonus is paid, for a generation each. */
export const helps = [1, 0.75, 0.5, 0.25] as const;

/** At most so many evaluations for each member of the populations of a pair, measuring included. */
export const evaluationsPerMember = foundingGenerations + 1 + 1 + 2 * (2 * helps.length + freeGenerations + 1 + 1);

/**
 * Lets the part and sham parts be planted into the same strangers, pays both populations the same bonus for showing the
 * pattern, less and less, and looks who shows it after 20 generations without. Undefined where it was stopped.
 */
export async function replicate(plot: Plot, index: number): Promise<Pair | undefined> {
  const random = randomFromSeed(plot.seed).fork("cultivate", index);
  const founders = await foundersOf(plot, random);
  if (founders === undefined) return undefined;
  const played = await plot.proving.play(founders, index);
  const strangers = founders.filter((_, i) => !shows(plot.pattern, played[i]!.traces));
  // Where everybody shows it, there is nobody to give it to, and the control will show as much.
  const members = filled(strangers.length > 0 ? strangers : founders, plot.spec.population);
  const worth = spreadOf(played);
  const [treated, control] = await Promise.all(
    [false, true].map(async (isSham) => {
      const start = planted(members, { ...plot, isSham, random: random.fork("plant") });
      const living = await grown(start, worth, plot, random);
      return living && armOf(living, await plot.proving.play(living, index), plot);
    }),
  );
  return treated && control && { treated, control };
}

async function foundersOf(plot: Plot, random: Random): Promise<readonly Genome[] | undefined> {
  const { founders, spec } = plot;
  const drawn = random.fork("founders");
  if (founders.length > 0) return filled(drawn.shuffle(founders), spec.population);
  return evolved([], { ...plot, spec: seeded(spec, drawn), backend: plot.recorder, generations: foundingGenerations });
}

/** So many genomes, the first again after the last. */
function filled(genomes: readonly Genome[], count: number): readonly Genome[] {
  return Array.from({ length: count }, (_, i) => genomes[i % genomes.length]!);
}

/** Who lives after the generations with less and less help, and those without. */
async function grown(
  start: readonly Genome[],
  worth: number,
  plot: Plot,
  random: Random,
): Promise<readonly Genome[] | undefined> {
  const { pattern, scenario, spec, recorder } = plot;
  let living: readonly Genome[] | undefined = start;
  for (const help of helps) {
    const backend = rewarding(recorder, scenario, { pattern, worth: help * worth });
    const season = { ...plot, spec: seeded(spec, random.fork("help", help)), backend, generations: 1 };
    living = living && (await evolved(living, season));
  }
  const season = { ...plot, spec: seeded(spec, random.fork("free")), backend: recorder, generations: freeGenerations };
  return living && evolved(living, season);
}

function seeded(spec: CampaignSpec, random: Random): CampaignSpec {
  return { ...spec, seed: random.int(2 ** 31) };
}

/** How far the best score of some is above the worst; 1 where all have the same. */
function spreadOf(played: readonly Performance[]): number {
  const scores = played.flatMap(({ outcome }) => scoreOf(outcome) ?? []);
  return scores.length === 0 ? 1 : Math.max(...scores) - Math.min(...scores) || 1;
}

/**
 * Half of the children of any generation are broken by the mutation that they were born with, whatever they inherited;
 * so it is the better half that is looked at.
 */
function armOf(living: readonly Genome[], played: readonly Performance[], { pattern, scenario }: Plot): Arm {
  const shown = played.map(({ traces }) => shows(pattern, traces));
  const [objective] = scenario.objectives;
  const meritOf = (i: number): number => {
    const score = scoreOf(played[i]!.outcome);
    return score === undefined ? -Infinity : oriented(objective, score);
  };
  const better = [...living.keys()].toSorted((a, b) => meritOf(b) - meritOf(a)).slice(0, Math.ceil(living.length / 2));
  return {
    share: better.filter((i) => shown[i]).length / better.length,
    bearers: living.filter((_, i) => shown[i]),
  };
}
