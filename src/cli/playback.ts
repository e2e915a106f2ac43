import { setImmediate as breath } from "node:timers/promises";
import type { Batch, ScenarioAddress } from "../evaluation/backend.ts";
import type { Fault } from "../evaluation/evaluation.ts";
import type { Recording } from "../evaluation/recording.ts";
import type { Genome } from "../genome/genome.ts";
import { casesOf } from "../scenario/cases.ts";
import type { Scenario, Split } from "../scenario/scenario.ts";
import { closest, messageOf, UserError, WorldError } from "../std/errors.ts";
import { randomFromSeed } from "../std/random.ts";
import type { RunReader } from "../store/run-directory.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Episode } from "../view/model.ts";
import { createEpisodes, type Episodes } from "../view/playback.ts";
import type { Agents, AgentsOptions } from "./agents.ts";
import { genomesOf } from "./history.ts";

/** Whose episodes are wanted, in which world. */
export interface PlaybackRequest {
  readonly scenario: Scenario;
  readonly address: ScenarioAddress;
  readonly genome: Genome;
  /** Who sits in the rivals' seats of training cases. */
  readonly rivals: readonly Genome[];
  /** The id of the case to begin with; the first training case when absent. */
  readonly case?: string | undefined;
  /** What runs networks. */
  readonly engine?: AgentsOptions["engine"];
}

/**
 * Has a genome played on a split of its scenario by agents of its own, with what it did there kept. Throws
 * `UserError` for a case that there is none of, and where the agent failed, with how.
 */
export async function recordEpisodes(request: PlaybackRequest, agents: Agents): Promise<Episodes> {
  return createEpisodes(request.scenario, answered(await recordCases(request, agents)), request.case);
}

/** What a genome does on the split that the case belongs to. Throws `UserError` for a case that there is none of. */
export async function recordCases(request: PlaybackRequest, agents: Agents): Promise<Recording> {
  const { scenario, address, genome, rivals } = request;
  const split = request.case === undefined ? "train" : splitOf(request.case, scenario, address);
  const batch: Batch = { scenario: address, cases: { split }, genomes: [genome], rivals };
  const [recording] = await agents.record(batch);
  return recording!;
}

const splits: readonly Split[] = ["train", "validation", "test"];

/** The split that has a case of this id. */
function splitOf(id: string, scenario: Scenario, { path, seed }: ScenarioAddress): Split {
  const random = randomFromSeed(seed).fork("cases");
  const ids: string[] = [];
  for (const split of splits) {
    const own = casesOf(scenario, split, random.fork(split), path).map((one) => one.id);
    if (own.includes(id)) return split;
    ids.push(...own);
  }
  const near = closest(id, ids);
  const some = ids.slice(0, 5).join(", ");
  throw new UserError(
    "case-not-found",
    `The scenario has no case \`${oneLine(id, 60)}\``,
    `${near === undefined ? "" : `Did you mean \`${near}\`? `}Its cases are ${some}${ids.length > 5 ? ` and ${ids.length - 5} more` : ""}.`,
  );
}

/** The recording, where there is anything in it to be seen. */
function answered(recording: Recording): Recording {
  const { outcome, cases } = recording;
  if (outcome.status === "scored" || cases.some(({ answer }) => answer !== undefined)) return recording;
  throw agentFailed(outcome.fault);
}

/** Says how an agent failed that was to be looked at. */
export function agentFailed({ kind, message, case: id }: Fault): UserError {
  return new UserError(
    "agent-failed",
    oneLine(
      `It ${kind === "refused" ? "is refused" : `failed with ${kind}`}${id === undefined ? "" : ` on case ${id}`}: ${message}`,
      300,
    ),
    "There is nothing to be seen of an agent that failed; choose another.",
  );
}

const eventsAtOnce = 5000;

/** A variant and those who sat in the rivals' seats when it was born, as the log has them. Throws `UserError`. */
export async function seatedGenomes(
  run: RunReader,
  { rivals: seats = 0 }: Scenario,
  id: number,
): Promise<Pick<PlaybackRequest, "genome" | "rivals">> {
  const hashes = new Map<number, string>();
  let rivals: readonly number[] = [];
  let read = 0;
  for (const event of run.events()) {
    // A viewer that waits for this must be able to draw meanwhile.
    if (++read % eventsAtOnce === 0) await breath();
    if (event.type === "rivals-chosen") rivals = event.ids;
    if (event.type !== "variant-born") continue;
    if (seats > 0) hashes.set(event.id, event.genome);
    if (event.id !== id) continue;
    const [genome, ...others] = genomesOf(run, [event.genome, ...rivals.map((rival) => hashes.get(rival)!)]);
    return { genome: genome!, rivals: others };
  }
  throw new UserError(
    "variant-not-found",
    `There is no variant ${id} in the run ${run.manifest.id}`,
    `\`lamarck top ${run.manifest.id}\` lists the best.`,
  );
}

/** The address of a run's scenario, with the seed that its cases are drawn from. */
export function addressOf(run: RunReader): ScenarioAddress {
  const { scenario, seed } = run.manifest.spec;
  return { ...scenario, seed };
}

/** Plays variants of a run for a viewer, one at a time. */
export interface Player {
  episode(): Episode;
  /** Begins to load a variant's episodes; whatever was asked for before is forgotten. */
  play(id: number, caseId?: string): void;
  close(): Promise<void>;
}

/** What a player plays. */
export interface PlayerOptions {
  readonly run: RunReader;
  readonly scenario: Scenario;
  /** Called when the episode is another. */
  readonly changed: () => void;
  /** The genome of a variant, where that is known without reading the log. */
  readonly genomeOf?: (id: number) => Genome | undefined;
}

/** A player of a run. Its agents are loaded when it is first asked. */
export function createPlayer({ run, scenario, changed, genomeOf = () => undefined }: PlayerOptions): Player {
  let episode: Episode = { state: "none" };
  let asked = 0;
  let agents: Agents | undefined;

  function show(turn: number, next: Episode): void {
    if (turn !== asked) return;
    episode = next;
    changed();
  }

  async function load(id: number, caseId: string | undefined): Promise<Episodes> {
    const known = (scenario.rivals ?? 0) > 0 ? undefined : genomeOf(id);
    const seated = known === undefined ? await seatedGenomes(run, scenario, id) : { genome: known, rivals: [] };
    const { createAgents } = await import("./agents.ts");
    if (asked < 0) throw new Error("the viewer was closed");
    agents ??= createAgents({ scenario, lanes: 1, engine: run.manifest.spec.engine });
    return recordEpisodes({ scenario, address: addressOf(run), ...seated, case: caseId }, agents);
  }

  async function answer(turn: number, id: number, caseId: string | undefined): Promise<void> {
    show(turn, { state: "loading", id });
    try {
      const episodes = await load(id, caseId);
      show(turn, { state: "ready", id, since: performance.now(), episodes });
    } catch (error) {
      const hint = error instanceof UserError || error instanceof WorldError ? `. ${error.hint}` : "";
      show(turn, { state: "failed", id, message: oneLine(messageOf(error) + hint, 500) });
    }
  }

  return {
    episode: () => episode,
    play: (id, caseId) => void answer(++asked, id, caseId),
    async close() {
      asked = -1;
      await agents?.close();
    },
  };
}
