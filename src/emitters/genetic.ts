import type { Member } from "../archives/member.ts";
import { distinct } from "../archives/merit.ts";
import type { Selection } from "../selection/selection.ts";
import { expectWhole } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import type { ModelOperator } from "../variation/model-operators.ts";
import {
  type Arm,
  type Choice,
  choiceOf,
  isOffline,
  type ModelArm,
  type OfflineArm,
  type Pick,
  type Writer,
} from "./arms.ts";
import type { BanditMemory, BanditOptions } from "./bandit.ts";
import { type Scene, triesFor } from "./drafting.ts";
import type { Draft, Emitter, EmitterMemory, Proposal } from "./emitter.ts";
import { checkFounding, type Founding, generated, started } from "./founding.ts";

export interface GeneticOptions extends Founding {
  readonly selection: Selection;
  /** Operators are chosen by what they have brought; by their weights where absent. */
  readonly bandit?: BanditOptions;
  /** The language models that write some of the children; none where absent. */
  readonly drafting?: Drafting;
}

/** Who writes children, and how many. */
export interface Drafting {
  /** The operators that ask, and how often in proportion to all others; each has as many arms as there are models. */
  readonly operators: readonly { readonly operator: ModelOperator; readonly weight: number }[];
  /** At least one. */
  readonly models: readonly Writer[];
  /** The most drafts in a generation, from 0 to 100,000. */
  readonly births: number;
}

export interface GeneticMemory {
  readonly bandit?: BanditMemory;
  /** Whether anybody has failed, so that there is something to repair. */
  readonly failed: boolean;
}

/** One island in one generation. */
interface Island extends Scene {
  readonly home: number;
  /** How many different genomes live there. */
  readonly variety: number;
}

/** What the proposals of one generation share. */
interface Brood {
  readonly pick: Pick;
  readonly failed: boolean;
  drafts: number;
}

/**
 * Breeds children from selected parents, island by island in turn, with operators that are chosen by weight or by what
 * they have brought; an island where nobody lives is founded. A try that gives no child, or a copy of a parent, is made
 * again with another operator and other parents. Where a language model is chosen, the proposal carries a draft, and a
 * child by another operator in case that nothing comes of it. Proposal `i` draws from `random.fork("proposal", i)` alone. Throws `UserError` for settings that
 * breed nothing; `ask` throws it when `generate` gives up.
 */
export function genetic(options: GeneticOptions): Emitter<GeneticMemory> {
  checkFounding(options);
  const { drafting } = options;
  if (drafting !== undefined) expectWhole("llm.births", drafting.births, 0, 100_000);
  const choice = choiceOf(armsOf(options), options.bandit);
  const memory = memoryOf(choice, drafting);
  return {
    name: "genetic",
    *ask(members, count, random, known = { failed: false }) {
      const islands = islandsOf(options.selection, members, random);
      const brood: Brood = { pick: choice.picker(known.bandit), failed: known.failed, drafts: 0 };
      for (let index = 0; index < count; index++) {
        const draw = random.fork("proposal", index);
        const due = index % options.islands;
        const home = islands.get(due);
        if (home !== undefined) yield bred(options, home, brood, draw);
        else if (members.length === 0) yield started(options, index, draw);
        else yield generated(options, due, draw);
      }
    },
    ...(memory === undefined ? {} : { memory }),
  };
}

/** The operators in their order, then each model operator with each model. */
function armsOf({ operators, drafting }: GeneticOptions): readonly Arm[] {
  const { operators: asking = [], models = [] } = drafting ?? {};
  return [
    ...operators.map(({ operator, weight }): Arm => ({ by: "operator", operator, weight })),
    ...asking.flatMap(({ operator, weight }) =>
      models.map((model): Arm => ({ by: "model", operator, model, weight: weight / models.length })),
    ),
  ];
}

function memoryOf(
  { memory: bandit }: Choice,
  drafting: Drafting | undefined,
): EmitterMemory<GeneticMemory> | undefined {
  if (bandit === undefined && drafting === undefined) return undefined;
  return {
    start: { failed: false, ...(bandit === undefined ? {} : { bandit: bandit.start }) },
    after: (memory, told) => ({
      failed: memory.failed || told.some(({ fitness }) => fitness === undefined),
      ...(bandit === undefined ? {} : { bandit: bandit.after(memory.bandit ?? bandit.start, told) }),
    }),
  };
}

/** The islands that have members, in the order of their numbers. */
function islandsOf(selection: Selection, members: readonly Member[], random: Random): ReadonlyMap<number, Island> {
  const populated = [...new Set(members.map(({ island }) => island))].toSorted((a, b) => a - b);
  return new Map(
    populated.map((home) => {
      const residents = members.filter(({ island }) => island === home);
      const choose = selection.prepare(residents, random.fork("selection", home));
      return [home, { home, members, residents, choose, variety: distinct(residents).length }];
    }),
  );
}

function bred(options: GeneticOptions, island: Island, brood: Brood, random: Random): Proposal {
  const { context, drafting, tries = 8 } = options;
  const mayDraft = drafting !== undefined && brood.drafts < drafting.births;
  let draft: Draft | undefined;
  for (let turn = 0; turn < tries; turn++) {
    const draw = random.fork("try", turn);
    // Only at first: an operator that gives no child is no reason to pay for one.
    const arm = brood.pick(draw, (one) => isOffline(one) || (mayDraft && turn === 0 && canAsk(one, island, brood)));
    if (!isOffline(arm)) draft = draftOf(arm, island, brood, random.fork("draft"));
    const { operator } = isOffline(arm) ? arm : (brood.pick(draw, isOffline) as OfflineArm);
    const parents: Member[] = [];
    for (let k = 0; k < operator.arity; k++) parents.push(island.choose(draw));
    const genomes = parents.map(({ genome }) => genome);
    const child = operator.vary(genomes, context, draw.fork("vary"));
    if (child !== undefined && genomes.every(({ hash }) => hash !== child.hash)) {
      const ids = parents.map(({ id }) => id);
      return { genome: child, operator: operator.name, parents: ids, island: island.home, ...(draft && { draft }) };
    }
  }
  return { ...generated(options, island.home, random), ...(draft && { draft }) };
}

/** Whether a model operator finds the parents that it takes, or somebody to repair. */
function canAsk({ operator }: ModelArm, { variety }: Island, { failed }: Brood): boolean {
  const [least] = operator.parents;
  return least === 0 ? failed : variety >= least;
}

function draftOf({ operator, model }: ModelArm, island: Island, brood: Brood, random: Random): Draft {
  const tries = triesFor(operator, island, random);
  return { operator: operator.name, model: model.name, turn: brood.drafts++, tries };
}
