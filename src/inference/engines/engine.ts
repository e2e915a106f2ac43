import type { EngineName } from "../../evaluation/engine-name.ts";
import type { Neat } from "../../genome/kinds/network/neat.ts";
import type { Noise } from "../../genome/kinds/network/noise.ts";
import type { Network } from "../../genome/kinds/network/shape.ts";
import type { WasmMemory } from "../wasm/platform.ts";

/** A network of either sort. */
export type Brain =
  | { readonly kind: "network"; readonly network: Network }
  | { readonly kind: "neat"; readonly network: Neat };

/** Runs networks, many at a time. One engine always gives the same bits for a network, whoever is beside it. */
export interface Engine {
  readonly name: EngineName;
  /**
   * Takes networks in: of one kind, with the same inputs and outputs, and with `kind: "network"` of one shape. Each
   * sees `columns` observations a step (one an episode), from 1. Throws `WorldError` where there is no memory.
   */
  load(brains: readonly Brain[], columns: number): Promise<Policy>;
  /**
   * For engines that know networks which are little more than their difference to a base. Takes in as many networks as
   * there are noises, all of one rank from 1: the base with that noise, whose weights are written out only where few.
   * They are those of `withNoise` but for rounding, and may go beyond `weightMax`.
   */
  loadPerturbed?(base: Network, noises: readonly Noise[], columns: number): Promise<Policy>;
  /** Frees what it holds. Idempotent. */
  close(): Promise<void>;
}

/**
 * Networks that have been taken in. Inputs are laid out network by network, input by input, column by column:
 * `inputs[(network * I + input) * columns + column]`; outputs likewise.
 */
export interface Policy {
  readonly inputs: Float32Array;
  readonly outputs: Float32Array;
  /** How WebAssembly computes what `forward` does; absent where it does not. */
  readonly wasm?: PolicyInWasm;
  /** How many networks one call of `forward` computes, from 1 to all of them; the last group may have fewer. */
  readonly group: number;
  /** Computes the outputs of the networks of a group, and what they remember; `group` counts groups. */
  forward(group: number): void | Promise<void>;
  /** Makes all networks forget. */
  reset(): void;
  /** Lets go of the memory. */
  free(): void;
}

/** For those who have networks compute without leaving WebAssembly. */
export interface PolicyInWasm {
  /** Inputs and outputs lie in it, padded to whole groups. */
  readonly memory: WasmMemory;
  /** Computes a part of a group; all are addresses. */
  readonly run: (inputs: number, outputs: number, data: number, kept: number) => void;
  /** What it is called with, one after the other, to compute a group. */
  calls(group: number): readonly Call[];
}

export type Call = Parameters<PolicyInWasm["run"]>;
