import type { InferenceSession, Tensor } from "onnxruntime-node";
import { binding, initOrt } from "onnxruntime-node/dist/binding.js";
import { messageOf, WorldError } from "../std/errors.ts";
import type { Provider } from "./providers.ts";
import { graphBuilder } from "./graph/builder.ts";
import { encodeModel } from "./graph/encode.ts";
import { type Graph, modelFrom } from "./graph/graph.ts";

/** A graph that is ready to run. */
export interface Session {
  /** Runs it. Writes to the results that are given; makes those that are null. Throws `WorldError` where it fails. */
  run(feeds: Readonly<Record<string, Tensor>>, results: Readonly<Record<string, Tensor | null>>): Results;
  /** Frees what it holds. */
  release(): void;
}

/** Tensors by the names of a graph's outputs. */
export type Results = Readonly<Record<string, Tensor>>;

export interface SessionOptions {
  readonly provider: Provider;
  /** Outputs that stay in the memory of the device, where it has one of its own. */
  readonly resident?: readonly string[];
  /** Whether nodes may run on the processor that the device cannot run; they may not where left out. */
  readonly mayFallBack?: boolean;
}

/**
 * Makes a graph ready to run, on one thread. Throws `WorldError` where there is no memory, or the device cannot.
 *
 * ONNX Runtime's binding computes before it returns. What the package wraps around it answers in a later turn of the
 * event loop, which takes as long as small networks do.
 */
export function openSession(graph: Graph, options: SessionOptions): Session {
  const { buffer, byteOffset, byteLength } = encodeModel(modelFrom(graph));
  const session = orWorldError(() => {
    initOrt();
    const opened = new binding.InferenceSession();
    opened.loadModel(buffer, byteOffset, byteLength, settingsOf(options));
    return opened;
  });
  return {
    run: (feeds, results) => orWorldError(() => session.run(feeds, results, {}) as Results),
    release: () => session.dispose(),
  };
}

/** Copies tensors to where a provider computes. */
export interface Uploader {
  /** Whether the provider computes in a memory of its own, where outputs can stay. */
  readonly isRemote: boolean;
  /** The tensor itself where the provider computes in the machine's own memory. */
  upload(tensor: Tensor): Tensor;
  /** Lets go of the tensors among these that are on the device. */
  release(tensors: readonly Tensor[]): void;
  /** Idempotent. */
  close(): void;
}

/** Starts an uploader: a graph that does nothing, whose output stays on the device. */
export function createUploader(provider: Provider): Uploader {
  let session: Session | undefined;
  const isRemote = provider === "webgpu";
  return {
    isRemote,
    upload(tensor) {
      if (!isRemote || tensor.type !== "float32") return tensor;
      session ??= openSession(nothing(), { provider, resident: ["there"] });
      return session.run({ here: tensor }, { there: null })["there"]!;
    },
    release(tensors) {
      for (const tensor of tensors) if (tensor.location === "gpu-buffer") tensor.dispose();
    },
    close() {
      session?.release();
      session = undefined;
    },
  };
}

function nothing(): Graph {
  const build = graphBuilder("nothing");
  build.output(build.identity(build.input("here", "float32", undefined)), "there");
  return build.graph();
}

/** One thread a lane: lanes share the cores, and threads inside would wait for each other. */
function settingsOf({ provider, resident = [], mayFallBack = false }: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 4,
    ...(provider === "cpu" || mayFallBack ? {} : { extra: { session: { disable_cpu_ep_fallback: "1" } } }),
    ...(provider === "webgpu" && resident.length > 0
      ? { preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, "gpu-buffer"])) }
      : {}),
  };
}

function orWorldError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new WorldError(
      "inference",
      `ONNX Runtime failed: ${messageOf(error).slice(0, 500)}`,
      "Resume with fewer lanes where memory is short, or with another engine.",
      { cause: error },
    );
  }
}
