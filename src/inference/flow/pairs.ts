import type { Flow } from "../../scenario/flow.ts";
import type { WasmMemory } from "../wasm/platform.ts";

/**
 * Two episodes side by side in memory, in bytes: where in the memory of the ports each one's inputs and outputs begin (whole
 * numbers: both inputs, both outputs), then vectors: which are live, which had an output that was not finite, the state.
 */
export const pairLayout = { ports: 0, live: 16, wrong: 32, state: 48 } as const;

/** How many pairs are computed in one go: a processor does the one while the other one waits for a result. */
export const together = 2;

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
  const doubles = new Float64Array(memory.buffer);
  const words = new Int32Array(memory.buffer);
  const at = (episode: number, vector: number): number => first + (episode >> 1) * size + vector + 8 * (episode & 1);
  const set = (episode: number, vector: number, value: 0 | -1): void => {
    const word = at(episode, vector) >> 2;
    words[word] = value;
    words[word + 1] = value;
  };
  return {
    place(episode, inputs, outputs) {
      const word = ((first + (episode >> 1) * size + pairLayout.ports) >> 2) + (episode & 1);
      words[word] = inputs;
      words[word + 2] = outputs;
      set(episode, pairLayout.live, 0);
      set(episode, pairLayout.wrong, 0);
    },
    begin(episode, state) {
      const place = at(episode, pairLayout.state) >> 3;
      for (let i = 0; i < flow.state; i++) doubles[place + 2 * i] = state[i]!;
      set(episode, pairLayout.live, -1);
      set(episode, pairLayout.wrong, 0);
    },
    isLive: (episode) => words[at(episode, pairLayout.live) >> 2] !== 0,
    isWrong: (episode) => words[at(episode, pairLayout.wrong) >> 2] !== 0,
    state(episode) {
      const place = at(episode, pairLayout.state) >> 3;
      return Array.from({ length: flow.state }, (_, i) => doubles[place + 2 * i]!);
    },
  };
}
