import type { EngineName } from "../evaluation/engine-name.ts";
import { createKernelEngine } from "./engines/kernel.ts";
import { createPlainEngine } from "./engines/plain.ts";
import type { Engine } from "./engines/engine.ts";

/** Starts an engine. Throws `UserError` where this machine has not what it needs. */
export async function createEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case "plain":
      return createPlainEngine();
    case "kernel":
      return createKernelEngine();
    case "onnx":
    case "webgpu":
    case "cuda":
      // 288 MB that a campaign of programs never asks for.
      return (await import("./engines/onnx.ts")).createOnnxEngine(name);
    default:
      return name satisfies never;
  }
}
