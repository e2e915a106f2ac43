import { execFile } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { probeProvider } from "../../src/inference/providers.ts";
import type { WebGpuFindings } from "./children/webgpu.ts";

/** A software driver that comes with Debian's Chromium. */
const swiftShader = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** The environment in which WebGPU works on this machine; undefined where it does not. */
async function environment(): Promise<NodeJS.ProcessEnv | undefined> {
  const own = { XDG_RUNTIME_DIR: mkdtempSync(join(tmpdir(), "lamarck-gpu-")), ...process.env };
  if ((await probeProvider("webgpu", own)).ok) return own;
  const software = { ...own, VK_DRIVER_FILES: swiftShader, LD_LIBRARY_PATH: dirname(swiftShader) };
  if (existsSync(swiftShader) && (await probeProvider("webgpu", software)).ok) return software;
  return undefined;
}

const env = await environment();
if (env === undefined) {
  console.warn("SKIPPED: no driver for WebGPU works here (mesa-vulkan-drivers from 25, or chromium's SwiftShader)");
}

describe.skipIf(env === undefined)("WebGPU on this machine", () => {
  let findings: WebGpuFindings;

  beforeAll(async () => {
    const child = fileURLToPath(new URL("children/webgpu.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [child], { env: env!, timeout: 230_000 });
    findings = JSON.parse(stdout.split("\n").find((line) => line.startsWith("{"))!) as WebGpuFindings;
  }, 240_000);

  test("computes all of a network, and what the processor computes", () => {
    // Sessions refuse graphs that would in part run on the processor.
    expect(Object.keys(findings.differences)).toEqual(["layers", "recurrent layers", "topologies", "noise on a base"]);
    expect(Math.max(...Object.values(findings.differences))).toBeLessThan(1e-5);
  });

  test("runs all operations of a rollout but the loop itself", () => {
    // The body hands on the condition to go on, which the loop reads on the processor.
    expect(new Set(findings.fellBack)).toEqual(new Set(["Loop", "Identity"]));
    expect(findings.placed).toEqual(expect.arrayContaining(["MatMul", "Tanh", "Where", "Sin"]));
  });

  test("scores 1,000 episodes of cart-pole as the processor does", () => {
    expect(findings.episodes).toBe(1000);
    expect(findings.otherScores).toBe(0);
  });
});
