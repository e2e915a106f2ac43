import { Tensor } from "onnxruntime-node";
import { graphBuilder } from "../../graph/builder.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Uploader } from "../../session.ts";
import type { Brain } from "../engine.ts";
import type { Crew } from "./crews.ts";
import type { Matrix, Plan } from "./plan.ts";
import type { Room } from "./room.ts";
import type { Sessions } from "./sessions.ts";

/** A crew that has been taken in. */
export interface Team {
  /** Computes the outputs, and what is remembered. */
  run(): Promise<void>;
  /** Forgets. */
  reset(): void;
  /** Lets go of its session and of the memory of the device. */
  free(): Promise<void>;
}

/** What teams are made with. */
export interface Means {
  readonly sessions: Sessions;
  readonly uploader: Uploader;
  /** Observations a step that each network sees. */
  readonly columns: number;
}

/** Takes a crew of these networks in. */
export async function createTeam(means: Means, crew: Crew, brains: readonly Brain[], room: Room): Promise<Team> {
  const { sessions, uploader, columns } = means;
  const { plan, places } = crew;
  const need = { plan, places, columns };
  const session = await sessions.take(need);
  const feeds: Record<string, Tensor> = {
    ...(await packed(crew, brains, uploader)),
    inputs: new Tensor("float32", room.inputsOf(crew), [places, plan.inputs, columns]),
  };
  const results: Record<string, Tensor | null> = {
    outputs: new Tensor("float32", room.outputsOf(crew), [places, plan.outputs, columns]),
  };
  const memories = plan.memories.map(({ name, rows }) => ({ name, next: nextName(name), rows }));
  const blank = (rows: number): Tensor =>
    new Tensor("float32", new Float32Array(places * rows * columns), [places, rows, columns]);
  const team: Team = {
    async run() {
      const made = await session.run(feeds, results);
      for (const { name, next } of memories) {
        const before = feeds[name]!;
        feeds[name] = made[next]!;
        // Two tensors in turn; on a device, each step makes one.
        if (uploader.isRemote) release(before);
        else results[next] = before;
      }
    },
    reset() {
      for (const { name, next, rows } of memories) {
        if (feeds[name] !== undefined) release(feeds[name]);
        feeds[name] = blank(rows);
        results[next] = uploader.isRemote ? null : blank(rows);
      }
    },
    async free() {
      for (const tensor of Object.values(feeds)) release(tensor);
      await sessions.giveBack(need);
    },
  };
  team.reset();
  return team;
}

/** The graph of one step of as many networks. */
export function stepGraph(plan: Plan, places: number, columns: number): Graph {
  const build = graphBuilder("step");
  const inputs = build.input("inputs", "float32", [places, plan.inputs, columns]);
  const matrices = plan.matrices.map(({ name, element, ...size }) =>
    build.input(name, element, [places, size.rows, size.columns]),
  );
  const memories = plan.memories.map(({ name, rows }) => build.input(name, "float32", [places, rows, columns]));
  const step = plan.step(build, { inputs, matrices, memories });
  build.output(step.outputs, "outputs");
  for (const [i, memory] of step.memories.entries()) build.output(memory, nextName(plan.memories[i]!.name));
  return build.graph();
}

/** The name of a memory as a graph gives it. */
export function nextName(name: string): string {
  return `next_${name}`;
}

/** The matrices of a crew, by name. */
async function packed(crew: Crew, brains: readonly Brain[], uploader: Uploader): Promise<Record<string, Tensor>> {
  const { plan, networks, places } = crew;
  const arrays = plan.matrices.map((matrix) => arrayFor(matrix, places));
  for (const [place, network] of networks.entries()) {
    const parts = arrays.map((array, m) => partOf(array, plan.matrices[m]!, place));
    plan.pack(brains[network]!, parts);
  }
  const tensors: Record<string, Tensor> = {};
  for (const [m, { name, element, rows, columns }] of plan.matrices.entries()) {
    tensors[name] = await uploader.upload(new Tensor(element, arrays[m]!, [places, rows, columns]));
  }
  return tensors;
}

function arrayFor({ element, rows, columns }: Matrix, places: number): Float32Array | Uint8Array {
  const size = places * rows * columns;
  return element === "bool" ? new Uint8Array(size) : new Float32Array(size);
}

function partOf<T extends Float32Array | Uint8Array>(array: T, { rows, columns }: Matrix, place: number): T {
  return array.subarray(place * rows * columns, (place + 1) * rows * columns) as T;
}

function release(tensor: Tensor): void {
  if (tensor.location === "gpu-buffer") tensor.dispose();
}
