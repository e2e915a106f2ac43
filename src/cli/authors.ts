import { join } from "node:path";
import type { Author } from "../campaign/author.ts";
import { Stopped } from "../campaign/purse.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Access } from "../llm/client.ts";
import type { KeptReply, Models } from "../llm/model.ts";
import { pause } from "../llm/waiting.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { readKept } from "../store/kept.ts";
import { lockHolder } from "../store/lock.ts";
import type { CourierSettings } from "./courier-lines.ts";

/** Whose children are written, and in which run. */
export interface AuthorRequest {
  readonly spec: CampaignSpec;
  readonly scenario: Scenario;
  /** The run's folder, which keeps the replies. */
  readonly folder: string;
}

/** With whom and how models are asked over the network. */
export interface Network extends Access {
  /** Calls at the same time. */
  readonly inFlight: number;
}

/** The file of a run that keeps all replies of models, by what was asked. */
const callsFile = (folder: string): string => join(folder, "calls.jsonl");
/** Says which courier writes it. */
const lockFile = (folder: string): string => join(folder, "calls.lock");

/**
 * The author of a sitting, where its campaign has one: it looks into the run's record first, and has a courier ask over
 * the network what is not there; without a network it asks nothing. Once the campaign is to stop, replies are not waited
 * for, since the courier keeps them.
 */
export async function openAuthor(
  request: AuthorRequest,
  network: Network | undefined,
  stop: AbortSignal,
): Promise<Author | undefined> {
  if (request.spec.llm === undefined) return undefined;
  const models = await (network === undefined ? recordOf(request) : courierOf(request, network));
  return authorOf(request, untilStop(models, stop, lockFile(request.folder)));
}

/** An author that only reads the record of a run, where its campaign has one. */
export async function recordedAuthor(request: AuthorRequest): Promise<Author | undefined> {
  return request.spec.llm === undefined ? undefined : authorOf(request, await recordOf(request));
}

async function recordOf({ folder }: AuthorRequest): Promise<Models> {
  const { find } = readKept<KeptReply>(callsFile(folder));
  const add = (): never => {
    throw new Error("what only reads a record adds nothing to it");
  };
  const { recorded } = await import("../llm/recorded.ts");
  return recorded(undefined, { find, add });
}

async function courierOf(request: AuthorRequest, network: Network): Promise<Models> {
  const { find } = readKept<KeptReply>(callsFile(request.folder));
  const { couriered } = await import("./couriered.ts");
  return couriered({ find, settings: settingsOf(request, network) });
}

/** What there is to be said where replies to an earlier sitting are still to come; nothing without. */
export function lateReplies(folder: string): readonly string[] {
  const holder = lockHolder(lockFile(folder));
  if (holder === undefined) return [];
  return [`waiting for replies that were under way when the run was stopped (process ${holder.pid} keeps them)`];
}

async function authorOf({ spec, scenario }: AuthorRequest, models: Models): Promise<Author> {
  const { createAuthor } = await import("../llm/author.ts");
  return createAuthor({ spec, scenario, models });
}

/**
 * To the loop a call that is not waited for is one that never had leave. What an earlier courier has yet to keep is
 * waited for: whether a reply is in the record must not depend on the moment.
 */
function untilStop(models: Models, stop: AbortSignal, lock: string): Models {
  const stopping = new AbortController();
  const abort = (): void => {
    stopping.abort(new Stopped("the campaign stops"));
    // Calls that wait for their turn are not begun any more.
    void models.close();
  };
  if (stop.aborted) abort();
  stop.addEventListener("abort", abort, { once: true });
  const complete = released(lock, stopping.signal);
  complete.catch(() => {});
  return {
    ...models,
    async ask(request, signal) {
      await complete;
      return models.ask(request, AbortSignal.any([signal, stopping.signal]));
    },
    async recall(request) {
      await complete;
      return models.recall?.(request);
    },
  };
}

const lookMs = 100;

/** Waits until whoever holds a lock now does so no more; rejects with the signal's reason. */
async function released(lock: string, signal: AbortSignal): Promise<void> {
  const first = lockHolder(lock);
  for (let holder = first; holder !== undefined && holder.pid === first?.pid; holder = lockHolder(lock)) {
    await pause(lookMs, signal);
  }
}

function settingsOf({ spec, folder }: AuthorRequest, network: Network): CourierSettings {
  const batches = spec.llm?.batches === true ? { batches: join(folder, "batches.jsonl") } : {};
  return { ...network, calls: callsFile(folder), lock: lockFile(folder), ...batches };
}
