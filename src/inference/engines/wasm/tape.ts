import type { Activation } from "../../../genome/kinds/network/shape.ts";
import type { Tape } from "../tape.ts";
import { vectorActivation } from "./activation.ts";
import { draftFunction, type FunctionDraft } from "../../wasm/function.ts";
import { advance, type Code, copy, f32, f32x4, i32, type Local, repeat, when } from "../../wasm/instructions.ts";
import { episodesOfRound } from "../../flow/pairs.ts";
import { type Program, tilesOf } from "./program.ts";

const activations: readonly Activation[] = ["linear", "relu", "tanh", "sigmoid"];

/** Whole numbers at the start of a tape: how many nodes, and how many bytes of values to keep for delayed links. */
const headWords = 2;

/**
 * The program of evolved topologies with these inputs and outputs: an interpreter of tapes. A tape's memory is its
 * values, four columns of a slot side by side, then those of the step before where links are delayed.
 */
export function tapeProgram(ports: Ports, columns: number): Program<Tape> {
  const { starts } = tilesOf(columns, 1);
  return {
    key: JSON.stringify(["tape", ports.inputs, ports.outputs, columns]),
    scratch: 0,
    starts,
    group: 1,
    // Tapes are short: networks with few episodes keep each other company in worlds that step several at once.
    crew: Math.max(1, Math.floor(episodesOfRound / columns)),
    bytes: ([tape]) => 4 * wordsOf(tape!),
    tileBytes: ([tape]) => 16 * tape!.slots * (tape!.delayed ? 2 : 1),
    module: () => moduleOf(ports, columns),
    write: ([tape], memory, at) => write(tape!, memory, at),
  };
}

interface Ports {
  readonly inputs: number;
  readonly outputs: number;
}

function wordsOf({ nodes, outputs }: Tape): number {
  return headWords + outputs.length + nodes.reduce((sum, { links }) => sum + 3 + 2 * links.length, 0);
}

function write({ slots, nodes, outputs, delayed }: Tape, memory: ArrayBuffer, at: number): void {
  const into = new DataView(memory);
  let place = at;
  const whole = (value: number): void => {
    into.setInt32(place, value, true);
    place += 4;
  };
  const single = (value: number): void => {
    into.setFloat32(place, value, true);
    place += 4;
  };
  whole(nodes.length);
  whole(delayed ? 16 * slots : 0);
  for (const slot of outputs) whole(16 * slot);
  for (const { activation, bias, links } of nodes) {
    whole(activations.indexOf(activation));
    whole(links.length);
    single(bias);
    for (const { from, weight, delayed: late } of links) {
      whole(16 * (late ? slots + from : from));
      single(weight);
    }
  }
}

function moduleOf({ inputs: inputCount, outputs: outputCount }: Ports, columns: number): Uint8Array<ArrayBuffer> {
  const draft = draftFunction(4);
  const [inputs, outputs, tape, memory] = draft.parameters as [Local, Local, Local, Local];
  const cursor = draft.i32();
  const target = draft.i32();
  const rounds = draft.i32();
  const kept = i32.load(tape.get, 4);
  const loadInput = columns < 4 ? f32x4.loadSplat : f32x4.load;
  const valueAt = i32.add(memory.get, i32.load(cursor.get, 0));
  const { load, store } = columns < 4 ? f32 : f32x4;
  return draft.moduleOf([
    ...when(kept, copy(i32.add(memory.get, kept), memory.get, kept)),
    ...target.set(memory.get),
    ...rounds.set(i32.of(inputCount)),
    ...repeat(rounds, [
      ...f32x4.store(target.get, 0, loadInput(inputs.get, 0)),
      ...advance(inputs, 4 * columns),
      ...advance(target, 16),
    ]),
    ...cursor.set(i32.add(tape.get, i32.of(4 * (headWords + outputCount)))),
    ...rounds.set(i32.load(tape.get, 0)),
    ...computed(draft, { cursor, target, memory, rounds }),
    ...cursor.set(i32.add(tape.get, i32.of(4 * headWords))),
    ...rounds.set(i32.of(outputCount)),
    ...repeat(rounds, [
      ...store(outputs.get, 0, load(valueAt, 0)),
      ...advance(outputs, 4 * columns),
      ...advance(cursor, 4),
    ]),
  ]);
}

interface Walk {
  /** Where on the tape. */
  readonly cursor: Local;
  /** The value of the node. */
  readonly target: Local;
  readonly memory: Local;
  /** Nodes that are left. */
  readonly rounds: Local;
}

function computed(draft: FunctionDraft, { cursor, target, memory, rounds }: Walk): Code {
  const activation = vectorActivation(draft);
  const [kind, links, sum] = [draft.i32(), draft.i32(), draft.v128()];
  const value = f32x4.load(i32.add(memory.get, i32.load(cursor.get, 0)), 0);
  const product = f32x4.mul(value, f32x4.loadSplat(cursor.get, 4));
  const node: Code = [
    ...kind.set(i32.load(cursor.get, 0)),
    ...links.set(i32.load(cursor.get, 4)),
    ...sum.set(f32x4.loadSplat(cursor.get, 8)),
    ...advance(cursor, 12),
    ...repeat(links, [...sum.set(f32x4.add(sum.get, product)), ...advance(cursor, 8)]),
    ...activations.flatMap((name, i) => when(i32.equal(kind.get, i32.of(i)), activation.apply(name, [sum]))),
    ...f32x4.store(target.get, 0, sum.get),
    ...advance(target, 16),
  ];
  return [...activation.prepare("tanh"), ...repeat(rounds, node)];
}
