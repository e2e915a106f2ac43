import { assertAlike, portsOf } from "./brains.ts";
import type { Brain, Call, Engine, Policy, PolicyInWasm } from "./engine.ts";
import { type Tape, tapeOf } from "./tape.ts";
import { constants } from "./wasm/activation.ts";
import { networkProgram } from "./wasm/network.ts";
import { createMemories } from "../wasm/memory.ts";
import { Instance, Module, type WasmMemory, type WasmModule } from "../wasm/platform.ts";
import type { Program } from "./wasm/program.ts";
import { tapeProgram } from "./wasm/tape.ts";

const modulesMax = 64;

/**
 * Networks as WebAssembly made for their shape, with vectors of 128 bits: on any machine the same bits as the plain
 * loops. A call of `forward` computes up to four networks, so that weights stay in the nearest cache for a whole episode.
 */
export function createKernelEngine(): Engine {
  const modules = new Map<string, WasmModule>();
  const memories = createMemories();

  function moduleOf<B>(program: Program<B>): WasmModule {
    const known = modules.get(program.key);
    if (known !== undefined) return known;
    const [oldest] = modules.keys();
    if (modules.size >= modulesMax) modules.delete(oldest!);
    const module = new Module(program.module());
    modules.set(program.key, module);
    return module;
  }

  function policyOf<B>(networks: readonly B[], program: Program<B>, ports: Ports): Policy {
    const groups = Array.from({ length: Math.ceil(networks.length / program.group) }, (_, group) =>
      networks.slice(group * program.group, (group + 1) * program.group),
    );
    const plan = planOf(groups, program, ports);
    const memory = memories.take(plan.bytes);
    const { exports } = new Instance(moduleOf(program), { host: { memory } });
    const policy = createPolicy(groups, program, { plan, ports, memory, run: exports["run"] as PolicyInWasm["run"] });
    return {
      ...policy,
      free: once(() => memories.giveBack(memory)),
    };
  }

  return {
    name: "kernel",
    load: async (brains, columns) => loaded(brains, columns, policyOf),
    close() {
      memories.clear();
      modules.clear();
      return Promise.resolve();
    },
  };
}

function loaded(
  brains: readonly Brain[],
  columns: number,
  policyOf: <B>(networks: readonly B[], program: Program<B>, ports: Ports) => Policy,
): Policy {
  assertAlike(brains, columns);
  const first = brains[0]!;
  const ports = { ...portsOf(first), columns };
  if (first.kind === "neat") {
    const tapes = brains.map(({ network }) => tapeOf(network as typeof first.network));
    return policyOf<Tape>(tapes, tapeProgram(ports, columns), ports);
  }
  const weights = brains.map(({ network }) => (network as typeof first.network).weights);
  return policyOf(weights, networkProgram(first.network.shape, columns, brains.length), ports);
}

interface Ports {
  readonly inputs: number;
  readonly outputs: number;
  readonly columns: number;
}

/** Where everything lies in memory, in bytes. */
interface Plan {
  readonly data: readonly number[];
  /** Of each group's first tile; then where the last one ends. */
  readonly kept: readonly number[];
  readonly inputs: number;
  readonly outputs: number;
  readonly bytes: number;
}

function planOf<B>(groups: readonly B[][], program: Program<B>, { inputs, outputs, columns }: Ports): Plan {
  let end = constants.byteLength + program.scratch;
  const place = (bytes: number): number => {
    const at = Math.ceil(end / 64) * 64;
    end = at + bytes;
    return at;
  };
  const data = groups.map((group) => place(program.bytes(group)));
  const kept = groups.map((group) => place(program.tileBytes(group) * program.starts.length));
  const places = Math.ceil(groups.length / program.crew) * program.crew * program.group;
  return {
    data,
    kept: [...kept, end],
    inputs: place(4 * places * inputs * columns),
    outputs: place(4 * places * outputs * columns),
    bytes: end,
  };
}

function createPolicy<B>(
  groups: readonly B[][],
  { group: size, crew, starts, tileBytes, write }: Program<B>,
  { plan, ports, memory, run }: Made,
): Omit<Policy, "free"> {
  const { buffer } = memory;
  new Float32Array(buffer, 0, constants.length).set(constants);
  for (const [i, group] of groups.entries()) write(group, buffer, plan.data[i]!);
  const networks = groups.flat().length;
  const inputs = ports.inputs * ports.columns;
  const outputs = ports.outputs * ports.columns;
  const each = groups.map((group, g) =>
    starts.map((start, tile): Call => [
      plan.inputs + 4 * (size * g * inputs + start),
      plan.outputs + 4 * (size * g * outputs + start),
      plan.data[g]!,
      plan.kept[g]! + tile * tileBytes(group),
    ]),
  );
  const calls = Array.from({ length: Math.ceil(groups.length / crew) }, (_, i) =>
    each.slice(i * crew, (i + 1) * crew).flat(),
  );
  return {
    inputs: new Float32Array(buffer, plan.inputs, networks * inputs),
    outputs: new Float32Array(buffer, plan.outputs, networks * outputs),
    wasm: { memory, run, calls: (group) => calls[group]! },
    group: size * crew,
    forward(group) {
      for (const call of calls[group]!) run(...call);
    },
    reset: () => void new Uint8Array(buffer, plan.kept[0], plan.kept.at(-1)! - plan.kept[0]!).fill(0),
  };
}

/** What a policy is made of. */
interface Made {
  readonly plan: Plan;
  readonly ports: Ports;
  readonly memory: WasmMemory;
  readonly run: PolicyInWasm["run"];
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
