import type { Flow } from "../../scenario/flow.ts";
import type { Policy } from "../engines/engine.ts";
import { createMemories } from "../wasm/memory.ts";
import { Instance, Module, type WasmMemory, type WasmModule } from "../wasm/platform.ts";
import { pairBytes, pairsIn, together } from "./pairs.ts";
import { flowProgram } from "./program.ts";
import { functions } from "./vectors.ts";

/** Episodes of a world for the networks of a group: one for each column, network by network. */
export interface Episodes {
  /** Lets another group sit down; all of its episodes are over until they begin. */
  seat(group: number): void;
  /** Begins an episode in this state, and shows its network what it sees. */
  begin(episode: number, state: readonly number[]): void;
  /** Moves those that are live by one step, with what networks answered, shows what comes next, and gives how many are live. */
  step(): number;
  isLive(episode: number): boolean;
  /** Whether it ended, as it was before, because an answer was not finite. */
  isWrong(episode: number): boolean;
  state(episode: number): readonly number[];
  /** Lets go of the memory. */
  free(): void;
}

/** A world, and who plays in it. */
export interface Field {
  readonly flow: Flow;
  /** Numbers that a network takes and gives. */
  readonly inputs: number;
  readonly outputs: number;
  readonly policy: Policy;
  /** Episodes of a network. */
  readonly columns: number;
}

/**
 * Makes room for the episodes of one group of a policy's networks after the other. The world is compiled to WebAssembly: the
 * same to the bit as the flow on plain numbers. Throws `WorldError` where there is no memory.
 */
export function createEpisodes(field: Field): Episodes {
  const { flow, policy, columns, inputs, outputs } = field;
  const count = policy.group * columns;
  const [episodesOfRound, roundBytes] = [2 * together, together * pairBytes(flow)];
  const rounds = Math.ceil(count / episodesOfRound);
  const { module, first } = compiled(field);
  const memory = memories.take(first + rounds * roundBytes);
  const ports = policy.memory ?? memories.take(4 * count * (inputs + outputs));
  const pairs = pairsIn(memory, first, flow);
  const { exports } = new Instance(module, { host: { pairs: memory, ports, ...functions } });
  const run = exports["run"] as (at: number, rounds: number) => number;
  let table = tableOf(field, ports, 0);

  /** Where an episode's first number is among those of a group whose networks have so many. */
  const column = (episode: number, width: number): number =>
    Math.floor(episode / columns) * width * columns + (episode % columns);

  return {
    seat(group) {
      table = tableOf(field, ports, group);
      for (let slot = 0; slot < episodesOfRound * rounds; slot++) {
        // Where there is none, it has the last one's place, which is written after it.
        const episode = Math.min(slot, count - 1);
        pairs.place(
          slot,
          table.inputs.byteOffset + 4 * column(episode, inputs),
          table.outputs.byteOffset + 4 * column(episode, outputs),
        );
      }
    },
    begin(episode, state) {
      pairs.begin(episode, state);
      run(first + Math.floor(episode / episodesOfRound) * roundBytes, 0);
      if (policy.memory !== undefined) return;
      for (let i = 0, at = column(episode, inputs); i < inputs; i++, at += columns) {
        table.theirs.inputs[at] = table.inputs[at]!;
      }
    },
    step() {
      if (policy.memory === undefined) table.outputs.set(table.theirs.outputs);
      const living = run(first, rounds);
      if (policy.memory === undefined) {
        table.theirs.inputs.set(table.inputs.subarray(0, table.theirs.inputs.length));
      }
      return living;
    },
    isLive: pairs.isLive,
    isWrong: pairs.isWrong,
    state: pairs.state,
    free() {
      memories.giveBack(memory);
      if (policy.memory === undefined) memories.giveBack(ports);
    },
  };
}

/** What a group is shown and answers, in the memory that the world sees and in the policy's, which may be the same. */
interface Table extends Shown {
  readonly theirs: Shown;
}

interface Shown {
  readonly inputs: Float32Array;
  readonly outputs: Float32Array;
}

function tableOf({ policy, columns, ...field }: Field, ports: WasmMemory, group: number): Table {
  const count = policy.group * columns;
  const [inputs, outputs] = [count * field.inputs, count * field.outputs];
  const theirs = {
    inputs: policy.inputs.subarray(group * inputs, (group + 1) * inputs),
    outputs: policy.outputs.subarray(group * outputs, (group + 1) * outputs),
  };
  if (policy.memory !== undefined) return { ...theirs, theirs };
  return {
    inputs: new Float32Array(ports.buffer, 0, inputs),
    outputs: new Float32Array(ports.buffer, 4 * inputs, outputs),
    theirs,
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
