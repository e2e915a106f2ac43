import type { RecordedCase } from "../evaluation/recording.ts";
import { createWalk, type Walk } from "../evaluation/walk.ts";
import type { SteppedScenario } from "../scenario/scenario.ts";
import { plainSize } from "./plain-data.ts";

/** An episode of a stepped world that is played again at home, to any step of it and back. */
export interface Replay {
  /** How many steps there are; before the first lies state 0. */
  readonly steps: number;
  /** The state after this many steps. It is to be looked at only: the replay goes on with it. */
  stateAt(step: number): unknown;
}

/** At most so many copies are kept, so that going back never plays more than their distance again. */
const copiesMax = 64;
/** Steps between two copies at least: so many are played as fast as one state is copied. */
const strideMin = 16;
/** All copies together hold at most so many values. */
const valuesMax = 2_000_000;

/**
 * Replays recorded actions as the judge does. Going back begins again, or at a copy where states are plain data.
 * Throws where the actions make no whole episode, and what the world throws.
 */
export function createReplay(scenario: SteppedScenario, recorded: RecordedCase): Replay {
  const { answer = [] } = recorded;
  const begin = (from?: Copy): Walk =>
    createWalk(scenario, { ...recorded, case: structuredClone(recorded.case) }, answer, from);
  let walk = begin();
  const { steps } = walk;
  const copies = createCopies(steps);
  while (walk.step < steps) {
    walk.advance(walk.step + 1);
    copies.offer(walk);
  }
  const middle = copies.before(steps / 2);
  if (middle > 0) {
    const end = begin(copies.copy(middle));
    end.advance(steps);
    // A world that keeps anything outside its state cannot go on from a copy: every way back is from the beginning.
    if (JSON.stringify(end.state) !== JSON.stringify(walk.state)) copies.clear();
  }

  return {
    steps,
    stateAt(step) {
      const near = copies.before(step);
      if (step < walk.step || near > walk.step) walk = begin(near === 0 ? undefined : copies.copy(near));
      walk.advance(step);
      return walk.state;
    },
  };
}

/** A state as it was after so many steps. */
type Copy = Pick<Walk, "state" | "step">;

/** Copies of states along an episode of so many steps. */
function createCopies(steps: number) {
  const stride = Math.max(strideMin, Math.ceil(steps / copiesMax));
  const kept = new Map<number, unknown>();
  let values = 0;
  return {
    /** Keeps a copy where it is time for one, the state is plain data and there is room. */
    offer({ state, step }: Copy): void {
      if (step % stride !== 0 || values >= valuesMax) return;
      const size = plainSize(state, valuesMax - values);
      values += size ?? valuesMax;
      if (size !== undefined) kept.set(step, structuredClone(state));
    },
    /** The latest step up to this one of which there is a copy; 0 where there is none. */
    before(step: number): number {
      let at = step - (step % stride);
      while (at > 0 && !kept.has(at)) at -= stride;
      return at;
    },
    /** A copy of the copy, which stays as it is. */
    copy: (step: number): Copy => ({ state: structuredClone(kept.get(step)), step }),
    clear: (): void => kept.clear(),
  };
}
