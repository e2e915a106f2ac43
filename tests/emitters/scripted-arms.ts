import type { Member } from "../../src/archives/member.ts";
import { ranked } from "../../src/archives/ranked.ts";
import type { BanditOptions } from "../../src/emitters/bandit.ts";
import type { Emitter, Proposal } from "../../src/emitters/emitter.ts";
import { genetic } from "../../src/emitters/genetic.ts";
import type { GenerationFinished } from "../../src/events/event.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import { createFold, type Fold } from "../../src/events/state.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { tournament } from "../../src/selection/tournament.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { noUsage } from "../../src/variation/calls.ts";
import { modelOperators } from "../../src/variation/model-operators.ts";
import type { Operator, VariationContext } from "../../src/variation/operator.ts";

/** A world in which it is written how often each arm brings a better child. */
export interface Script {
  readonly seed: number;
  /** Births of a generation. */
  readonly births: number;
  /** After so many proposals with parents it ends. */
  readonly proposals: number;
  /** How many operators there are that ask nobody: `operator-0` and on. */
  readonly operators: number;
  /** What a draft of `llm-edit` costs by model, in US dollars; no models unless told. */
  readonly models?: Readonly<Record<string, number>>;
  /** How often a child of the arm is better than its parent, as of this proposal. */
  chance(arm: string, proposal: number): number;
  /** By weights where absent. */
  readonly bandit?: BanditOptions;
  /** The most drafts of a generation; all births unless told. */
  readonly drafts?: number;
}

/** The arms of the proposals with parents, in their order, and what was paid. */
export interface Played {
  readonly arms: readonly string[];
  readonly usd: number;
}

/** What became of a proposal. */
interface Fate {
  /** Who made the child. */
  readonly operator: string;
  readonly score: number;
}

/** Plays a script with the genetic algorithm and the fold of a log. */
export function playScript(script: Script): Played {
  const { births, proposals, seed, models = {} } = script;
  const random = randomFromSeed(seed);
  const emitter = emitterOf(script);
  const fold = createFold(spec, { name: "score", direction: "maximize", about: "" }, noSource, emitter.memory);
  const { state } = fold;
  const arms: string[] = [];
  let usd = 0;
  for (let generation = 0; arms.length < proposals; generation++) {
    const asked = [...emitter.ask(state.members, births, random.fork("ask", generation), state.memory)];
    // Drafts come last in a generation, as in a campaign.
    const inOrder = [...asked.filter(({ draft }) => !draft), ...asked.filter(({ draft }) => draft)];
    const scores = inOrder.map((proposal) => {
      if (parentsOf(proposal).length > 0) arms.push(armOf(proposal));
      const fate = fateOf(proposal, { script, state, at: arms.length - 1, random: random.fork("fate", state.births) });
      usd += bear(fold, proposal, { ...fate, generation, price: models[proposal.draft?.model ?? ""] ?? 0 });
      return fate.score;
    });
    scores.forEach((score, index) => {
      const id = state.births - scores.length + index;
      const outcome = { status: "scored", scores: [[score]], measures: [] } as const;
      fold.apply({ type: "variant-evaluated", id, generation, outcome });
    });
    fold.apply(placed(fold, generation, random));
  }
  return { arms, usd };
}

/** The share of an arm among the proposals from one to another. */
export function shareOf(arm: string, arms: readonly string[], from: number, to: number): number {
  return arms.slice(from, to).filter((one) => one === arm).length / (to - from);
}

const spec = { seed: 1, kind: "program", parsimony: 0 } as CampaignSpec;

function noSource(): never {
  throw new Error("Each birth brings its genome.");
}

function emitterOf({ operators, models = {}, bandit, births, drafts = births }: Script): Emitter {
  const writers = Object.entries(models).map(([name, usd]) => ({ name, usd, tokensPerSecond: 100 }));
  const edit = modelOperators.find(({ name }) => name === "llm-edit")!;
  return genetic({
    kind: "program",
    operators: Array.from({ length: operators }, (_, i) => ({ operator: making(`operator-${i}`, 1), weight: 1 })),
    islands: 1,
    context: { sizeMax: 10 } as VariationContext,
    seeds: [],
    generate: making("start", 0),
    selection: tournament({ size: 3 }),
    ...(bandit === undefined ? {} : { bandit }),
    ...(writers.length === 0
      ? {}
      : { drafting: { operators: [{ operator: edit, weight: writers.length }], models: writers, births: drafts } }),
  });
}

/** An operator whose children are all new. */
function making(name: string, arity: 0 | 1): Operator {
  return {
    name,
    kind: "program",
    about: name,
    arity,
    vary: (_parents, _context, random) => genomeOf("program", `${random.next()}`),
  };
}

function armOf({ operator, draft }: Proposal): string {
  return draft === undefined ? operator : `${draft.operator} ${draft.model}`;
}

function parentsOf({ draft, parents }: Proposal): readonly number[] {
  return draft === undefined ? parents : draft.tries[0]!.parents.map(({ id }) => id);
}

interface Scene {
  readonly script: Script;
  readonly state: { readonly members: readonly Member[] };
  readonly at: number;
  readonly random: Random;
}

/** Half of the drafts that are no better come to nothing. */
function fateOf(proposal: Proposal, { script, state, at, random }: Scene): Fate {
  const { operator, draft, parents } = proposal;
  const isBetter = (arm: string): boolean => random.chance(script.chance(arm, at));
  // Gains get smaller as the search goes on, and differ as much as they do in real ones.
  const size = Math.exp(random.normal() - at / 200) * 1e12;
  const from = ([id]: readonly number[]): number => state.members.find((one) => one.id === id)?.fitness ?? 0;
  if (draft !== undefined) {
    const wins = isBetter(armOf(proposal));
    const base = from(parentsOf(proposal));
    if (wins) return { operator: draft.operator, score: base + size };
    if (random.chance(0.5)) return { operator: draft.operator, score: base - size };
  }
  return { operator, score: from(parents) + (isBetter(operator) ? size : -size) };
}

/** Writes a birth, and the call before it; returns what that cost. */
function bear(
  fold: Fold,
  { genome, draft, parents, island }: Proposal,
  { operator, generation, price }: { readonly operator: string; readonly generation: number; readonly price: number },
): number {
  const id = fold.state.births;
  const born = { type: "variant-born", id, generation, genome: genome.hash, size: 1, operator, island } as const;
  if (draft === undefined) {
    fold.apply({ ...born, parents }, genome);
    return 0;
  }
  const { model } = draft;
  const isWritten = operator === draft.operator;
  fold.apply({
    type: "model-asked",
    generation,
    call: String(id),
    role: "edit",
    operator: draft.operator,
    model,
    usage: { ...noUsage, output: 500 },
    usd: price,
    result: isWritten ? "used" : "rejected",
  });
  const written = draft.tries[0]!.parents.map((parent) => parent.id);
  const by = { operator: draft.operator, model };
  fold.apply({ ...born, parents: isWritten ? written : parents, draft: by }, genome);
  return price;
}

const archive = ranked({ capacity: 40, replacement: "plus" });

function placed(fold: Fold, generation: number, random: Random): GenerationFinished {
  const { members } = fold.state;
  const after = archive.place({ generation, members, newcomers: fold.newcomers(), random });
  const before = new Set(members.map(({ id }) => id));
  const living = new Set(after.map(({ id }) => id));
  return {
    type: "generation-finished",
    generation,
    entered: after.filter(({ id }) => !before.has(id)).map(({ id }) => [id, 0, 0] as const),
    left: members.filter(({ id }) => !living.has(id)).map(({ id }) => [id, 0] as const),
    observed: { t: "then", ms: 1 },
  };
}
