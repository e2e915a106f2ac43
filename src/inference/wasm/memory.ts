import { messageOf, WorldError } from "../../std/errors.ts";
import { Memory, type WasmMemory } from "./platform.ts";

const pageBytes = 65_536;
const pagesMax = 65_536;
const sparesMax = 16;

/** Memory that is used again: address space is scarce, and collected late. */
export interface Memories {
  /** Memory of at least so many bytes, all of them 0. Throws `WorldError` where there is none. */
  take(bytes: number): WasmMemory;
  giveBack(memory: WasmMemory): void;
  /** Lets go of all that was given back. */
  clear(): void;
}

export function createMemories(): Memories {
  const spare: WasmMemory[] = [];
  return {
    take: (bytes) => memoryOf(spare.pop(), bytes),
    giveBack(memory) {
      if (spare.length < sparesMax) spare.push(memory);
    },
    clear() {
      spare.length = 0;
    },
  };
}

function memoryOf(spare: WasmMemory | undefined, bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / pageBytes);
  try {
    if (pages > pagesMax) throw new RangeError("WebAssembly has 4 GiB at most");
    if (spare === undefined) return new Memory({ initial: pages });
    const missing = pages - spare.buffer.byteLength / pageBytes;
    if (missing > 0) spare.grow(missing);
    new Uint8Array(spare.buffer, 0, bytes).fill(0);
    return spare;
  } catch (cause) {
    throw new WorldError(
      "inference-memory",
      `There is no memory for networks of ${Math.ceil(bytes / 2 ** 20)} MiB: ${messageOf(cause)}`,
      "Use a smaller population, smaller networks or fewer episodes at a time.",
      { cause },
    );
  }
}
