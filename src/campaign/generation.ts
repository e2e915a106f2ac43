import type { Member } from "../archives/member.ts";
import type { Proposal } from "../emitters/emitter.ts";
import type { Batch } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event } from "../events/event.ts";
import type { Fold } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import type { Split } from "../scenario/scenario.ts";
import type { Campaign } from "./assemble.ts";
import type { CampaignPorts } from "./ports.ts";

/** Emits an event, with the genome that a birth brings. */
export type Emit = (event: Event, genome?: Genome) => void;

/** Makes batches of the campaign's scenario, and knows what the log already holds of the open generation. */
export interface Evaluator {
  recorded(generation: number, id: number): Outcome | undefined;
  batch(split: Split, genomes: readonly Genome[], rivals: readonly Genome[]): Batch;
}

/** What the steps of the loop share. */
export interface Tools {
  readonly campaign: Campaign;
  readonly ports: CampaignPorts;
  readonly fold: Fold;
  readonly emit: Emit;
  readonly evaluator: Evaluator;
}

/** A generation to come. */
export interface Generation {
  readonly generation: number;
  readonly proposals: Iterable<Proposal>;
  /** Members that are evaluated again, because their rivals are new. */
  readonly again: readonly Member[];
  readonly rivals: readonly Member[];
}

/** A variant that waits for its outcome: its own, or that of the variant with an equal genome. */
interface Waiting {
  readonly id: number;
  readonly from: number | undefined;
}

/** So many births are sent to evaluation at once, while the next are being bred. */
const chunkBirths = 128;

/**
 * Lets a generation be born and evaluated: all births in order, then all outcomes in the same order. Breeding and
 * evaluation overlap, but the log does not show it. False when it was stopped before the end.
 */
export async function playGeneration(generation: Generation, tools: Tools): Promise<boolean> {
  const { ports, fold, evaluator } = tools;
  const waiting: Waiting[] = [];
  const outcomes = new Map<number, Outcome>();
  const running: Promise<void>[] = [];
  let isBorn = false;
  const emitKnown = createEmission(generation.generation, waiting, outcomes, tools);

  async function evaluate(due: readonly { readonly id: number; readonly genome: Genome }[]): Promise<void> {
    const genomes = due.map(({ genome }) => genome);
    const batch = evaluator.batch(
      "train",
      genomes,
      generation.rivals.map(({ genome }) => genome),
    );
    let at = 0;
    for await (const piece of ports.backend.evaluate(batch)) {
      for (const outcome of piece) outcomes.set(due[at++]!.id, outcome);
      if (isBorn) emitKnown();
      if (ports.signal?.aborted) return;
    }
  }

  function launch(due: readonly { readonly id: number; readonly genome: Genome }[]): void {
    const missing = due.filter(({ id }) => evaluator.recorded(generation.generation, id) === undefined);
    if (missing.length === 0) return;
    const evaluation = evaluate(missing);
    // A failure is thrown where all are awaited; until then, or if breeding fails first, it is not unhandled.
    evaluation.catch(() => {});
    running.push(evaluation);
  }

  // Equal genomes share an outcome, but not where a member is to be judged against new rivals.
  const firstOf = new Map<string, number>();
  let chunk: { readonly id: number; readonly genome: Genome }[] = [];
  for (const proposal of generation.proposals) {
    const { genome } = proposal;
    const known = fold.known(genome.hash);
    if (known === undefined) ports.journal.store(genome);
    const id = giveBirth(proposal, generation.generation, tools);
    const from = (generation.rivals.length > 0 ? undefined : known) ?? firstOf.get(genome.hash);
    waiting.push({ id, from });
    if (from !== undefined) continue;
    firstOf.set(genome.hash, id);
    if (chunk.push({ id, genome }) === chunkBirths) launch(chunk.splice(0));
  }
  for (const { id } of generation.again) waiting.push({ id, from: undefined });
  launch([...chunk, ...generation.again]);
  chunk = [];
  isBorn = true;
  emitKnown();
  const ended = await Promise.allSettled(running);
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return emitKnown();
}

/** Emits the birth, whose genome is stored; returns the variant's id. */
function giveBirth(proposal: Proposal, generation: number, { campaign, fold, emit }: Tools): number {
  const { genome, operator, parents, island } = proposal;
  const id = fold.state.births;
  const size = campaign.sizeOf(genome);
  emit({ type: "variant-born", id, generation, genome: genome.hash, size, parents, operator, island }, genome);
  return id;
}

/** Emits what is known of those who wait, in their order, up to the first gap; true when nobody waits any more. */
function createEmission(
  generation: number,
  waiting: readonly Waiting[],
  outcomes: Map<number, Outcome>,
  { emit, evaluator }: Tools,
): () => boolean {
  let next = 0;
  return () => {
    for (; next < waiting.length; next++) {
      const { id, from } = waiting[next]!;
      if (from !== undefined) {
        emit({ type: "variant-evaluated", id, generation, outcome: { status: "reused", from } });
        continue;
      }
      const outcome = evaluator.recorded(generation, id) ?? outcomes.get(id);
      if (outcome === undefined) return false;
      outcomes.delete(id);
      const { observed, ...decided } = outcome;
      emit({ type: "variant-evaluated", id, generation, outcome: decided, ...(observed ? { observed } : {}) });
    }
    return true;
  };
}
