import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { encodeModel } from "../../../src/inference/graph/encode.ts";
import { type Graph, modelFrom } from "../../../src/inference/graph/graph.ts";

/** An operation, and the provider that ran it. */
export interface Placement {
  readonly op: string;
  readonly provider: string;
}

/** Which provider runs each operation of a graph on WebGPU, the insides of loops too, as ONNX Runtime's profile has it. */
export async function placementsOf(graph: Graph): Promise<readonly Placement[]> {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-profile-"));
  try {
    const options = {
      executionProviders: ["webgpu"],
      enableProfiling: true,
      profileFilePrefix: join(folder, "profile"),
    };
    const session = await InferenceSession.create(encodeModel(modelFrom(graph)), options);
    await session.run(
      Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, zeros(shape as readonly number[])])),
    );
    session.endProfiling();
    await session.release();
    const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), "utf8")) as readonly ProfileEvent[];
    const ran = events.filter(({ cat, name }) => cat === "Node" && name.endsWith("kernel_time"));
    const pairs = new Set(ran.map(({ args }) => `${args.op_name} ${args.provider}`));
    return [...pairs].map((pair) => ({ op: pair.split(" ")[0]!, provider: pair.split(" ")[1]! }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly args: { readonly op_name: string; readonly provider: string };
}

function zeros(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return new Tensor("float32", new Float32Array(size), shape);
}
