import type { Member } from "../archives/member.ts";
import type { Draft, Proposal } from "../emitters/emitter.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Generation, Tools } from "./tools.ts";

/** A variant that waits for its outcome: its own, or that of the variant with an equal genome. */
interface Waiting {
  readonly id: number;
  readonly from: number | undefined;
}

/** So many births are sent to evaluation at once, while the next are being bred. */
const chunkBirths = 128;

/** Who was to write a child. */
type Asked = Pick<Draft, "operator" | "model">;

/** Where a generation is born and evaluated. */
export interface Nursery {
  /** Emits the birth; it is evaluated with others, unless an equal genome's outcome is known. */
  bear(proposal: Proposal, asked?: Asked): void;
  /** Has all who are born, and these members, evaluated. */
  launch(again?: readonly Member[]): void;
  /** Waits for all outcomes, those of the members last. False where it was stopped. */
  finished(again: readonly Member[]): Promise<boolean>;
  /** Waits for what is under way, and emits nothing of it: not all are born. */
  abandoned(): Promise<void>;
}

type Due = readonly { readonly id: number; readonly genome: Genome }[];

/** An empty one for a generation. */
export function createNursery(
  { generation, rivals }: Pick<Generation, "generation" | "rivals">,
  tools: Tools,
): Nursery {
  const { ports, fold } = tools;
  const waiting: Waiting[] = [];
  const outcomes = new Map<number, Outcome>();
  const emitKnown = createEmission(generation, waiting, outcomes, tools);
  const running = createRunning({ generation, rivals }, tools, (due, at, piece) => {
    for (const [i, outcome] of piece.entries()) outcomes.set(due[at + i]!.id, outcome);
    if (isBorn) emitKnown();
  });
  let isBorn = false;

  // Equal genomes share an outcome, but not where a member is to be judged against new rivals.
  const firstOf = new Map<string, number>();
  let chunk: { readonly id: number; readonly genome: Genome }[] = [];
  return {
    bear(proposal, asked) {
      const { genome } = proposal;
      const known = fold.known(genome.hash);
      if (known === undefined) ports.journal.store(genome);
      const id = giveBirth(proposal, asked, generation, tools);
      const from = (rivals.length > 0 ? undefined : known) ?? firstOf.get(genome.hash);
      waiting.push({ id, from });
      if (from !== undefined) return;
      firstOf.set(genome.hash, id);
      if (chunk.push({ id, genome }) === chunkBirths) running.launch(chunk.splice(0));
    },
    launch(again = []) {
      running.launch([...chunk, ...again]);
      chunk = [];
    },
    async finished(again) {
      for (const { id } of again) waiting.push({ id, from: undefined });
      isBorn = true;
      emitKnown();
      await running.ended();
      return emitKnown();
    },
    abandoned: running.ended,
  };
}

/** Evaluations that are under way. */
interface Running {
  /** Has those evaluated whose outcome the log does not hold. */
  launch(due: Due): void;
  /** Throws what one of them has failed of, once all have ended. */
  ended(): Promise<void>;
}

function createRunning(
  { generation, rivals }: Pick<Generation, "generation" | "rivals">,
  { ports, evaluator }: Tools,
  take: (due: Due, at: number, piece: readonly Outcome[]) => void,
): Running {
  const running: Promise<void>[] = [];
  async function evaluate(due: Due): Promise<void> {
    const batch = evaluator.batch(
      { split: "train" },
      due.map(({ genome }) => genome),
      rivals.map(({ genome }) => genome),
    );
    let at = 0;
    for await (const piece of ports.backend.evaluate(batch)) {
      take(due, at, piece);
      at += piece.length;
      if (ports.signal?.aborted) return;
    }
  }
  return {
    launch(due) {
      const missing = due.filter(({ id }) => evaluator.recorded(generation, id) === undefined);
      if (missing.length === 0) return;
      const evaluation = evaluate(missing);
      // A failure is thrown where all are awaited; until then, or if breeding fails first, it is not unhandled.
      evaluation.catch(() => {});
      running.push(evaluation);
    },
    async ended() {
      const all = await Promise.allSettled(running);
      for (const one of all) if (one.status === "rejected") throw one.reason;
    },
  };
}

/** Emits the birth, whose genome is stored; returns the variant's id. */
function giveBirth(
  { genome, operator, parents, island }: Proposal,
  asked: Asked | undefined,
  generation: number,
  { campaign, fold, emit }: Tools,
): number {
  const id = fold.state.births;
  const born = { id, generation, genome: genome.hash, size: campaign.sizeOf(genome), parents, operator, island };
  emit({ type: "variant-born", ...born, ...(asked === undefined ? {} : { draft: asked }) }, genome);
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
