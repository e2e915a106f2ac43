import type { Budget } from "../events/spec.ts";

/** How far a campaign is. */
export interface Position {
  /** Outcomes, those included that were taken from equal genomes. */
  readonly evaluations: number;
  /** The last finished generation; -1 before the first. */
  readonly generation: number;
  /** Running time over all sittings. */
  readonly elapsedMs: number;
}

/** The limit of a budget that a campaign will come to first. */
export interface TimeLeft {
  readonly limit: "evals" | "gens" | "time";
  readonly seconds: number;
  /** If it went on faster, or slower, by one standard deviation of its pace; equal for `time`. */
  readonly low: number;
  readonly high: number;
}

/** How fast a campaign goes, by its own running time. */
export interface Pace {
  /** Evaluations a second of running time, the last ten minutes weighing most; 0 before anything is known. */
  evaluationsPerSecond(): number;
  /** The same for generations. */
  generationsPerSecond(): number;
  /** Until the limit that comes first; undefined where none has a known time, and in the first seconds. */
  timeLeft(now: Position, budget: Budget): TimeLeft | undefined;
}

/** A pace that is told where the campaign is at the end of each generation. */
export interface PaceKeeper extends Pace {
  add(position: Position): void;
}

const memoryMs = 600_000;
/** Shorter pieces than this are put together: their pace says more about single generations than about the campaign. */
const pieceMs = 1000;
/** Before this the pace says more about the start than about the campaign. */
const settleMs = 60_000;
const settleShortMs = 10_000;
/** A campaign that ends within this is a short one. */
const shortMs = 600_000;

/** Sums of pieces, each weighed by its length and by its age. */
interface Sums {
  weight: number;
  evaluations: number;
  evaluationsSquared: number;
  generations: number;
  generationsSquared: number;
}

/** An exponentially weighted mean over ten minutes of running time, in constant memory. */
export function createPace(): PaceKeeper {
  let sums: Sums = { weight: 0, evaluations: 0, evaluationsSquared: 0, generations: 0, generationsSquared: 0 };
  let piece: Position | undefined;
  let latest: Position = { evaluations: 0, generation: -1, elapsedMs: 0 };
  const current = (): Sums => (sums.weight === 0 ? withPiece(sums, piece ?? latest, latest) : sums);
  const evaluationsPerSecond = (): number => rate(current().evaluations, current());
  const generationsPerSecond = (): number => rate(current().generations, current());
  return {
    evaluationsPerSecond,
    generationsPerSecond,
    add(position) {
      // A resumed campaign's display begins in the middle: what was before is no piece.
      piece ??= position.generation > 0 ? position : latest;
      latest = position;
      if (position.elapsedMs - piece.elapsedMs < pieceMs) return;
      sums = withPiece(sums, piece, position);
      piece = position;
    },
    timeLeft(now, { evaluations, generations, seconds }) {
      const known = current();
      const limits = [
        limitOf("evals", (evaluations ?? Infinity) - now.evaluations, known.evaluations, known.evaluationsSquared),
        limitOf("gens", (generations ?? Infinity) - now.generation - 1, known.generations, known.generationsSquared),
        timeLimit((seconds ?? Infinity) - now.elapsedMs / 1000),
      ];
      const next = limits.reduce((a, b) => (b.seconds < a.seconds ? b : a));
      if (!Number.isFinite(next.seconds)) return undefined;
      const settled = now.elapsedMs + 1000 * next.seconds < shortMs ? settleShortMs : settleMs;
      return now.elapsedMs < settled ? undefined : next;

      function limitOf(limit: TimeLeft["limit"], left: number, sum: number, squares: number): TimeLeft {
        const pace = rate(sum, known);
        const spread = Math.sqrt(Math.max(0, rate(squares, known) - pace ** 2));
        const at = (speed: number): number => (left <= 0 ? 0 : left / Math.max(speed, pace / 10));
        return { limit, seconds: at(pace), low: at(pace + spread), high: at(pace - spread) };
      }
    },
  };
}

function timeLimit(left: number): TimeLeft {
  const seconds = Math.max(0, left);
  return { limit: "time", seconds, low: seconds, high: seconds };
}

function rate(sum: number, { weight }: Sums): number {
  return weight === 0 ? 0 : sum / weight;
}

/** The sums with one piece more; those before fade by its length. */
function withPiece(sums: Sums, from: Position, to: Position): Sums {
  const seconds = (to.elapsedMs - from.elapsedMs) / 1000;
  if (seconds <= 0) return sums;
  const fade = Math.exp((-1000 * seconds) / memoryMs);
  const evaluations = to.evaluations - from.evaluations;
  const generations = to.generation - from.generation;
  return {
    weight: sums.weight * fade + seconds,
    evaluations: sums.evaluations * fade + evaluations,
    evaluationsSquared: sums.evaluationsSquared * fade + evaluations ** 2 / seconds,
    generations: sums.generations * fade + generations,
    generationsSquared: sums.generationsSquared * fade + generations ** 2 / seconds,
  };
}
