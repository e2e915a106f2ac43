import { setImmediate, setTimeout } from "node:timers/promises";
import type { Backend, Batch } from "../../src/evaluation/backend.ts";
import type { FaultKind, Outcome } from "../../src/evaluation/evaluation.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { WorldError } from "../../src/std/errors.ts";
import type { Random } from "../../src/std/random.ts";
import { randomFromSeed } from "../../src/std/random.ts";

/** Judges a genome within its batch; it must depend on these alone. */
export type Judge = (genome: Genome, batch: Batch) => Outcome;

const faultKinds: readonly FaultKind[] = ["crashed", "exhausted", "bad-action", "refused"];

/** Outcomes out of the text of a genome: as heritable as text is, another one for each split and each set of rivals. */
export function judging({ cases = 3, objectives = 1, failing = 0.1 } = {}): Judge {
  return (genome, batch) => {
    const split = "split" in batch.cases ? batch.cases.split : "list";
    const draw = randomFromSeed(genome.hash).fork(split, ...batch.rivals.map(({ hash }) => hash));
    if (draw.chance(failing)) {
      return { status: "failed", fault: { kind: draw.pick(faultKinds), case: "0", message: "It failed." } };
    }
    const scores = Array.from({ length: cases }, () =>
      Array.from({ length: objectives }, () => Math.abs((genome.bytes.length % 60) - 30) + draw.next()),
    );
    return { status: "scored", scores, measures: [draw.next(), (genome.bytes.length % 100) / 100] };
  };
}

/** Does at once what it is asked. */
export function calmBackend(judge: Judge = judging()): Backend {
  return {
    async *evaluate(batch) {
      yield batch.genomes.map((genome) => judge(genome, batch));
    },
    lanes: () => [],
    close: async () => {},
  };
}

/** What a hostile backend may do. */
export interface Hostility {
  readonly random: Random;
  /** It is lost after so many pieces, counted over all batches. */
  readonly pieces?: number;
}

/** Keeps the contract of a backend as badly as it allows: late, in pieces of any length, gone from one piece to the next. */
export function hostileBackend({ random, pieces = Infinity }: Hostility, judge: Judge = judging()): Backend {
  let batches = 0;
  let given = 0;
  return {
    async *evaluate(batch) {
      const draw = random.fork("batch", batches++);
      for (let at = 0; at < batch.genomes.length;) {
        await delay(draw);
        if (given++ >= pieces) throw new WorldError("lane-lost", "The lane was lost", "Resume the run.");
        const next = at + draw.int(5);
        const observed = { ms: draw.next() };
        yield batch.genomes.slice(at, next).map((genome) => ({ ...judge(genome, batch), observed }));
        at = next;
      }
    },
    lanes: () => [],
    close: async () => {},
  };
}

async function delay(random: Random): Promise<void> {
  const kind = random.int(100);
  if (kind === 0) await setTimeout(random.int(3));
  else if (kind < 40) await setImmediate();
}
