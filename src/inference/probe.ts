// A trial of a provider, in a process of its own: one line of JSON (`Probe`) on the standard output.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { env, Tensor } from "onnxruntime-node";
import { messageOf } from "../std/errors.ts";
import { graphBuilder } from "./graph/builder.ts";
import type { Graph } from "./graph/graph.ts";
import { float32Tensor } from "./graph/tensor.ts";
import type { Probe, Provider } from "./providers.ts";
import { openSession } from "./session.ts";

const provider = process.argv[2] as Provider;
process.stdout.write(`${JSON.stringify(tried())}\n`);

function tried(): Probe {
  try {
    const session = openSession(trial(), { provider });
    const { y } = session.run({ x: new Tensor("float32", Float32Array.of(1, 2, 3), [1, 3]) }, { y: null });
    const [sum] = y!.data as Float32Array;
    if (Math.abs(sum! - Math.tanh(1.4)) > 1e-5)
      return { ok: false, detail: `it computes ${sum} where ${Math.tanh(1.4)} is right` };
    const driver = driverOf();
    return { ok: true, version: env.versions.node ?? env.versions.common, ...(driver === undefined ? {} : { driver }) };
  } catch (error) {
    return { ok: false, detail: reasonIn(messageOf(error)) };
  }
}

function trial(): Graph {
  const build = graphBuilder("trial");
  const weights = build.constant(float32Tensor([0.1, 0.2, 0.3], [3, 1]));
  build.output(build.tanh(build.matMul(build.input("x", "float32", [1, 3]), weights)), "y");
  return build.graph();
}

/** The end of a message, without the places in ONNX Runtime's own source. */
function reasonIn(message: string): string {
  return message
    .replaceAll(/\s+/g, " ")
    .replace(/^.* was false\. /, "")
    .trim();
}

/** Drivers of Vulkan and of CUDA by their files: Linux tells which libraries a process has loaded. */
function driverOf(): string | undefined {
  if (provider === "cpu" || process.platform !== "linux") return undefined;
  const loaded = readFileSync("/proc/self/maps", "utf8").match(/\/\S+\.so[\d.]*/g) ?? [];
  const names = new Set(loaded.map((path) => basename(path)));
  return [...names].find((name) => /^lib(vulkan_\w+|vk_swiftshader|GLX_nvidia|cuda)\.so/.test(name));
}
