// A lane: a worker thread for trusted work (gating, judging) with one sandbox child for hostile work.
import { workerData } from "node:worker_threads";
import type { CaseSet, ScenarioAddress } from "../evaluation/backend.ts";
import { type Complaint, orComplaint } from "../lanes/complaint.ts";
import { joinPulses } from "../lanes/pulse.ts";
import { createReply, enterJudgement, type Reply } from "../lanes/reply.ts";
import { provideLamarck } from "../lanes/resolve-hook.ts";
import type { KeyedCase } from "../lanes/stage.ts";
import { UserError } from "../std/errors.ts";
import type { Ruling } from "./gate.ts";
import { rule } from "./gate.ts";
import { judge } from "./judging.ts";
import type { AgentCode, Configuration, Result } from "./protocol.ts";
import { killedTries, type Loss, sandboxCommand } from "./sandbox-process.ts";
import { createSupervisor, type Played } from "./supervisor.ts";
import type { Workbench } from "./workbench.ts";
import { configurationOf, createWorkbench } from "./workbench.ts";

/** A piece of a batch, as plain data. */
export interface LaneTask {
  readonly scenario: ScenarioAddress;
  readonly cases: CaseSet;
  readonly programs: readonly string[];
  readonly rivals: readonly string[];
  /** `alone` sends every program down the careful path. */
  readonly speed: "auto" | "alone";
  /** Whether the answers themselves are wanted as well. */
  readonly record?: boolean;
}

/** What became of it. */
export interface LaneReply extends Reply {
  readonly speeds: ("shared" | "alone")[];
  readonly ms: number;
  /** Where a record was asked for: the cases, and for each program the numbers that it answered, if it did. */
  readonly record?: { readonly cases: readonly KeyedCase[]; readonly numbers: (Float64Array | null)[] };
}

provideLamarck();
const pulse = joinPulses(workerData as SharedArrayBuffer);
const supervisor = createSupervisor(sandboxCommand(), (results) => pulse.beat(results, supervisor.status()));
let workbench: Workbench | undefined;
let loaded = "";
let configured = "";
let others: readonly AgentCode[] = [];

/** Evaluates one task; a scenario at fault is answered with a complaint. */
export default async function evaluate(task: LaneTask): Promise<LaneReply | Complaint> {
  pulse.begin(task.programs.length);
  try {
    return await orComplaint(() => evaluateTask(task));
  } finally {
    pulse.beat(0, supervisor.status());
    pulse.end(task.programs.length);
  }
}

async function evaluateTask(task: LaneTask): Promise<LaneReply> {
  const begun = performance.now();
  const bench = await prepare(task);
  const rulings = task.programs.map((source) =>
    task.speed === "alone" ? rule(source, bench.scenario.agent, { ...bench.limits, fuel: -1 }) : bench.gate(source),
  );
  const reply = replyFor(bench, task);
  const shareable = others.every((other) => other.kind === "confined");
  const formulas: number[] = [];
  const shared: number[] = [];
  const single: number[] = [];
  for (const [k, ruling] of rulings.entries()) {
    if (ruling.kind === "refused") reply.faults[k] = { kind: "refused", message: ruling.message };
    else if (ruling.kind === "free" || !shareable) single.push(k);
    else (bench.isBrief && ruling.formula !== undefined ? formulas : shared).push(k);
  }
  single.push(
    ...(await playShared(bench, formulas, reply, () =>
      supervisor.formulas(formulas.map((k) => formulaOf(rulings[k]!))),
    )),
    ...(await playShared(bench, shared, reply, () =>
      supervisor.together(shared.map((k) => agentOf(rulings[k]!).code)),
    )),
  );
  await playSingles(
    bench,
    rulings,
    single.toSorted((a, b) => a - b),
    reply,
  );
  return { ...reply, ms: performance.now() - begun };
}

/** A reply that is being made. */
type Draft = Omit<LaneReply, "ms">;

function replyFor({ scenario, cases }: Workbench, { programs, record = false }: LaneTask): Draft {
  const genomes = programs.length;
  const [objectives, measures] = [scenario.objectives.length, scenario.measures?.length ?? 0];
  return {
    ...createReply({ genomes, cases: cases.length, objectives, measures }),
    speeds: programs.map(() => "alone" as const),
    ...(record ? { record: { cases, numbers: programs.map(() => null) } } : {}),
  };
}

/** Plays the confined programs; returns those that have to be played alone, because something went wrong. */
async function playShared(
  bench: Workbench,
  wanted: readonly number[],
  reply: Draft,
  play: () => Promise<Played>,
): Promise<readonly number[]> {
  if (wanted.length === 0) return [];
  const { results } = await play();
  for (const [i, result] of results.entries()) {
    const k = wanted[i]!;
    reply.speeds[k] = "shared";
    settle(bench, result, k, reply);
  }
  return wanted.slice(results.length);
}

/** Plays programs in fresh isolates. A hard end is tried once more before a program is convicted of it. */
async function playSingles(
  bench: Workbench,
  rulings: readonly Ruling[],
  wanted: readonly number[],
  reply: Draft,
): Promise<void> {
  let queue = wanted;
  while (queue.length > 0) {
    const { results, loss } = await supervisor.alone(queue.map((k) => agentOf(rulings[k]!)));
    for (const [i, result] of results.entries()) {
      const k = queue[i]!;
      if (isHard(result)) await tryAgain(bench, rulings[k]!, k, { first: result, reply });
      else settle(bench, result, k, reply);
    }
    const culprit = queue[results.length];
    if (loss === undefined || culprit === undefined) return;
    await tryAgain(bench, rulings[culprit]!, culprit, { first: loss, reply });
    queue = queue.slice(results.length + 1);
  }
}

function agentOf(ruling: Ruling): AgentCode {
  return ruling.kind === "refused" ? { kind: "confined", code: "" } : { kind: ruling.kind, code: ruling.code };
}

function formulaOf(ruling: Ruling): readonly number[] {
  return (ruling.kind === "confined" && ruling.formula) || [];
}

async function tryAgain(
  bench: Workbench,
  ruling: Ruling,
  k: number,
  { first, reply }: { readonly first: Result | Loss; readonly reply: Draft },
): Promise<void> {
  let second = await playOnce(ruling);
  // Whoever kills sandboxes must not convict programs by that.
  for (let tries = 1; "cause" in second && second.cause === "killed" && tries < killedTries; tries++) {
    second = await playOnce(ruling);
  }
  if ("verdict" in second && !isHard(second)) {
    reply.notes[k] = `${noteOf(first)}; fine when tried again`;
    settle(bench, second, k, reply);
    return;
  }
  reply.notes[k] = `${noteOf(first)}; again: ${noteOf(second)}`;
  const crashed = "cause" in second && (second.cause === "crash" || second.cause === "protocol");
  reply.faults[k] = crashed
    ? { kind: "crashed", message: "its process ended under it" }
    : { kind: "exhausted", message: spent };
}

async function playOnce(ruling: Ruling): Promise<Result | Loss> {
  const { results, loss } = await supervisor.alone([agentOf(ruling)]);
  return results[0] ?? loss!;
}

const spent = "it used up its fuel, time or memory";

/** An end by wall clock, memory or signal: not reproducible, so it is not believed at once. */
function isHard(outcome: Result | Loss): boolean {
  return "cause" in outcome || (outcome.verdict === "exhausted" && outcome.message !== spent);
}

function noteOf(outcome: Result | Loss): string {
  return "cause" in outcome ? `${outcome.cause}: ${outcome.message}` : outcome.message;
}

/** Enters a result into the reply: a fault, or the judged scores. */
function settle(bench: Workbench, result: Result, k: number, reply: Draft): void {
  if (result.verdict !== "ok") {
    const id = bench.cases[result.failedCase]?.case.id;
    reply.faults[k] = { kind: result.verdict, ...(id === undefined ? {} : { case: id }), message: result.message };
    return;
  }
  if (reply.record !== undefined) reply.record.numbers[k] = result.numbers;
  const judged = judge(bench, result.numbers);
  if ("message" in judged) {
    reply.faults[k] = {
      kind: "bad-action",
      ...(judged.case === "" ? {} : { case: judged.case }),
      message: judged.message,
    };
    return;
  }
  for (const [i, judgement] of judged.entries()) enterJudgement(reply, k, i, judgement);
}

/** Sees to it that the scenario is loaded and the sandbox is set up for it. */
async function prepare(task: LaneTask): Promise<Workbench> {
  const key = JSON.stringify([task.scenario, task.cases]);
  if (workbench === undefined || loaded !== key) {
    workbench = await createWorkbench(task.scenario, task.cases);
    loaded = key;
  }
  const next = JSON.stringify([key, task.rivals]);
  if (configured !== next) {
    configured = "";
    await configure(configurationOf(workbench, task.rivals), workbench.file);
    configured = next;
  }
  return workbench;
}

async function configure(configuration: Configuration, file: string): Promise<void> {
  ({ others } = configuration);
  const loss = await supervisor.configure(configuration);
  if (loss === undefined) return;
  throw new UserError(
    "scenario-sandbox",
    `${file}: the scenario cannot be set up in the sandbox (${loss.cause}: ${loss.message})`,
    "Check that `play` or `world` is plain code, that instances are JSON, and the sizes in `limits`; `lamarck doctor` checks the sandbox itself.",
  );
}
