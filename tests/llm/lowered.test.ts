import { join } from "node:path";
import { expect, test } from "vitest";
import { rerun } from "../../src/cli/rerun.ts";
import type { CampaignStarted, Event } from "../../src/events/event.ts";
import type { Budget } from "../../src/events/spec.ts";
import { anthropicModels } from "../../src/llm/anthropic.ts";
import { createAuthor } from "../../src/llm/author.ts";
import type { KeptReply } from "../../src/llm/model.ts";
import { recorded } from "../../src/llm/recorded.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { runCampaign } from "../../src/runner/run-campaign.ts";
import { openKept, readKept } from "../../src/store/kept.ts";
import { openRun, readRun } from "../../src/store/run-directory.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder } from "../simulation/mortal.ts";
import { assembled } from "./campaigns.ts";

const campaign = assembled({ generations: 5, budget: { usd: 10 } });

class Death extends Error {}

/** A sitting in this folder, which dies of an event; without an address it has a record and no network. */
async function sit(
  folder: string,
  { url, budget, dies }: { readonly url?: string; readonly budget: Budget; readonly dies?: (event: Event) => boolean },
): Promise<"dead" | "ended"> {
  const kept = openKept<KeptReply>(join(folder, "calls.jsonl"));
  const models = url === undefined ? undefined : anthropicModels({ key: "stub", baseUrl: url });
  const author = createAuthor({ ...campaign, models: recorded(models, kept) });
  const writer = openRun(folder);
  try {
    await runCampaign({
      writer,
      id: "lowered",
      version: "0.0.0",
      campaign,
      scenarioHash: "0",
      author,
      backend: calmBackend(),
      budget: { ...campaign.spec.budget, ...budget },
      subscriber(event) {
        writer.commit();
        if (dies?.(event)) throw new Death();
      },
    });
    return "ended";
  } catch (error) {
    if (!(error instanceof Death)) throw error;
    return "dead";
  } finally {
    await author.close();
    writer.close();
    kept.close();
  }
}

/** The calls in a log that nobody paid for. */
function unpaidIn(folder: string): readonly Event[] {
  return [...readRun(folder).events()].filter((event) => event.type === "model-asked" && event.result === "failed");
}

test("A budget that is lowered in the middle of a generation is kept at once, and the log is the same again from the record", () =>
  inFolder(async (folder) => {
    const stub = await createStub();
    try {
      const birth = ({ type, ...event }: Event): boolean =>
        type === "variant-born" && "generation" in event && event.generation === 2;
      const { url } = stub;
      expect(await sit(folder, { url, budget: {}, dies: birth })).toBe("dead");
      const { paid } = stub.stats();
      expect(paid).toBeGreaterThan(0);
      const firstUnpaid = (): boolean => unpaidIn(folder).length === 1;
      expect(await sit(folder, { url, budget: { usd: 0 }, dies: firstUnpaid })).toBe("dead");
      const secondUnpaid = (): boolean => unpaidIn(folder).length === 2;
      expect(await sit(folder, { budget: { usd: 0 }, dies: secondUnpaid })).toBe("dead");
      expect(stub.stats().paid).toBe(paid);
      expect(await sit(folder, { url, budget: { usd: 9 } })).toBe("ended");
      expect(stub.stats().paid).toBeGreaterThan(paid);
      expect(unpaidIn(folder)).toHaveLength(2);
    } finally {
      await stub.close();
    }
    const run = readRun(folder);
    const [started] = run.events() as Iterable<CampaignStarted>;
    const { find } = readKept<KeptReply>(join(folder, "calls.jsonl"));
    const author = createAuthor({ ...campaign, models: recorded(undefined, { find, add() {} }) });
    const signal = new AbortController().signal;
    const again = await rerun(run, started!, { scenario: campaign.scenario, backend: calmBackend(), author, signal });
    expect(again).toBeUndefined();
  }));
