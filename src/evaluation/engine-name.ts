/** What can run networks: loops, a WebAssembly kernel, ONNX Runtime on the processor or on a GPU. */
export type EngineName = "plain" | "kernel" | "onnx" | "webgpu" | "cuda";

/** All of them. */
export const engineNames: readonly EngineName[] = ["kernel", "onnx", "webgpu", "cuda", "plain"];
