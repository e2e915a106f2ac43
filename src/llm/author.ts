import type { Author } from "../campaign/author.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { createAsking } from "./asking.ts";
import { callsMost, write } from "./drafts.ts";
import { learn } from "./lessons.ts";
import type { Models } from "./model.ts";
import { requestsOf } from "./requests.ts";

/** What an author writes for, and whom it asks. */
export interface AuthorOptions {
  /** With language models in it. */
  readonly spec: CampaignSpec;
  readonly scenario: Scenario;
  /** Closed with the author. */
  readonly models: Models;
}

/** An author that asks models for children and lessons. Throws `UserError` where the scenario has no training cases. */
export function createAuthor({ spec, scenario, models }: AuthorOptions): Author {
  const study = { requests: requestsOf(spec, scenario), asking: createAsking(models) };
  return {
    callMost: study.requests.callMost,
    callsMost,
    write: (draft, desk) => write(study, draft, desk),
    learn: (desk) => learn(study, desk),
    status: study.asking.status,
    close: study.asking.close,
  };
}
