import { join } from "node:path";
import type { Author } from "../campaign/author.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { BatchTicket, BatchTickets } from "../llm/batches.ts";
import type { Access } from "../llm/client.ts";
import type { Cassette, KeptReply, Models } from "../llm/model.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { openKept, readKept } from "../store/kept.ts";

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

/**
 * The author of a sitting, where its campaign has one: it looks into the run's record first, and asks over the network
 * what is not there; without a network it asks nothing. Throws `WorldError` where the record cannot be written.
 */
export async function openAuthor(request: AuthorRequest, network: Network | undefined): Promise<Author | undefined> {
  if (request.spec.llm === undefined) return undefined;
  const kept = openKept<KeptReply>(callsFile(request.folder));
  const tickets = request.spec.llm.batches ? openKept<BatchTicket>(join(request.folder, "batches.jsonl")) : undefined;
  const author = await authorOf(request, kept, network === undefined ? undefined : await modelsOf(network, tickets));
  return {
    ...author,
    async close() {
      await author.close();
      kept.close();
      tickets?.close();
    },
  };
}

/** An author that only reads the record of a run, where its campaign has one. */
export async function recordedAuthor(request: AuthorRequest): Promise<Author | undefined> {
  if (request.spec.llm === undefined) return undefined;
  const { find } = readKept<KeptReply>(callsFile(request.folder));
  const add = (): never => {
    throw new Error("what only reads a record adds nothing to it");
  };
  return authorOf(request, { find, add }, undefined);
}

async function authorOf(
  { spec, scenario }: AuthorRequest,
  cassette: Cassette,
  models: Models | undefined,
): Promise<Author> {
  const [{ createAuthor }, { recorded }] = await Promise.all([
    import("../llm/author.ts"),
    import("../llm/recorded.ts"),
  ]);
  return createAuthor({ spec, scenario, models: recorded(models, cassette) });
}

/** Calls go out one by one, or together where there are tickets for that. */
async function modelsOf({ inFlight, ...access }: Network, tickets: BatchTickets | undefined): Promise<Models> {
  if (tickets === undefined) return (await import("../llm/anthropic.ts")).anthropicModels({ ...access, inFlight });
  return (await import("../llm/batches.ts")).batchedModels({ ...access, tickets });
}
