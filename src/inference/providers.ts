import { execFile, type ExecFileException } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { arch, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { UserError } from "../std/errors.ts";

/** What ONNX Runtime can compute on: the processor, any GPU through WebGPU, or one of NVIDIA's through CUDA. */
export type Provider = "cpu" | "webgpu" | "cuda";

/** What came of a trial of a provider on this machine. */
export type Probe =
  /** It computes rightly, in this version of ONNX Runtime; `driver` is the library that does so, where this is known. */
  | { readonly ok: true; readonly version: string; readonly driver?: string }
  /** Why it cannot be used, in one line. */
  | { readonly ok: false; readonly detail: string };

/** How long a trial may take, in milliseconds: a first use of a GPU compiles its programs. */
const probeMsMax = 60_000;
/** How much of what a failed trial wrote is told, in UTF-16 units. */
const detailLengthMax = 300;

/**
 * Tries a provider in a process of its own, with these variables in its environment, because a driver that fails may
 * end the process. Never throws.
 */
export async function probeProvider(provider: Provider, env: NodeJS.ProcessEnv = process.env): Promise<Probe> {
  const missing = provider === "cuda" ? missingForCuda() : undefined;
  if (missing !== undefined) return { ok: false, detail: missing };
  const file = new URL("../../dist/src/inference/probe.js", import.meta.url.replace("/dist/src/", "/src/"));
  const options = { env, timeout: probeMsMax, killSignal: "SIGKILL", maxBuffer: 1 << 24 } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, [fileURLToPath(file), provider], options, (error, stdout, stderr) => {
      // A driver may still fail while the process ends: what it answered counts.
      const answer = answerIn(stdout);
      resolve(answer ?? { ok: false, detail: `${endOf(error)}: ${lastLineOf(stderr)}` });
    });
  });
}

/** Throws `UserError` where a provider cannot be used on this machine. */
export async function requireProvider(provider: Provider): Promise<void> {
  const probe = await probeProvider(provider);
  if (probe.ok) return;
  throw new UserError(
    `no-${provider}`,
    `${provider} cannot be used on this machine: ${probe.detail}`,
    cureFor(provider),
  );
}

/** What to do where a provider cannot be used. */
export function cureFor(provider: Provider): string {
  switch (provider) {
    case "cpu":
      return "Install Lamarck again with `npm ci`, or use the engine `kernel`.";
    case "webgpu":
      return "Install a driver for Vulkan (on Linux), or use the engine `onnx` or `kernel`.";
    case "cuda":
      return "Install the missing files, or use the engine `onnx` or `kernel`.";
    default:
      return provider satisfies never;
  }
}

/** What CUDA needs beside ONNX Runtime's own library, and how it gets there; undefined where it is there. */
function missingForCuda(): string | undefined {
  const entry = createRequire(import.meta.url).resolve("onnxruntime-node");
  const folder = join(entry, "../../bin/napi-v6", platform, arch);
  const [prefix, suffix] = platform === "win32" ? ["", ".dll"] : ["lib", ".so"];
  const files = ["shared", "cuda"].map((part) => `${prefix}onnxruntime_providers_${part}${suffix}`);
  const missing = files.filter((file) => !existsSync(join(folder, file)));
  if (missing.length === 0) return undefined;
  const script = join(entry, "../../script/install.js");
  return (
    `${missing.join(" and ")} not found in ${folder}; \`ONNXRUNTIME_NODE_INSTALL=cuda12 node ${script}\` brings them. ` +
    "CUDA 12 and cuDNN 9 are looked for where the system finds its libraries (LD_LIBRARY_PATH)"
  );
}

function answerIn(stdout: string): Probe | undefined {
  const line = stdout.split("\n").find((one) => one.startsWith('{"ok":'));
  return line === undefined ? undefined : (JSON.parse(line) as Probe);
}

function endOf(error: ExecFileException | null): string {
  if (error?.killed === true) return `the trial took longer than ${probeMsMax / 1000} s`;
  return `the trial ended with ${error?.signal ?? `code ${error?.code ?? 0}`}`;
}

function lastLineOf(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return (lines.at(-1) ?? "it wrote nothing").trim().slice(0, detailLengthMax);
}
