import type { Member } from "../archives/member.ts";
import { byMerit } from "../archives/merit.ts";
import type { Failed, Fault, FaultKind, Outcome } from "../evaluation/evaluation.ts";
import type { EmitterMemory, Search } from "../emitters/emitter.ts";
import type { Genome } from "../genome/genome.ts";
import type { Objective } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { randomFromSeed } from "../std/random.ts";
import { noteBirth, type OperatorRecord, recordOf } from "./credit.ts";
import type {
  CampaignFinished,
  Event,
  GenerationFinished,
  ModelAsked,
  VariantBorn,
  VariantEvaluated,
} from "./event.ts";
import { meritsOf, type Result, resultOf } from "./merits.ts";
import { type Birth, settled, toldOf } from "./settling.ts";
import { added, noSpending, nothingSpent, type Spending, type Spent, spentOn } from "./spending.ts";
import { type CampaignSpec, kindOn, type KindName } from "./spec.ts";

/** What the log says so far. It is only ever changed by `fold`. */
export interface State {
  readonly spec: CampaignSpec;
  /** The last finished generation; -1 before the first. */
  readonly generation: number;
  /** Who lives: those who stayed, in their order, then those who entered last, in the archive's order. */
  readonly members: readonly Member[];
  /** Births, and so the id of the next variant. */
  readonly births: number;
  /** Outcomes that were computed, training cases only. */
  readonly evaluations: number;
  /** Outcomes that were taken from an equal genome. */
  readonly reused: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Births, children that beat their best parent, and failures, by operator. */
  readonly operators: ReadonlyMap<string, OperatorRecord>;
  /** The best member so far, where it is known; in a world of rivals, the best of the last generation. */
  readonly best: Member | undefined;
  /** Running time in milliseconds, over all sittings. */
  readonly elapsedMs: number;
  /** Whose seat the rivals of this generation are. */
  readonly rivals: readonly number[];
  readonly finished: CampaignFinished | undefined;
  /** What language models have cost. */
  readonly spending: Spending;
  /** The programs that failed last, the latest first; only where language models are asked. */
  readonly failures: readonly Failure[];
  /** What language models have learnt from the campaign last, and after how many evaluations. */
  readonly lessons: { readonly texts: readonly string[]; readonly at: number };
  /** How strategies drew the samples of the last finished generation; none where nothing is known of any. */
  readonly searches: readonly Search[];
  /** What the emitter remembers; undefined where it remembers nothing, or was not given to the fold. */
  readonly memory: unknown;
}

/** A program that failed, and how. */
export interface Failure {
  readonly id: number;
  readonly genome: Genome;
  readonly fault: Fault;
}

/** Where the fold finds the genome of a hash, of which the kind is known. */
export type GenomeSource = (hash: string, kind: KindName) => Genome;

/** The fold of a log: its state, and what the loop needs to know beside it. */
export interface Fold {
  readonly state: State;
  /** Folds one event; a birth may bring its genome, else the source is asked. */
  apply(event: Event, genome?: Genome): void;
  /** The variant with this genome whose outcome is remembered. */
  known(hash: string): number | undefined;
  /** Scored variants of the generation under way, in order of birth. */
  newcomers(): readonly Member[];
  /** Puts genomes in the place of those that the source could only name. */
  replaceGenomes(find: GenomeSource): void;
}

/** How many failures are remembered. */
const failuresMax = 8;

/** How many outcomes are remembered for equal genomes; the oldest is forgotten first. */
const knownMax = 30_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Known {
  readonly id: number;
  readonly result: Result;
}

/** What a fold holds. */
interface Ledger {
  readonly state: Mutable<State>;
  readonly objective: Objective;
  readonly memory: EmitterMemory<unknown> | undefined;
  readonly faults: Record<FaultKind, number>;
  readonly operators: Map<string, OperatorRecord>;
  readonly known: Map<string, Known>;
  /** Births since the last finished generation. */
  pending: Map<number, Birth>;
  /** What was spent since the last birth. */
  spent: Spent;
  /** The fitness of the members by id; made when it is first asked for. */
  fitness?: ReadonlyMap<number, number> | undefined;
}

/**
 * Starts a fold. `objective` is the scenario's first; equal genomes share outcomes unless there are rivals. The emitter's
 * memory is only folded where it is given: who merely reads a log has no need of it.
 */
export function createFold(
  spec: CampaignSpec,
  objective: Objective,
  genomeOf: GenomeSource,
  memory?: EmitterMemory<unknown>,
): Fold {
  const ledger = createLedger(spec, objective, memory);
  const { state, known } = ledger;
  return {
    state,
    apply(event, genome) {
      switch (event.type) {
        case "agent-judged":
          return;
        case "campaign-started":
          state.spec = event.spec;
          return;
        case "budget-changed":
          state.spec = { ...state.spec, budget: event.budget };
          state.finished = undefined;
          return;
        case "rivals-chosen":
          state.rivals = event.ids;
          return;
        case "model-asked":
          return spend(ledger, event);
        case "lessons-learnt":
          state.lessons = { texts: event.lessons, at: state.evaluations };
          ledger.spent = nothingSpent;
          return;
        case "variant-born":
          return giveBirth(ledger, event, genome ?? genomeOf(event.genome, kindOn(state.spec, event.island)));
        case "variant-evaluated":
          return evaluate(ledger, event);
        case "generation-finished":
          return finishGeneration(ledger, event);
        case "campaign-finished":
          state.finished = event;
          return;
        default:
          event satisfies never;
      }
    },
    known: (hash) => known.get(hash)?.id,
    newcomers: () => [...ledger.pending.values()].flatMap((birth) => birth.member ?? []),
    replaceGenomes: (find) => replaceGenomes(ledger, find),
  };
}

function createLedger(spec: CampaignSpec, objective: Objective, memory: EmitterMemory<unknown> | undefined): Ledger {
  const faults = { crashed: 0, exhausted: 0, "bad-action": 0, refused: 0 };
  const operators = new Map<string, OperatorRecord>();
  const state = {
    spec,
    generation: -1,
    members: [],
    births: 0,
    evaluations: 0,
    reused: 0,
    faults,
    operators,
    best: undefined,
    elapsedMs: 0,
    rivals: [],
    finished: undefined,
    spending: noSpending,
    failures: [],
    lessons: { texts: [], at: 0 },
    searches: [],
    memory: memory?.start,
  };
  return { state, objective, memory, faults, operators, known: new Map(), pending: new Map(), spent: nothingSpent };
}

function replaceGenomes(ledger: Ledger, find: GenomeSource): void {
  const { state } = ledger;
  state.failures = state.failures.map((failure) => ({ ...failure, genome: find(failure.genome.hash, "program") }));
  const members = state.members.map((member) => {
    return { ...member, genome: find(member.genome.hash, kindOn(state.spec, member.island)) };
  });
  settle(ledger, members);
  state.best = bestOf(members);
}

function spend(ledger: Ledger, call: ModelAsked): void {
  ledger.state.spending = spentOn(ledger.state.spending, call);
  ledger.spent = added(ledger.spent, call);
  if (call.operator !== undefined) recordOf(ledger.operators, call.operator).usd += call.usd;
}

function giveBirth(ledger: Ledger, event: VariantBorn, genome: Genome): void {
  const { state, operators, pending } = ledger;
  assert(event.id === state.births, `variant ${event.id} is born when ${state.births} is next`);
  state.births++;
  ledger.fitness ??= fitnessOf(state.members);
  let parent = event.parents.length === 0 ? Infinity : -Infinity;
  for (const id of event.parents) parent = Math.max(parent, ledger.fitness.get(id) ?? -Infinity);
  const { draft } = event;
  const { spent } = ledger;
  pending.set(event.id, { born: event, genome, parent, ...(draft === undefined ? {} : { spent }) });
  ledger.spent = nothingSpent;
  noteBirth(operators, event.operator, event.parents.length > 0);
  if (draft !== undefined && spent.calls > 0) recordOf(operators, draft.operator).drafts++;
}

function fitnessOf(members: readonly Member[]): ReadonlyMap<number, number> {
  const fitness = new Map<number, number>();
  for (const member of members) fitness.set(member.id, member.fitness);
  return fitness;
}

function evaluate(ledger: Ledger, { id, outcome }: VariantEvaluated): void {
  const { state, operators, faults, known, pending } = ledger;
  const birth = pending.get(id);
  if (outcome.status === "reused") state.reused++;
  else state.evaluations++;
  if (birth === undefined) {
    assert(outcome.status !== "reused", "a reused outcome belongs to a birth");
    return evaluateAgain(ledger, id, outcome as Outcome);
  }
  const { born, genome } = birth;
  const { size, generation, island } = born;
  const result = outcome.status === "reused" ? resultOfEqual(ledger, born) : resultOf(outcome as Outcome, size, ledger);
  if (outcome.status !== "reused") known.set(born.genome, { id, result });
  const record = recordOf(operators, born.operator);
  if (typeof result === "string") {
    record.failed++;
    faults[result]++;
    if (state.spec.llm !== undefined && outcome.status === "failed" && genome.kind === "program") {
      const { fault } = outcome as Failed;
      state.failures = [{ id, genome, fault }, ...state.failures].slice(0, failuresMax);
    }
    return undefined;
  }
  birth.member = { id, genome, size, generation, children: 0, island, niche: 0, ...result };
  if (birth.member.fitness > birth.parent) record.improved++;
  return undefined;
}

function resultOfEqual({ known }: Ledger, born: VariantBorn): Result {
  const found = known.get(born.genome);
  assert(found !== undefined, "a reused outcome belongs to a genome that was evaluated lately");
  return found.result;
}

/** A member against new rivals; one that fails now keeps living with the worst fitness until it is replaced. */
function evaluateAgain(ledger: Ledger, id: number, outcome: Outcome): void {
  const members = ledger.state.members.map((member) => {
    if (member.id !== id) return member;
    if (outcome.status === "scored") return { ...member, ...meritsOf(outcome, member.size, ledger) };
    return { ...member, fitness: -Number.MAX_VALUE };
  });
  settle(ledger, members);
}

function finishGeneration(ledger: Ledger, event: GenerationFinished): void {
  const { state, known, pending } = ledger;
  settle(ledger, settled(state.members, pending, event));
  remember(ledger, event.generation);
  state.generation = event.generation;
  state.elapsedMs += event.observed.ms;
  state.searches = event.observed.searches ?? [];
  state.best = bestOf(state.members);
  // A map that is cleared leaves a chain of old tables, each holding the next, through which the collector has to go.
  ledger.pending = new Map();
  // Only now: within a generation nothing is forgotten that a variant may still be said to equal.
  for (const hash of known.keys()) {
    if (known.size <= knownMax) break;
    known.delete(hash);
  }
}

function remember({ state, memory, pending }: Ledger, generation: number): void {
  if (memory === undefined) return;
  const told = toldOf(pending.values(), state.members);
  state.memory = memory.after(state.memory, told, randomFromSeed(state.spec.seed).fork("ask", generation));
}

function settle(ledger: Ledger, members: readonly Member[]): void {
  ledger.state.members = members;
  ledger.fitness = undefined;
}

/** The best of some members, if there are any. */
export function bestOf(members: readonly Member[]): Member | undefined {
  return members.reduce<Member | undefined>((best, one) => (best && byMerit(best, one) <= 0 ? best : one), undefined);
}
