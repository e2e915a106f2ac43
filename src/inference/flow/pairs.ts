import type { Flow } from "../../scenario/flow.ts";
import type { WasmMemory } from "../wasm/platform.ts";

/**
 * Two episodes side by side in memory, in bytes: where in the memory of the ports each one's inputs and outputs begin (whole
 * numbers: both inputs, both outputs), then vectors: which are live, which had an output that was not finite, the state.
 */
export const pairLayout = { ports: 0, live: 16, wrong: 32, state: 48 } as const;

/** How many pairs are computed in one go: a processor does the one while the other one waits for a result. */
export const together = 2;

/** How many episodes that are. */
export const episodesOfRound = 2 * together;

/** Bytes of a pair. */
export function pairBytes({ state }: Flow): number {
  return pairLayout.state + 16 * state;
}

/** Episodes as they lie in memory, pair by pair. */
export interface Pairs {
  /** Says where an episode's inputs and outputs are, in bytes; it is over. */
  place(episode: number, inputs: number, outputs: number): void;
  begin(episode: number, state: readonly number[]): void;
  isLive(episode: number): boolean;
  isWrong(episode: number): boolean;
  state(episode: number): readonly number[];
}

/** Episodes that lie in memory from this byte on. */
export function pairsIn(memory: WasmMemory, first: number, flow: Flow): Pairs {
  const size = pairBytes(flow);
  const { state: numbers } = flow;
  const { live, wrong, state: states } = pairLayout;
  const doubles = new Float64Array(memory.buffer);
  const words = new Int32Array(memory.buffer);
  const at = (episode: number): number => first + (episode >> 1) * size + 8 * (episode & 1);
  /** Both words of a truth. */
  const set = (place: number, value: 0 | -1): void => {
    words[place >> 2] = value;
    words[(place >> 2) + 1] = value;
  };
  return {
    place(episode, inputs, outputs) {
      const word = ((first + (episode >> 1) * size + pairLayout.ports) >> 2) + (episode & 1);
      words[word] = inputs;
      words[word + 2] = outputs;
      set(at(episode) + live, 0);
      set(at(episode) + wrong, 0);
    },
    begin(episode, state) {
      const place = at(episode);
      const double = (place + states) >> 3;
      for (let i = 0; i < numbers; i++) doubles[double + 2 * i] = state[i]!;
      set(place + live, -1);
      set(place + wrong, 0);
    },
    isLive: (episode) => words[(at(episode) + live) >> 2] !== 0,
    isWrong: (episode) => words[(at(episode) + wrong) >> 2] !== 0,
    state(episode) {
      const place = (at(episode) + states) >> 3;
      const found: number[] = [];
      for (let i = 0; i < numbers; i++) found.push(doubles[place + 2 * i]!);
      return found;
    },
  };
}
