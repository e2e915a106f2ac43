import { describe, expect, test } from "vitest";
import { probeProvider, requireProvider } from "../../src/inference/providers.ts";
import { UserError } from "../../src/std/errors.ts";

describe("providers", () => {
  test("the processor can be used on every machine", async () => {
    expect(await probeProvider("cpu")).toEqual({
      ok: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
    await expect(requireProvider("cpu")).resolves.toBeUndefined();
  });

  test("a GPU whose driver cannot be loaded is said to be missing, by a process that may die of it", async () => {
    const env = {
      ...process.env,
      VK_DRIVER_FILES: "/nowhere.json",
      VK_ICD_FILENAMES: "/nowhere.json",
      LD_LIBRARY_PATH: "",
    };
    const probe = await probeProvider("webgpu", env);
    expect(probe).toEqual({ ok: false, detail: expect.stringMatching(/adapter|Vulkan|ended with/i) as string });
  });

  test("CUDA without its libraries says which are missing and where they are looked for", async () => {
    const refusal = await requireProvider("cuda").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).message).toMatch(/providers_cuda.* not found in .*onnxruntime-node.*napi/);
  });
});
