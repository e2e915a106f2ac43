// A lane: a worker thread that steps worlds and has an engine compute what the networks in them do.
import { isDeepStrictEqual } from "node:util";
import { workerData } from "node:worker_threads";
import type { CaseSet, ScenarioAddress } from "../evaluation/backend.ts";
import type { EngineName } from "../evaluation/engine-name.ts";
import type { Fault } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import { networkOf, noiseOf } from "../genome/kinds/network.ts";
import { type Complaint, orComplaint } from "../lanes/complaint.ts";
import { joinPulses } from "../lanes/pulse.ts";
import { createReply, enterJudgement, type Reply } from "../lanes/reply.ts";
import { provideLamarck } from "../lanes/resolve-hook.ts";
import { createStage, type KeyedCase, type Stage } from "../lanes/stage.ts";
import type { Tensors } from "../scenario/tensors.ts";
import { UserError } from "../std/errors.ts";
import { brainOf } from "./brains.ts";
import { type Calibration, type CalibrationTask, chosen } from "./calibrate.ts";
import { createEngine } from "./engines.ts";
import { portsOf } from "./engines/brains.ts";
import type { Brain, Engine, Policy } from "./engines/engine.ts";
import { columnsOf, type Players, rollOut, type Scorer } from "./rollout.ts";
import { type Arena, arenaOf } from "./seats.ts";

/** A piece of a batch, as plain data. */
export interface LaneTask {
  readonly scenario: ScenarioAddress;
  readonly cases: CaseSet;
  readonly genomes: readonly Genome[];
  readonly rivals: readonly Genome[];
  readonly engine: EngineName;
  /** Whether the actions themselves are wanted as well. */
  readonly record?: boolean;
}

/** What became of it. */
export interface LaneReply extends Reply {
  readonly ms: number;
  /** Where a record was asked for: the cases, and for each network its seats' actions, case by case. */
  readonly record?: Record;
}

interface Record {
  readonly cases: readonly KeyedCase[];
  readonly answers: (readonly number[])[][];
}

provideLamarck();
const pulse = joinPulses(workerData as SharedArrayBuffer);
const alive = { pid: 0, restarts: 0 };
const engines = new Map<EngineName, Engine>();
let stage: Stage | undefined;
let staged = "";

/** Evaluates one task, or tries engines; a scenario at fault is answered with a complaint. */
export default async function work(task: LaneTask | CalibrationTask): Promise<LaneReply | Calibration | Complaint> {
  if ("calibrate" in task) return orComplaint(() => tryEngines(task));
  pulse.begin(task.genomes.length);
  try {
    return await orComplaint(() => evaluateTask(task));
  } finally {
    pulse.end(task.genomes.length);
  }
}

async function evaluateTask(task: LaneTask): Promise<LaneReply> {
  const begun = performance.now();
  const arena = arenaOf(await prepare(task), task.rivals);
  const { stage: set, scenario } = arena;
  const reply: Draft = {
    ...createReply({
      genomes: task.genomes.length,
      cases: set.cases.length,
      objectives: scenario.objectives.length,
      measures: scenario.measures?.length ?? 0,
    }),
    ...(task.record ? { record: { cases: set.cases, answers: task.genomes.map(() => []) } } : {}),
  };
  const engine = await engineOf(task.engine);
  for (const places of groupsOf(task.genomes, arena, reply)) await playGroup(arena, engine, task, { places, reply });
  return { ...reply, ms: performance.now() - begun };
}

/** A reply that is being made. */
type Draft = Omit<LaneReply, "ms">;

async function prepare({ scenario, cases }: LaneTask): Promise<Stage> {
  const key = JSON.stringify([scenario, cases]);
  if (stage === undefined || staged !== key) {
    stage = await createStage(scenario, cases);
    staged = key;
  }
  return stage;
}

async function engineOf(name: EngineName): Promise<Engine> {
  const engine = engines.get(name) ?? (await createEngine(name));
  engines.set(name, engine);
  return engine;
}

/** Weights that are taken in at once at most: 64 MiB of them. */
const weightsMax = 1 << 24;
/** Networks that are taken in at once at most. */
const networksMax = 256;

/** The places of genomes that an engine can take in together; those that cannot play are failed. */
function groupsOf(genomes: readonly Genome[], { tensors }: Arena, reply: Draft): readonly (readonly number[])[] {
  const open = new Map<string, { places: number[]; weights: number }>();
  const groups: (readonly number[])[] = [];
  for (const [place, genome] of genomes.entries()) {
    const seen = examine(genome, tensors);
    if ("message" in seen) {
      reply.faults[place] = seen;
      continue;
    }
    const group = open.get(seen.shape);
    if (group === undefined || group.places.length === networksMax || group.weights + seen.weights > weightsMax) {
      const begun = { places: [place], weights: seen.weights };
      open.set(seen.shape, begun);
      groups.push(begun.places);
    } else {
      group.places.push(place);
      group.weights += seen.weights;
    }
  }
  return groups;
}

/** What group a genome belongs to, or why it cannot play. */
function examine(genome: Genome, { inputs, outputs }: Tensors): Fault | { shape: string; weights: number } {
  try {
    const brain = brainOf(genome.base ?? genome);
    const { network } = brain;
    const has = portsOf(brain);
    if (has.inputs !== inputs || has.outputs !== outputs) {
      const message = `it has ${has.inputs} inputs and ${has.outputs} outputs, the world wants ${inputs} and ${outputs}`;
      return { kind: "refused", message };
    }
    if ("weights" in network) {
      const relative = genome.base === undefined ? "" : `${genome.base.hash} ${noiseOf(genome)!.rank} `;
      return { shape: relative + JSON.stringify(network.shape), weights: network.weights.length };
    }
    return { shape: "neat", weights: network.connections.length };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "refused", message: error.message.slice(0, 200) };
  }
}

interface Group {
  readonly places: readonly number[];
  readonly reply: Draft;
}

/** Takes networks of one shape in, each with copies of the sitters beside it, and plays them. */
async function playGroup(arena: Arena, engine: Engine, task: LaneTask, { places, reply }: Group): Promise<void> {
  const [columns, ...sitting] = columnsOf(arena);
  const loaded: Policy[] = [];
  const load = async (brains: readonly Brain[], count: number): Promise<Policy> => {
    const policy = await engine.load(brains, count);
    loaded.push(policy);
    return policy;
  };
  try {
    const genomes = places.map((place) => task.genomes[place]!);
    const self = await loadSelf(engine, genomes, columns!);
    loaded.push(self);
    const sitters: Players["sitters"][number][] = [];
    for (const [i, sitter] of arena.sitters.entries()) {
      if (sitter.kind === "reference") sitters.push(undefined);
      else {
        const brain = brainOf(sitter.genome);
        sitters.push(
          await load(
            genomes.map(() => brain),
            sitting[i]!,
          ),
        );
      }
    }
    await rollOut(arena, { self, sitters, networks: places.length }, scorerOf(reply, places));
  } finally {
    for (const policy of loaded) policy.free();
  }
}

/** The networks under evaluation; those of one base without writing out their weights, where the engine can. */
async function loadSelf(engine: Engine, genomes: readonly Genome[], columns: number): Promise<Policy> {
  const noises = genomes.flatMap((genome) => noiseOf(genome) ?? []);
  const base = genomes[0]!.base;
  if (base === undefined || noises[0]!.rank === 0 || engine.loadPerturbed === undefined) {
    return engine.load(genomes.map(brainOf), columns);
  }
  return engine.loadPerturbed(networkOf(base), noises, columns);
}

function scorerOf(reply: Draft, places: readonly number[]): Scorer {
  const { record } = reply;
  return {
    judged: (network, at, judgement) => enterJudgement(reply, places[network]!, at, judgement),
    failed(network, fault) {
      reply.faults[places[network]!] = fault;
    },
    done: (networks) => pulse.beat(networks, alive),
    ...(record === undefined
      ? {}
      : {
          acted(network: number, at: number, actions: readonly number[]) {
            record.answers[places[network]!]![at] = actions;
          },
        }),
  };
}

const trialMs = 50;

/** Has each engine compute for a moment; one that cannot is left out. */
async function tryEngines({ calibrate, genomes, columns }: CalibrationTask): Promise<Calibration> {
  const rates: (readonly [EngineName, number])[] = [];
  const all = genomes.map((genome) => brainOf(genome));
  // An engine takes in networks of one kind and shape; those to start from may be of several.
  const brains = all.filter((brain) => isDeepStrictEqual(shapeOf(brain), shapeOf(all[0]!)));
  for (const name of calibrate) {
    try {
      rates.push([name, await rateOf(await engineOf(name), brains, columns)]);
    } catch {
      continue;
    }
  }
  return { engine: chosen(rates), rates };
}

function shapeOf(brain: Brain): unknown {
  return brain.kind === "network" ? brain.network.shape : brain.kind;
}

/** Forward passes a second. */
async function rateOf(engine: Engine, brains: readonly Brain[], columns: number): Promise<number> {
  const policy = await engine.load(brains, columns);
  try {
    policy.inputs.fill(0.1);
    const round = async (): Promise<void> => {
      for (let group = 0; group * policy.group < brains.length; group++) await policy.forward(group);
    };
    await round();
    const begun = performance.now();
    let rounds = 0;
    for (; performance.now() - begun < trialMs; rounds++) await round();
    return (1000 * rounds * brains.length * columns) / (performance.now() - begun);
  } finally {
    policy.free();
  }
}
