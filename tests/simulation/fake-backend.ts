import { setTimeout as sleep } from "node:timers/promises";
import type { Backend } from "../../src/evaluation/backend.ts";
import type { FaultKind, Outcome } from "../../src/evaluation/evaluation.ts";
import { WorldError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";

/** How a fake backend behaves. */
export interface FakeBehaviour {
  readonly cases?: number;
  readonly objectives?: number;
  readonly measures?: number;
  /** The scores of one case, a pure function of the genome's text; random numbers below 1 otherwise. */
  readonly score?: (text: string, one: number) => readonly number[];
  /** Waits this long before the n-th piece. */
  readonly lagMs?: (piece: number) => number;
  /** Throws a `WorldError` instead of the n-th outcome, counted from 0 over the backend's life. */
  readonly failAt?: number;
  /** How many outcomes come in a piece. */
  readonly pieceSize?: number;
}

const faults: readonly FaultKind[] = ["crashed", "exhausted", "bad-action", "refused"];

/** A backend without processes: outcomes are a pure function of texts. A text with `fail:` and a fault's kind fails. */
export function createFakeBackend(behaviour: FakeBehaviour = {}): Backend {
  const { lagMs = () => 0, failAt = Infinity, pieceSize = 3 } = behaviour;
  let closed = false;
  let evaluations = 0;
  return {
    async *evaluate({ genomes }) {
      if (closed) throw new WorldError("fake-closed", "The fake backend was closed", "Make another one.");
      for (let from = 0; from < genomes.length; from += pieceSize) {
        const ms = lagMs(from / pieceSize);
        if (ms > 0) await sleep(ms);
        const piece = genomes.slice(from, from + pieceSize);
        evaluations += piece.length;
        if (evaluations > failAt) throw new WorldError("fake-lost", "The fake backend was lost", "Resume the run.");
        yield piece.map(({ bytes }) => outcomeOf(bytes, behaviour));
      }
    },
    lanes: () => [{ lane: 1, pid: 0, evaluations, restarts: 0 }],
    close: async () => {
      closed = true;
    },
  };
}

function outcomeOf(text: string, { cases = 3, objectives = 1, measures = 0, score }: FakeBehaviour): Outcome {
  const kind = faults.find((fault) => text.includes(`fail:${fault}`));
  if (kind !== undefined) return { status: "failed", fault: { kind, message: `it says so: ${kind}` } };
  const random = randomFromSeed(text);
  const numbers = (count: number): number[] => Array.from({ length: count }, () => random.next());
  return {
    status: "scored",
    scores: Array.from({ length: cases }, (_, one) => score?.(text, one) ?? numbers(objectives)),
    measures: numbers(measures),
  };
}
