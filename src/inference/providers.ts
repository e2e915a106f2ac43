/** What ONNX Runtime can compute on: the processor, any GPU through WebGPU, or one of NVIDIA's through CUDA. */
export type Provider = "cpu" | "webgpu" | "cuda";
