import { Tensor } from "onnxruntime-node";
import { graphBuilder } from "../../graph/builder.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Uploader } from "../../session.ts";
import type { Crew } from "./crews.ts";
import { shapeOf, type StepPlan } from "./plan.ts";
import type { Room } from "./room.ts";
import type { Sessions } from "./sessions.ts";

/** A crew that has been taken in. */
export interface Team {
  /** Computes the outputs, and what is remembered. */
  run(): void;
  /** Forgets. */
  reset(): void;
  /** Lets go of its session and of the memory of the device. Idempotent. */
  free(): void;
}

/** What teams are made with. */
export interface Means {
  readonly sessions: Sessions;
  readonly uploader: Uploader;
  /** Those that have not been freed. */
  readonly teams: Set<Team>;
  /** Observations a step that each network sees. */
  readonly columns: number;
  /** The width of the processor's blocks of channels, where there are any. */
  readonly blockWidth: number | undefined;
}

/** The matrices of networks, and those that they share, by name. */
export type Matrices = Readonly<Record<string, Tensor>>;

/** Takes a crew with these matrices in. */
export function createTeam(means: Means, crew: Crew, matrices: Matrices, room: Room): Team {
  const { sessions, uploader, teams, columns } = means;
  const { plan, places } = crew;
  const need = { plan, places, columns };
  const session = sessions.take(need);
  const feeds: Record<string, Tensor> = {
    ...matrices,
    inputs: new Tensor("float32", room.inputsOf(crew), [places, plan.inputs, columns]),
  };
  const outputs = room.outputsOf(crew);
  // Where some outputs stay on the device, ONNX Runtime does not write to tensors that are given for the others.
  const results: Record<string, Tensor | null> = {
    outputs: uploader.isRemote ? null : new Tensor("float32", outputs, [places, plan.outputs, columns]),
  };
  const memories = plan.memories.map(({ name, rows }) => ({ name, next: nextName(name), rows }));
  const blank = (rows: number): Tensor =>
    new Tensor("float32", new Float32Array(places * rows * columns), [places, rows, columns]);
  const team: Team = {
    run() {
      const made = session.run(feeds, results);
      if (uploader.isRemote) outputs.set(made["outputs"]!.data as Float32Array);
      for (const { name, next } of memories) {
        const before = feeds[name]!;
        feeds[name] = made[next]!;
        // Two tensors in turn; on a device, each step makes one.
        if (uploader.isRemote) uploader.release([before]);
        else results[next] = before;
      }
    },
    reset() {
      for (const { name, next, rows } of memories) {
        if (feeds[name] !== undefined) uploader.release([feeds[name]]);
        feeds[name] = blank(rows);
        results[next] = uploader.isRemote ? null : blank(rows);
      }
    },
    free() {
      if (!teams.delete(team)) return;
      uploader.release(Object.values(feeds));
      sessions.giveBack(need);
    },
  };
  team.reset();
  teams.add(team);
  return team;
}

/** The graph of one step of as many networks. */
export function stepGraph(plan: StepPlan, places: number, columns: number): Graph {
  const build = graphBuilder("step");
  const inputs = build.input("inputs", "float32", [places, plan.inputs, columns]);
  const matrices = plan.matrices.map((matrix) => build.input(matrix.name, matrix.element, shapeOf(matrix, places)));
  const shared = plan.shared.map(({ name, element, ...size }) => build.input(name, element, [size.rows, size.columns]));
  const memories = plan.memories.map(({ name, rows }) => build.input(name, "float32", [places, rows, columns]));
  const step = plan.step(build, { inputs, matrices, shared, memories });
  build.output(step.outputs, "outputs");
  for (const [i, memory] of step.memories.entries()) build.output(memory, nextName(plan.memories[i]!.name));
  return build.graph();
}

/** The name of a memory as a graph gives it. */
export function nextName(name: string): string {
  return `next_${name}`;
}
