import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CourierSettings } from "../../src/cli/courier-lines.ts";
import { couriered } from "../../src/cli/couriered.ts";
import type { KeptReply, Models } from "../../src/llm/model.ts";
import { callOf } from "../../src/llm/recorded.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { readKept } from "../../src/store/kept.ts";
import { lockHolder } from "../../src/store/lock.ts";
import { checkModels } from "../../src/testing/models.ts";
import { createInbox, reply, startProvider } from "../llm/provider.ts";
import { canary, requestFor, three } from "../llm/requests.ts";
import { until } from "../runner/detached.ts";
import { inFolder } from "../simulation/mortal.ts";

const never = new AbortController().signal;

function settingsIn(folder: string, baseUrl: string): CourierSettings {
  const [calls, lock] = [join(folder, "calls.jsonl"), join(folder, "calls.lock")];
  return { key: canary, baseUrl, inFlight: 4, calls, lock };
}

/** Models whose courier keeps replies in this folder. */
function modelsIn(folder: string, baseUrl: string, program?: string): Models {
  const settings = settingsIn(folder, baseUrl);
  const { find } = readKept<KeptReply>(settings.calls);
  return couriered({ settings, find, ...(program === undefined ? {} : { program }) });
}

describe("models that a courier asks", () => {
  test("keep the contract of models", () =>
    inFolder(async (folder) => {
      const stub = await createStub({ faults: { "529": 0.2, truncated: 0.2 }, latencyMs: [1, 20] });
      await checkModels(() => modelsIn(folder, stub.url), { requests: three });
      await stub.close();
    }));
});
