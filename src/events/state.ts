import type { Member } from "../archives/member.ts";
import { byMerit } from "../archives/merit.ts";
import type { FaultKind, Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import type { CampaignFinished, Event, GenerationFinished, VariantBorn, VariantEvaluated } from "./event.ts";
import type { CampaignSpec } from "./spec.ts";

/** What the log says so far. It is only ever changed by `fold`. */
export interface State {
  readonly spec: CampaignSpec;
  /** The last finished generation; -1 before the first. */
  readonly generation: number;
  /** Who lives, in the archive's order. */
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
}

export interface OperatorRecord {
  births: number;
  improved: number;
  failed: number;
}

/** Where the fold finds the genome of a hash. */
export type GenomeSource = (hash: string) => Genome;

/** The fold of a log: its state, and what the loop needs to know beside it. */
export interface Fold {
  readonly state: State;
  /** Folds one event; a birth may bring its genome, else the source is asked. */
  apply(event: Event, genome?: Genome): void;
  /** The outcome of an equal genome that was evaluated lately, with its variant. */
  known(hash: string): { readonly id: number; readonly outcome: Outcome } | undefined;
  /** Scored variants of the generation under way, in order of birth. */
  newcomers(): readonly Member[];
  /** Puts genomes in the place of those that the source could only name. */
  replaceGenomes(find: GenomeSource): void;
}

/** How many outcomes are remembered for equal genomes; the oldest is forgotten first. */
const knownMax = 30_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Birth {
  readonly born: VariantBorn;
  readonly genome: Genome;
  /** The fitness of its best parent; minus infinity where it has none. */
  readonly parent: number;
  member?: Member;
}

/** Starts a fold. `objective` is the scenario's first; equal genomes share outcomes unless there are rivals. */
export function createFold(spec: CampaignSpec, objective: Objective, genomeOf: GenomeSource): Fold {
  const faults: Record<FaultKind, number> = { crashed: 0, exhausted: 0, "bad-action": 0, refused: 0 };
  const operators = new Map<string, OperatorRecord>();
  const state: Mutable<State> = {
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
  };
  const known = new Map<string, { readonly id: number; readonly outcome: Outcome }>();
  let pending = new Map<number, Birth>();

  function born(event: VariantBorn, genome: Genome): void {
    assert(event.id === state.births, `variant ${event.id} is born when ${state.births} is next`);
    state.births++;
    const parents = state.members.filter((member) => event.parents.includes(member.id));
    const best = Math.max(-Infinity, ...parents.map((parent) => parent.fitness));
    pending.set(event.id, { born: event, genome, parent: best });
    record(event.operator).births++;
  }

  function record(operator: string): OperatorRecord {
    const found = operators.get(operator) ?? { births: 0, improved: 0, failed: 0 };
    operators.set(operator, found);
    return found;
  }

  function evaluated(event: VariantEvaluated): void {
    const birth = pending.get(event.id);
    const { outcome } = event;
    const taken = outcome.status === "reused" ? outcomeOfEqual(birth) : (outcome as Outcome);
    if (outcome.status === "reused") state.reused++;
    else state.evaluations++;
    if (birth === undefined) return again(event.id, taken);
    if (outcome.status !== "reused") remember(birth.born.genome, event.id, taken);
    if (taken.status === "failed") {
      record(birth.born.operator).failed++;
      faults[taken.fault.kind]++;
      return undefined;
    }
    const { id, size, generation, island } = birth.born;
    const seat = { id, genome: birth.genome, size, generation, children: 0, island, niche: 0 };
    birth.member = { ...seat, ...merits(taken, size) };
    if (birth.member.fitness > birth.parent) record(birth.born.operator).improved++;
    return undefined;
  }

  function outcomeOfEqual(birth: Birth | undefined): Outcome {
    const found = birth === undefined ? undefined : known.get(birth.born.genome);
    assert(found !== undefined, "a reused outcome belongs to a genome that was evaluated lately");
    return found.outcome;
  }

  function remember(hash: string, id: number, outcome: Outcome): void {
    known.set(hash, { id, outcome });
  }

  /** A member against new rivals; one that fails now keeps living with the worst fitness until it is replaced. */
  function again(id: number, outcome: Outcome): void {
    state.members = state.members.map((member) => {
      if (member.id !== id) return member;
      if (outcome.status === "scored") return { ...member, ...merits(outcome, member.size) };
      return { ...member, fitness: -Number.MAX_VALUE };
    });
  }

  function merits(
    outcome: Extract<Outcome, { status: "scored" }>,
    size: number,
  ): Pick<Member, "fitness" | "cases" | "measures"> {
    const cases = outcome.scores.map((row) => oriented(objective, row[0]!));
    let total = 0;
    for (const score of cases) total += score;
    return { cases, measures: outcome.measures, fitness: total / cases.length - spec.parsimony * size };
  }

  function finished(event: GenerationFinished): void {
    const here = (id: number, island: number): string => `${id}@${island}`;
    const left = new Set(event.left.map(([id, island]) => here(id, island)));
    const byId = new Map(state.members.map((member) => [member.id, member]));
    for (const birth of pending.values()) if (birth.member) byId.set(birth.member.id, birth.member);
    const children = new Map<number, number>();
    for (const { born: event } of pending.values()) {
      for (const parent of event.parents) children.set(parent, (children.get(parent) ?? 0) + 1);
    }
    const entered = new Set(event.entered.map(([id, island]) => here(id, island)));
    const stay = state.members.filter(
      ({ id, island }) => !left.has(here(id, island)) && !entered.has(here(id, island)),
    );
    const come = event.entered.map(([id, island, niche]): Member => {
      const member = byId.get(id);
      assert(member !== undefined, `variant ${id} enters an archive without having been scored`);
      return { ...member, island, niche };
    });
    state.members = [...stay, ...come].map((member) => {
      const more = children.get(member.id) ?? 0;
      return more === 0 ? member : { ...member, children: member.children + more };
    });
    state.generation = event.generation;
    state.elapsedMs += event.observed.ms;
    state.best = bestOf(state.members);
    pending = new Map();
    // Only now: within a generation nothing is forgotten that a variant may still be said to equal.
    for (const hash of known.keys()) {
      if (known.size <= knownMax) break;
      known.delete(hash);
    }
  }

  return {
    state,
    apply(event, genome) {
      switch (event.type) {
        case "campaign-started":
        case "agent-judged":
          return;
        case "budget-changed":
          state.spec = { ...state.spec, budget: event.budget };
          state.finished = undefined;
          return;
        case "rivals-chosen":
          state.rivals = event.ids;
          return;
        case "variant-born":
          return born(event, genome ?? genomeOf(event.genome));
        case "variant-evaluated":
          return evaluated(event);
        case "generation-finished":
          return finished(event);
        case "campaign-finished":
          state.finished = event;
          return;
        default:
          event satisfies never;
      }
    },
    known: (hash) => known.get(hash),
    newcomers: () => [...pending.values()].flatMap((birth) => birth.member ?? []),
    replaceGenomes(find) {
      state.members = state.members.map((member) => ({ ...member, genome: find(member.genome.hash) }));
      state.best = bestOf(state.members);
    },
  };
}

/** The best of some members, if there are any. */
export function bestOf(members: readonly Member[]): Member | undefined {
  return members.reduce<Member | undefined>((best, one) => (best && byMerit(best, one) <= 0 ? best : one), undefined);
}
