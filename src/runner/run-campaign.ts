import { isDeepStrictEqual } from "node:util";
import type { Campaign } from "../campaign/assemble.ts";
import type { Author } from "../campaign/author.ts";
import type { CampaignPorts } from "../campaign/ports.ts";
import type { Ending } from "../campaign/run.ts";
import { run } from "../campaign/run.ts";
import type { Backend } from "../evaluation/backend.ts";
import type { CampaignStarted, Event } from "../events/event.ts";
import { endsPart } from "../events/event.ts";
import type { Budget, CampaignSpec } from "../events/spec.ts";
import type { Fold, State } from "../events/state.ts";
import { createFold } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import { oriented } from "../scenario/scenario.ts";
import { UserError, WorldError } from "../std/errors.ts";
import type { Manifest, RunWriter } from "../store/run-directory.ts";
import { readRun } from "../store/run-directory.ts";

/** What a sitting of a campaign is made of. */
export interface Sitting {
  /** The run's folder, opened for writing; it is new, or holds the log of a campaign with the same spec and scenario. */
  readonly writer: RunWriter;
  readonly id: string;
  readonly version: string;
  readonly campaign: Campaign;
  /** SHA-256 of the scenario's file and of the files in its options. */
  readonly scenarioHash: string;
  readonly backend: Backend;
  /** Writes what language models are to write; without it they are not asked. */
  readonly author?: Author;
  readonly signal?: AbortSignal;
  /** Another budget than the log's, when a campaign is resumed with more; a function is asked before each generation. */
  readonly budget?: Budget | (() => Budget | undefined);
  /** Milliseconds of running time since any moment; by default it never stands still. */
  readonly clock?: () => number;
  /** Told once, when the log is folded, the manifest says that it runs, and the loop begins; it can only look. */
  readonly begun?: (state: State) => void;
  /** Told of each event with the state after it; it can only look. */
  readonly subscriber?: (event: Event, state: State) => void;
}

const manifestMs = 2000;

/**
 * Starts or resumes a campaign and runs it until it ends or is stopped. The manifest says so before this returns.
 * Throws `UserError` where the folder holds another campaign, `WorldError` when the disk or the backend fails.
 */
export async function runCampaign(sitting: Sitting): Promise<{ readonly ending: Ending; readonly state: State }> {
  const { writer, campaign, backend, author, signal, budget, subscriber } = sitting;
  const { fold, tail, created: begun } = recall(sitting);
  const { state } = fold;
  const created = begun ?? new Date().toISOString();
  let written = performance.now();
  const note = (phase: Manifest["state"]): void => writer.writeManifest(manifestOf(sitting, state, created, phase));

  const ports: CampaignPorts = {
    backend,
    ...(author === undefined ? {} : { author }),
    journal: writer,
    clock: sitting.clock ?? (() => performance.now()),
    now: () => new Date().toISOString(),
    ...(signal === undefined ? {} : { signal }),
    ...(budget === undefined ? {} : { budget: typeof budget === "function" ? budget : () => budget }),
    subscriber(event) {
      if (event.type === "generation-finished" && performance.now() - written > manifestMs) {
        note("running");
        written = performance.now();
      }
      subscriber?.(event, state);
    },
  };
  // The manifest first: without it a log that was cut off here would not be found again.
  note("running");
  if (begun === undefined) writer.append(startOf(sitting, created));
  writer.commit();
  sitting.begun?.(state);
  const ending = await run(campaign, ports, fold, tail);
  note(ending.stopped ? "stopped" : "finished");
  return { ending, state };
}

function startOf({ campaign, scenarioHash, version }: Sitting, t: string): Event {
  return {
    type: "campaign-started",
    spec: campaign.spec,
    scenarioHash,
    observed: { t, lamarck: version, node: process.version },
  };
}

/** Folds the log that the folder holds: what it holds whole into the state, the rest into the tail. */
function recall(sitting: Sitting): {
  readonly fold: Fold;
  readonly tail: Event[];
  readonly created: string | undefined;
} {
  const { writer, campaign } = sitting;
  const { spec, scenario, emitter } = campaign;
  // While the log is folded genomes are names; those of the living are filled in after.
  const fold = createFold(spec, scenario.objectives[0], (hash, kind) => ({ kind, hash, bytes: "" }), emitter.memory);
  let tail: Event[] = [];
  let created: string | undefined;
  for (const event of logOf(writer.path)) {
    if (event.type === "campaign-started") {
      checkSame(sitting, event);
      created = event.observed.t;
    }
    tail.push(event);
    if (!endsPart(event)) continue;
    for (const one of tail) fold.apply(one);
    tail = [];
  }
  bringGenomes(fold, writer.path);
  return { fold, tail, created };
}

/** Another campaign would grow from the log's state what nobody could replay. */
function checkSame({ campaign, scenarioHash, writer }: Sitting, log: CampaignStarted): void {
  const isSame = isDeepStrictEqual({ ...campaign.spec, budget: {} }, { ...log.spec, budget: {} });
  if (isSame && log.scenarioHash === scenarioHash) return;
  throw new UserError(
    "other-campaign",
    `The run ${writer.path} was started with another ${isSame ? "version of its scenario" : "spec"}`,
    "Go on with what its log begins with (only the budget may change), or start a new run.",
  );
}

/** Gives the living their genomes, which the log only names. */
function bringGenomes(fold: Fold, path: string): void {
  const { members, failures } = fold.state;
  const wanted = new Set([...members, ...failures].map(({ genome }) => genome.hash));
  if (wanted.size === 0) return;
  const living = new Map<string, Genome>();
  for (const genome of readRun(path).genomes()) if (wanted.has(genome.hash)) living.set(genome.hash, genome);
  fold.replaceGenomes((hash) => {
    const genome = living.get(hash);
    if (genome !== undefined) return genome;
    throw new WorldError(
      "genome-missing",
      `The genome ${hash} of a living member is not in the run ${path}`,
      "Its genomes.jsonl lost lines, as a power cut may do. Restore the file from a copy, or start a new run.",
    );
  });
}

function* logOf(path: string): Generator<Event> {
  try {
    yield* readRun(path).events();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "run-not-found")) throw error;
  }
}

function manifestOf(sitting: Sitting, state: State, created: string, phase: Manifest["state"]): Manifest {
  const { campaign, id, version } = sitting;
  const objective = campaign.scenario.objectives[0];
  const spec: CampaignSpec = state.spec;
  const best = state.best;
  return {
    schema: "lamarck/manifest@1",
    id,
    created,
    updated: new Date().toISOString(),
    lamarck: version,
    spec,
    state: phase,
    summary: {
      generation: state.generation,
      births: state.births,
      evaluations: state.evaluations,
      reused: state.reused,
      elapsedMs: Math.round(state.elapsedMs),
      ...(best === undefined
        ? {}
        : { best: { id: best.id, score: meanOf(best.cases.map((x) => oriented(objective, x))) } }),
      ...(state.finished === undefined ? {} : { reason: state.finished.reason }),
    },
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
