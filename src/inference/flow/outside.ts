import type { Policy } from "../engines/engine.ts";
import type { WasmMemory } from "../wasm/platform.ts";

/** Has networks compute that WebAssembly does not reach, on copies of what a world shows them in its memory. */
export interface Copier {
  /** Where in the memory inputs and outputs lie, in bytes. */
  readonly inputsAt: number;
  readonly outputsAt: number;
  /** Shows a group's networks what lies in the memory, and has them compute. */
  compute(): void | Promise<void>;
  /** Brings their answers into the memory. */
  fetch(): void;
}

/** The numbers of a group of networks: inputs lie in the memory first, outputs behind them. */
export function copierOf({ policy, columns, ...field }: Actors, { buffer }: WasmMemory, group: number): Copier {
  const count = policy.group * columns;
  const [inputs, outputs] = [count * field.inputs, count * field.outputs];
  const seen = policy.inputs.subarray(group * inputs, (group + 1) * inputs);
  const answers = policy.outputs.subarray(group * outputs, (group + 1) * outputs);
  const shown = new Float32Array(buffer, 0, seen.length);
  const heard = new Float32Array(buffer, 4 * inputs, answers.length);
  return {
    inputsAt: shown.byteOffset,
    outputsAt: heard.byteOffset,
    compute() {
      seen.set(shown);
      return policy.forward(group);
    },
    fetch: () => heard.set(answers),
  };
}

/** Who acts in a world. */
export interface Actors {
  readonly policy: Policy;
  /** Episodes of a network. */
  readonly columns: number;
  /** Numbers that a network takes and gives for each. */
  readonly inputs: number;
  readonly outputs: number;
}

/** Steps, one after the other, until moving says that one was the last; gives how many are left. */
export function playOutside(copier: Copier, steps: number, move: () => boolean): number | Promise<number> {
  for (let left = steps - 1; left >= 0; left--) {
    const computing = copier.compute();
    if (computing !== undefined) return playLater(copier, { computing, left, move });
    copier.fetch();
    if (move()) return left;
  }
  return 0;
}

/** A step that networks are computing. */
interface Pending {
  readonly computing: Promise<void>;
  /** How many steps there are after it. */
  readonly left: number;
  move(): boolean;
}

async function playLater(copier: Copier, { computing, left, move }: Pending): Promise<number> {
  await computing;
  copier.fetch();
  for (let rest = left; rest > 0; rest--) {
    if (move()) return rest;
    await copier.compute();
    copier.fetch();
  }
  move();
  return 0;
}
