import type { Flow } from "../../scenario/flow.ts";
import { createMemories } from "../wasm/memory.ts";
import { Instance, Module, type WasmModule } from "../wasm/platform.ts";
import { type Actors, type Copier, copierOf, playOutside } from "./outside.ts";
import { episodesOfRound, pairBytes, pairsIn, together } from "./pairs.ts";
import { callBytes, flowProgram, type RunFlow } from "./program.ts";
import { functions } from "./vectors.ts";

/** Episodes of a world for the networks of a group: one for each column, network by network. */
export interface Episodes {
  /** Lets another group sit down; all of its episodes are over until they begin. */
  seat(group: number): void;
  /** Begins an episode in this state. */
  begin(episode: number, state: readonly number[]): void;
  /**
   * Step by step shows networks what their episodes are like, has them compute, and moves those that are live; stops as
   * soon as fewer than `least` are. Gives how many of the steps are left.
   */
  play(steps: number, least: number): number | Promise<number>;
  isLive(episode: number): boolean;
  /** Whether it ended, as it was before, because an answer was not finite. */
  isWrong(episode: number): boolean;
  state(episode: number): readonly number[];
  /** Lets go of the memory. */
  free(): void;
}

/** A world, and who plays in it. */
export interface Field extends Actors {
  readonly flow: Flow;
}

/**
 * Makes room for the episodes of one group of a policy's networks after the other. The world is compiled to WebAssembly: the
 * same to the bit as the flow on plain numbers. Throws `WorldError` where there is no memory.
 */
export function createEpisodes(field: Field): Episodes {
  const { flow, policy, columns, inputs, outputs } = field;
  const { wasm } = policy;
  const count = policy.group * columns;
  const roundBytes = together * pairBytes(flow);
  const rounds = Math.ceil(count / episodesOfRound);
  const { module, first } = compiled(field);
  const callsAt = first + rounds * roundBytes;
  const memory = memories.take(callsAt + (wasm?.calls(0).length ?? 0) * callBytes);
  const ports = wasm?.memory ?? memories.take(4 * count * (inputs + outputs));
  const pairs = pairsIn(memory, first, flow);
  const network = wasm?.run ?? (() => undefined);
  const { exports } = new Instance(module, { host: { pairs: memory, ports, ...functions, network } });
  const run = exports["run"] as RunFlow;
  const play = (shown: number, steps: number, least: number): number =>
    run(first, shown, rounds, callsAt, calls, steps, least);
  let copier: Copier | undefined;
  let calls = 0;
  let begun = 0;

  /** Where an episode's first number is among those of a group whose networks have so many. */
  const column = (episode: number, width: number): number =>
    Math.floor(episode / columns) * width * columns + (episode % columns);

  return {
    seat(group) {
      copier = wasm === undefined ? copierOf(field, ports, group) : undefined;
      const addresses = wasm?.calls(group).flat() ?? [];
      calls = (4 * addresses.length) / callBytes;
      new Int32Array(memory.buffer, callsAt, addresses.length).set(addresses);
      const inputsAt = copier?.inputsAt ?? policy.inputs.byteOffset + 4 * group * count * inputs;
      const outputsAt = copier?.outputsAt ?? policy.outputs.byteOffset + 4 * group * count * outputs;
      for (let slot = 0; slot < episodesOfRound * rounds; slot++) {
        // Where there is none, it has the last one's place, which is written after it.
        const episode = Math.min(slot, count - 1);
        pairs.place(slot, inputsAt + 4 * column(episode, inputs), outputsAt + 4 * column(episode, outputs));
      }
    },
    begin(episode, state) {
      pairs.begin(episode, state);
      if (episode >= begun) begun = episode + 1;
    },
    play(steps, least) {
      const shown = Math.ceil(begun / episodesOfRound);
      begun = 0;
      if (copier === undefined) return Math.max(0, play(shown, steps, least));
      play(shown, 0, least);
      return playOutside(copier, steps, () => play(0, 1, least) >= 0);
    },
    isLive: pairs.isLive,
    isWrong: pairs.isWrong,
    state: pairs.state,
    free() {
      memories.giveBack(memory);
      if (wasm === undefined) memories.giveBack(ports);
    },
  };
}

const memories = createMemories();

const programsMax = 16;
const programs = new WeakMap<Flow, Map<string, Compiled>>();

interface Compiled {
  readonly module: WasmModule;
  readonly first: number;
}

/** The program of a world for networks of such ports: compiled once. */
function compiled({ flow, inputs, outputs, columns }: Field): Compiled {
  const key = `${inputs} ${outputs} ${columns}`;
  const known = programs.get(flow) ?? new Map<string, Compiled>();
  programs.set(flow, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const { module, first } = flowProgram(flow, { inputs, outputs, stride: columns });
  const made = { module: new Module(module), first };
  if (known.size >= programsMax) known.clear();
  known.set(key, made);
  return made;
}
