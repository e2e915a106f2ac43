import type { Backend, Batch } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";

/** A backend that can be held and resized while a campaign uses it. Outcomes are the same as without. */
export interface SteeredBackend extends Backend {
  /** Sends nothing more; what is being evaluated is finished. False where it is held already. */
  hold(): boolean;
  /** Lets it go on; false where it was not held. */
  release(): boolean;
  isHeld(): boolean;
  /** Genomes that were handed over and whose outcome is not known yet. */
  flying(): number;
  /** Whether the latest batch was for measuring agents, not for the search. */
  isJudging(): boolean;
  jobs(): number;
  /** Evaluates in so many lanes from the next batch on. */
  setJobs(jobs: number): void;
}

/** A backend of so many lanes, and how many batches are in its hands. */
interface Crew {
  readonly jobs: number;
  readonly backend: Backend;
  batches: number;
}

/** Steers the backends that `make` starts with a number of lanes. */
export function steerBackend(make: (jobs: number) => Backend, lanes: number): SteeredBackend {
  const gate = createGate();
  const crewOf = (jobs: number): Crew => ({ jobs, backend: make(jobs), batches: 0 });
  let crew = crewOf(lanes);
  /** Those that finish what they have, and then are closed. */
  const leaving = new Set<Crew>();
  let flying = 0;
  let isJudging = false;

  async function* evaluate(batch: Batch): AsyncGenerator<readonly Outcome[], void> {
    isJudging = "split" in batch.cases && batch.cases.split !== "train";
    let open = batch.genomes.length;
    flying += open;
    await gate.opened();
    const mine = crew;
    mine.batches++;
    try {
      for await (const piece of mine.backend.evaluate(batch)) {
        open -= piece.length;
        flying -= piece.length;
        yield piece;
        // Nothing new is begun until the next piece is asked for.
        await gate.opened();
      }
    } finally {
      flying -= open;
      mine.batches--;
      await dismiss(mine);
    }
  }

  async function dismiss(one: Crew): Promise<void> {
    if (one !== crew && one.batches === 0 && leaving.delete(one)) await one.backend.close();
  }

  const crews = (): Crew[] => [...leaving, crew];
  return {
    evaluate,
    lanes: () =>
      crews()
        .flatMap(({ backend }) => backend.lanes())
        .map((status, lane) => ({ ...status, lane })),
    async close() {
      await Promise.all(crews().map(({ backend }) => backend.close()));
    },
    hold: gate.shut,
    release: gate.open,
    isHeld: gate.isShut,
    flying: () => flying,
    isJudging: () => isJudging,
    jobs: () => crew.jobs,
    setJobs(next) {
      const former = crew;
      leaving.add(former);
      crew = crewOf(next);
      // It idles already where no batch is under way; a failure to end it is no failure of the campaign.
      dismiss(former).catch(() => {});
    },
  };
}

/** What work waits at. */
interface Gate {
  /** False where it was shut already. */
  shut(): boolean;
  /** False where it was open already. */
  open(): boolean;
  isShut(): boolean;
  /** Resolves once it is open. */
  opened(): Promise<void> | undefined;
}

function createGate(): Gate {
  let shut: PromiseWithResolvers<void> | undefined;
  return {
    shut() {
      if (shut !== undefined) return false;
      shut = Promise.withResolvers<void>();
      return true;
    },
    open() {
      if (shut === undefined) return false;
      shut.resolve();
      shut = undefined;
      return true;
    },
    isShut: () => shut !== undefined,
    opened: () => shut?.promise,
  };
}
