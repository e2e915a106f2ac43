import { join } from "node:path";
import { assemble, type Campaign } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { withModels } from "../../src/campaign/with-models.ts";
import type { ModelAsked } from "../../src/events/event.ts";
import type { Budget, ModelSpec } from "../../src/events/spec.ts";
import type { State } from "../../src/events/state.ts";
import { anthropicModels, type AnthropicOptions } from "../../src/llm/anthropic.ts";
import { createAuthor } from "../../src/llm/author.ts";
import type { KeptReply } from "../../src/llm/model.ts";
import { recorded } from "../../src/llm/recorded.ts";
import type { StubStats } from "../../src/llm/stub/ledger.ts";
import type { StubOptions } from "../../src/llm/stub/options.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { runCampaign } from "../../src/runner/run-campaign.ts";
import { openKept } from "../../src/store/kept.ts";
import { openRun, readRun } from "../../src/store/run-directory.ts";
import type { RunView } from "../../src/view/model.ts";
import { guessing } from "../scenario/worlds.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder } from "../simulation/mortal.ts";
import { viewing } from "../view/viewing.ts";

/** A campaign in which models write, against a stub over HTTP; programs are judged by their text. */
export interface Asking {
  readonly seed?: number;
  readonly budget?: Budget;
  readonly generations?: number;
  /** Drafts of a generation. */
  readonly births?: number;
  readonly outputMax?: number;
  readonly models?: readonly ModelSpec[];
  readonly stub?: StubOptions;
  readonly access?: Partial<AnthropicOptions>;
}

/** What became of it. */
export interface Told {
  readonly state: State;
  readonly calls: readonly ModelAsked[];
  readonly births: number;
  /** The campaign as people look at it. */
  readonly view: RunView;
  readonly hash: string;
  readonly stats: StubStats;
}

export const cheapModel: ModelSpec = {
  name: "claude-haiku-5-5",
  usdPerMillion: { input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5 },
  tokensPerSecond: 100,
};

/** The campaign that is asked about. */
export function assembled(asking: Asking = {}): Campaign {
  const { seed = 1, budget = {}, generations = 5, births = 8, outputMax = 1024, models = [cheapModel] } = asking;
  const scenario = guessing({ cases: (split) => [0, 1, 2].map((i) => ({ id: `${split}-${i}`, instance: i })) });
  const base = { ...defaultSpec(scenario, "/simulated/scenario.ts"), seed, population: 12, births: 12 };
  const spec = withModels({ ...base, budget: { generations, ...budget } }, models);
  return assemble({ ...spec, llm: { ...spec.llm!, births, outputMax, lessonsEvery: 20 } }, scenario);
}

/** Runs it to its end. */
export function campaignOf(asking: Asking = {}): Promise<Told> {
  const campaign = assembled(asking);
  return inFolder(async (folder) => {
    const stub = await createStub(asking.stub);
    const kept = openKept<KeptReply>(join(folder, "calls.jsonl"));
    const access = { key: "stub", baseUrl: stub.url, idleMs: 20_000, backoffMs: 5, ...asking.access };
    const author = createAuthor({ ...campaign, models: recorded(anthropicModels(access), kept) });
    const writer = openRun(folder);
    try {
      const told = { writer, id: "asking", version: "0.0.0", campaign, scenarioHash: "0", author };
      const { ending, state } = await runCampaign({ ...told, backend: calmBackend() });
      if (ending.stopped) throw new Error("it was stopped");
      const run = readRun(folder);
      const events = [...run.events()];
      return {
        state,
        calls: events.filter((event) => event.type === "model-asked"),
        births: events.filter((event) => event.type === "variant-born").length,
        view: viewing(campaign, events),
        hash: run.hash().hash,
        stats: stub.stats(),
      };
    } finally {
      await author.close();
      writer.close();
      kept.close();
      await stub.close();
    }
  });
}
