import type { Genome } from "../genome/genome.ts";
import { oriented, type Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { signTest } from "../std/exact-tests.ts";
import type { Random } from "../std/random.ts";
import { ablate } from "./ablation.ts";
import { anatomyOf, hasAnatomy } from "./anatomies.ts";
import type { Candidate } from "./candidate.ts";
import type { Capability } from "./capability.ts";
import { exploitScreen } from "./exploit.ts";
import { isResponse } from "./contingency.ts";
import { classOf, nameOf } from "./naming.ts";
import { counted, scoreOf, type Trials } from "./proving.ts";
import type { Pattern } from "./pattern.ts";
import { shows } from "./shows.ts";
import type { Specimen } from "./specimen.ts";
import { transplant } from "./transplant.ts";
import type { Proving } from "./trial.ts";

/** How many draws of unseen cases a pattern is looked for on, and on how many it must be shown: 95 %. */
const seeds = 20;
const shownMin = 19;

/** What a candidate is proved with. */
export interface ProveOptions {
  readonly proving: Proving;
  readonly scenario: Scenario;
  readonly random: Random;
}

/** What came of putting a candidate to the test. */
export interface Proof extends Pick<Capability, "replay" | "ablation" | "transplant" | "exploit" | "class" | "name"> {
  /** What fails a test is a pattern that goes along with success. */
  readonly status: "validated" | "correlated";
  /** How many genomes were played, each draw of unseen cases counted; at most 500. */
  readonly evaluations: number;
}

/**
 * Puts a candidate to the test in its first carrier whose parts can be told apart: the responsible part is found and taken out, the
 * pattern is looked for on unseen cases, the part is put into strangers, and the judge's weak points are screened. A
 * transplant is tried only where all before it was passed. Strangers that are relatives of a carrier, or that show the
 * pattern, are left aside.
 */
export async function prove(
  candidate: Candidate,
  carriers: readonly Specimen[],
  strangers: readonly Specimen[],
  { proving, scenario, random }: ProveOptions,
): Promise<Proof> {
  const carrier = carriers.find(({ genome }) => hasAnatomy(genome));
  assert(carrier !== undefined, "a candidate that is proved has a carrier whose parts can be told apart");
  const { pattern } = candidate;
  const trials: Trials = { pattern, scenario, random, proving: counted(proving) };

  const ablated = await ablate(carrier.genome, trials);
  const replayed = await replay(carrier.genome, ablated.without, trials);
  const exploit = await exploitScreen(carrier.genome, scenario, trials.proving);
  const isOwed = ablated.isPassed && replayed.isWorth && replayed.shown >= shownMin;
  const graft = isOwed ? ablated.core : undefined;
  const transplanted = graft && (await transplant(graft, unrelated(pattern, carrier, carriers, strangers), trials));
  const isCarried = transplanted === undefined ? ablated.isSpecific : transplanted.p <= 0.05;
  const tokens = pattern.tokens.map((token) => scenario.trace![token]!);
  return {
    replay: { seeds, shown: replayed.shown },
    ablation: ablated.ablation,
    transplant: transplanted ?? { success: [0, 0], sham: [0, 0] },
    exploit,
    class: classOf({
      tokens,
      isResponse: isResponse(pattern),
      isSuspected: exploit.suspected,
      hasPeers: hasPeers(scenario, random.fork("cases")),
      inputs: ablated.core === undefined ? [] : anatomyOf(ablated.core, scenario).inputsOf(ablated.core),
      steps: ablated.steps,
    }),
    name: nameOf(tokens, isResponse(pattern)),
    status: isOwed && isCarried ? "validated" : "correlated",
    evaluations: trials.proving.evaluations(),
  };
}

interface Replayed {
  readonly shown: number;
  /** Whether the score is mostly worse without the part, on the draws where it makes a difference: a one-sided sign test. */
  readonly isWorth: boolean;
}

async function replay(whole: Genome, without: Genome | undefined, trials: Trials): Promise<Replayed> {
  const { pattern, scenario, proving } = trials;
  const [objective] = scenario.objectives;
  let [shown, worse, different] = [0, 0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const [one, other] = await proving.play(without === undefined ? [whole] : [whole, without], seed);
    if (shows(pattern, one!.traces)) shown++;
    const [score, less] = [one, other].map((played) => played && scoreOf(played.outcome));
    if (score === undefined || less === undefined || score === less) continue;
    different++;
    if (oriented(objective, less) < oriented(objective, score)) worse++;
  }
  return { shown, isWorth: signTest([worse, different]) <= 0.05 };
}

/** Genomes of the carrier's kind, of other founders, that do not show the pattern, each once. */
function unrelated(
  pattern: Pattern,
  { genome: { kind } }: Specimen,
  carriers: readonly Specimen[],
  strangers: readonly Specimen[],
): readonly Genome[] {
  const roots = new Set(carriers.map(({ root }) => root));
  const others = strangers.filter(
    ({ genome, root, traces }) => genome.kind === kind && !roots.has(root) && !shows(pattern, traces),
  );
  return [...new Map(others.map(({ genome }) => [genome.hash, genome])).values()];
}

function hasPeers(scenario: Scenario, random: Random): boolean {
  return scenario.cases("train", random).some(({ seats }) => seats !== undefined && seats.length > 1);
}
