// A lane: a worker thread for trusted work (gating, judging) with one sandbox child for hostile work.
import { threadId } from "node:worker_threads";
import type { CaseSet, ScenarioAddress } from "../evaluation/backend.ts";
import type { Fault } from "../evaluation/evaluation.ts";
import { casesOf, checkCases } from "../scenario/cases.ts";
import { loadScenario } from "../scenario/load.ts";
import type { Case, Scenario } from "../scenario/scenario.ts";
import { limitsOf } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { randomFromSeed } from "../std/random.ts";
import { createGate, rule } from "./gate.ts";
import type { Ruling } from "./gate.ts";
import type { Bench, KeyedCase } from "./judging.ts";
import { judge, playSource } from "./judging.ts";
import type { AgentCode, Result } from "./protocol.ts";
import { provideLamarck } from "./resolve-hook.ts";
import type { Loss } from "./supervisor.ts";
import { createSupervisor } from "./supervisor.ts";

/** A piece of a batch, as plain data. */
export interface LaneTask {
  readonly scenario: ScenarioAddress;
  readonly cases: CaseSet;
  readonly programs: readonly string[];
  readonly rivals: readonly string[];
  /** `alone` sends every program down the careful path. */
  readonly speed: "auto" | "alone";
}

/** What became of it: flat numbers, so that nothing has to be cloned. */
export interface LaneReply {
  /** One entry a program; null where it was scored. */
  readonly faults: readonly (Fault | null)[];
  /** Programs × cases × objectives. */
  readonly scores: Float64Array;
  /** Programs × measures, means over the cases. */
  readonly measures: Float64Array;
  readonly cases: number;
  readonly objectives: number;
  /** One entry a program. */
  readonly speeds: readonly ("shared" | "alone")[];
  readonly notes: readonly (string | null)[];
  readonly ms: number;
  readonly status: { readonly lane: number; readonly pid: number; readonly restarts: number };
}

/** A scenario made ready: loaded, its cases drawn, its agents gated. */
interface Workbench extends Bench {
  readonly key: string;
  readonly gate: (source: string) => Ruling;
  readonly play: string;
}

provideLamarck();
const memoryMb = 32;
const supervisor = createSupervisor();
let workbench: Workbench | undefined;
let configured = "";
let others: readonly AgentCode[] = [];

/** A user's mistake as plain data: errors lose their fields between threads. */
export interface LaneComplaint {
  readonly complaint: { readonly code: string; readonly message: string; readonly hint: string };
}

/** Evaluates one task; a scenario at fault is answered with a complaint. */
export default async function evaluate(task: LaneTask): Promise<LaneReply | LaneComplaint> {
  try {
    return await evaluateTask(task);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { complaint: { code: error.code, message: error.message, hint: error.hint } };
  }
}

async function evaluateTask(task: LaneTask): Promise<LaneReply> {
  const begun = performance.now();
  const bench = await prepare(task);
  const rulings = task.programs.map((source) =>
    task.speed === "alone" ? rule(source, bench.scenario.agent, { ...bench.limits, fuel: -1 }) : bench.gate(source),
  );
  const reply = createReply(bench, task.programs.length);
  const shareable = others.every((other) => other.kind === "confined");
  const shared: number[] = [];
  const single: number[] = [];
  for (const [k, ruling] of rulings.entries()) {
    if (ruling.kind === "refused") reply.faults[k] = { kind: "refused", message: ruling.message };
    else (ruling.kind === "confined" && shareable ? shared : single).push(k);
  }
  single.push(...(await playShared(bench, rulings, shared, reply)));
  await playSingles(
    bench,
    rulings,
    single.toSorted((a, b) => a - b),
    reply,
  );
  const status = { lane: threadId, ...supervisor.status() };
  return { ...reply, speeds: reply.speeds, ms: performance.now() - begun, status };
}

type Reply = { -readonly [K in "faults" | "notes" | "speeds"]: LaneReply[K][number][] } & Omit<
  LaneReply,
  "faults" | "notes" | "speeds" | "ms" | "status"
>;

function createReply(bench: Workbench, programs: number): Reply {
  const objectives = bench.scenario.objectives.length;
  return {
    faults: Array.from({ length: programs }, () => null),
    notes: Array.from({ length: programs }, () => null),
    speeds: Array.from({ length: programs }, () => "alone" as const),
    scores: new Float64Array(programs * bench.cases.length * objectives),
    measures: new Float64Array(programs * (bench.scenario.measures?.length ?? 0)),
    cases: bench.cases.length,
    objectives,
  };
}

/** Plays the confined programs; returns those that have to be played alone, because something went wrong. */
async function playShared(
  bench: Workbench,
  rulings: readonly Ruling[],
  wanted: readonly number[],
  reply: Reply,
): Promise<readonly number[]> {
  if (wanted.length === 0) return [];
  const { results } = await supervisor.together(wanted.map((k) => agentOf(rulings[k]!).code));
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
  reply: Reply,
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

async function tryAgain(
  bench: Workbench,
  ruling: Ruling,
  k: number,
  { first, reply }: { readonly first: Result | Loss; readonly reply: Reply },
): Promise<void> {
  const { results, loss } = await supervisor.alone([agentOf(ruling)]);
  const second = results[0] ?? loss!;
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

const spent = "it used up its fuel, time or memory";

/** An end by wall clock, memory or signal: not reproducible, so it is not believed at once. */
function isHard(outcome: Result | Loss): boolean {
  return "cause" in outcome || (outcome.verdict === "exhausted" && outcome.message !== spent);
}

function noteOf(outcome: Result | Loss): string {
  return "cause" in outcome ? `${outcome.cause}: ${outcome.message}` : outcome.message;
}

/** Enters a result into the reply: a fault, or the judged scores. */
function settle(bench: Workbench, result: Result, k: number, reply: Reply): void {
  if (result.verdict !== "ok") {
    const id = bench.cases[result.failedCase]?.case.id;
    reply.faults[k] = { kind: result.verdict, ...(id === undefined ? {} : { case: id }), message: result.message };
    return;
  }
  const judged = judge(bench, result.numbers);
  if ("message" in judged) {
    reply.faults[k] = {
      kind: "bad-action",
      ...(judged.case === "" ? {} : { case: judged.case }),
      message: judged.message,
    };
    return;
  }
  const { objectives, cases } = reply;
  const measures = bench.scenario.measures?.length ?? 0;
  for (const [i, judgement] of judged.entries()) {
    reply.scores.set(judgement.scores, (k * cases + i) * objectives);
    for (let m = 0; m < measures; m++) reply.measures[k * measures + m]! += judgement.measures![m]! / cases;
  }
}

async function prepare(task: LaneTask): Promise<Workbench> {
  const key = JSON.stringify([task.scenario, task.cases]);
  if (workbench?.key !== key) workbench = await createWorkbench(task, key);
  const configuration = JSON.stringify([key, task.rivals]);
  if (configured !== configuration) {
    await configure(workbench, task.rivals);
    configured = configuration;
  }
  return workbench;
}

async function createWorkbench({ scenario: address, cases: set }: LaneTask, key: string): Promise<Workbench> {
  const scenario = await loadScenario(address.path, address.options);
  const limits = limitsOf(scenario);
  const random = randomFromSeed(address.seed).fork("cases");
  const cases =
    "list" in set
      ? checkCases(set.list, scenario, address.path)
      : casesOf(scenario, set.split, random.fork(set.split), address.path);
  const keyed = cases.map((one): KeyedCase => {
    const source = random.fork("list" in set ? "list" : set.split, one.id);
    return { case: one, key: [source.int(2 ** 32) | 0, source.int(2 ** 32) | 0] };
  });
  const play = playSource(scenario, limits, address.path);
  return { key, scenario, file: address.path, limits, cases: keyed, gate: createGate(scenario.agent, limits), play };
}

async function configure(bench: Workbench, rivals: readonly string[]): Promise<void> {
  const { scenario, limits } = bench;
  const names = new Map<string, number>();
  const sources: string[] = [];
  const seats = bench.cases.map((one) => (one.case.seats ?? ["self" as const]).map((seat) => numberOf(seat)));
  function numberOf(seat: NonNullable<Case["seats"]>[number]): number {
    if (seat === "self") return 0;
    const name = "reference" in seat ? `reference ${seat.reference}` : `rival ${seat.rival}`;
    const known = names.get(name);
    if (known !== undefined) return known;
    sources.push("reference" in seat ? referenceSource(scenario, seat.reference, bench.file) : rivalSource(seat.rival));
    names.set(name, sources.length);
    return sources.length;
  }
  function rivalSource(rival: number): string {
    // Fewer members than seats: they come round again; none at all: the first reference stands in.
    const standIn = scenario.references?.[0];
    return rivals.length > 0 ? rivals[rival % rivals.length]! : (standIn?.source ?? "");
  }
  others = sources.map((source) => {
    const ruling = bench.gate(source);
    if (ruling.kind === "refused")
      throw new UserError(
        "scenario-reference",
        `${bench.file}: a seated agent is refused: ${ruling.message}`,
        "Correct the agent's source in `references`.",
      );
    return { kind: ruling.kind, code: ruling.code };
  });
  const setup = {
    returns: scenario.agent.returns,
    fuel: limits.fuel,
    answer: limits.answer,
    cases: bench.cases.map((one, i) => ({
      instance: JSON.stringify(one.case.instance) ?? "null",
      key: one.key,
      seats: seats[i]!,
    })),
  };
  const loss = await supervisor.configure({ setup, play: bench.play, others, wallMs: limits.wallMs, memoryMb });
  if (loss !== undefined) {
    throw new UserError(
      "scenario-sandbox",
      `${bench.file}: the scenario cannot be set up in the sandbox (${loss.cause}: ${loss.message})`,
      "Check that `play` or `world` is plain code, that instances are JSON, and the sizes in `limits`; `lamarck doctor` checks the sandbox itself.",
    );
  }
}

function referenceSource(scenario: Scenario, name: string, file: string): string {
  const found = scenario.references?.find((reference) => reference.name === name);
  if (found !== undefined) return found.source;
  throw new UserError(
    "scenario-seat",
    `${file}: a case seats the reference \`${name}\`, which does not exist`,
    `Name one of: ${(scenario.references ?? []).map((reference) => reference.name).join(", ") || "(there are none)"}.`,
  );
}
