import { categorical } from "../std/categorical.ts";
import { UserError } from "../std/errors.ts";
import { expectNumber } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import { median } from "../std/statistics.ts";
import type { ModelOperator } from "../variation/model-operators.ts";
import type { Operator } from "../variation/operator.ts";
import { bandit, type BanditMemory, type BanditOptions, type Trial } from "./bandit.ts";
import type { Told } from "./emitter.ts";

/** One by whom children are made. */
export type Arm = OfflineArm | ModelArm;

/** An operator that asks nobody. */
export interface OfflineArm {
  readonly by: "operator";
  readonly operator: Operator;
  readonly weight: number;
}

/** A model operator with one of the models. */
export interface ModelArm {
  readonly by: "model";
  readonly operator: ModelOperator;
  readonly model: Writer;
  readonly weight: number;
}

/** A language model that writes children, as far as choosing it goes. */
export interface Writer {
  readonly name: string;
  /** What a draft is reckoned to cost in US dollars before any is known. */
  readonly usd: number;
  /** How fast it is reckoned to write. */
  readonly tokensPerSecond: number;
}

/** Whether an arm makes children without a model. */
export function isOffline(arm: Arm): arm is OfflineArm {
  return arm.by === "operator";
}

/** Picks an arm among those that are open, of which there is one at least. */
export type Pick = (random: Random, isOpen: (arm: Arm) => boolean) => Arm;

/** Decides who makes the next child. */
export interface Choice {
  /** Picks for one generation. */
  picker(memory: BanditMemory | undefined): Pick;
  readonly memory?: {
    readonly start: BanditMemory;
    after(memory: BanditMemory, told: readonly Told[]): BanditMemory;
  };
}

/** What a child by an operator is reckoned to take, evaluation included; and how many tokens a first draft has. */
const operatorSeconds = 0.01;
const draftTokens = 800;

/** Chooses by what the arms have brought for what they cost, or by their weights. Throws `UserError` for settings out of range. */
export function choiceOf(arms: readonly Arm[], options: BanditOptions | undefined): Choice {
  for (const { operator, weight } of arms) expectNumber(`weight of ${operator.name}`, weight, 0, 1_000_000);
  const used = arms.filter(({ weight }) => weight > 0);
  if (used.every(({ by }) => by === "model")) {
    throw new UserError(
      "bad-setting",
      "Expected at least one operator with a weight above 0 that asks no model, got none",
      "Give an operator some weight.",
    );
  }
  return options === undefined ? byWeights(used) : byBandit(used, options);
}

function byWeights(arms: readonly Arm[]): Choice {
  return {
    picker: () => (random, isOpen) => {
      const open = arms.filter(isOpen);
      return open[categorical(open.map(({ weight }) => weight))(random)]!;
    },
  };
}

function byBandit(arms: readonly Arm[], options: BanditOptions): Choice {
  const { usdPerSecond } = options;
  const { start, picker, after } = bandit(
    arms.map((arm) => ({ weight: arm.weight, cost: firstCost(arm, usdPerSecond) })),
    options,
  );
  return {
    picker(memory = start) {
      const pick = picker(memory);
      return (random, isOpen) => arms[pick(random, (index) => isOpen(arms[index]!))]!;
    },
    memory: { start, after: (memory, told) => after(memory, trialsOf(told, arms, usdPerSecond)) },
  };
}

function firstCost(arm: Arm, usdPerSecond: number): number {
  if (arm.by === "operator") return operatorSeconds * usdPerSecond;
  return arm.model.usd + (draftTokens / arm.model.tokensPerSecond) * usdPerSecond;
}

/** The proposals as trials: a draft is one of its model, and of the operator that took its place where nothing came of it. */
function trialsOf(told: readonly Told[], arms: readonly Arm[], usdPerSecond: number): readonly Trial[] {
  const indexes = new Map(arms.map((arm, index) => [nameOf(arm), index]));
  const baselines = baselinesOf(told);
  const trials: Trial[] = [];
  for (const { island, fitness, operator = "", parent, draft } of told) {
    const beaten = Math.max(parent ?? Infinity, baselines.get(island) ?? Infinity);
    // The difference of two finite numbers may be infinite.
    const gain = fitness === undefined ? 0 : Math.min(Number.MAX_VALUE, Math.max(0, fitness - beaten));
    const maker = indexes.get(operator);
    if (maker !== undefined) trials.push({ arm: maker, gain, cost: operatorSeconds * usdPerSecond });
    if (draft === undefined || draft.calls === 0) continue;
    const writer = indexes.get(`${draft.operator} ${draft.model}`);
    const arm = arms[writer ?? -1];
    if (writer === undefined || arm?.by !== "model") continue;
    const cost = draft.usd + (draft.usage.output / arm.model.tokensPerSecond) * usdPerSecond;
    trials.push({ arm: writer, gain: operator === draft.operator ? gain : 0, cost });
  }
  return trials;
}

function nameOf(arm: Arm): string {
  return arm.by === "operator" ? arm.operator.name : `${arm.operator.name} ${arm.model.name}`;
}

/**
 * The median fitness to beat on each island: who beats a parent that was no match for the others has shown little, and a
 * child without parents is measured against those of the others.
 */
function baselinesOf(told: readonly Told[]): ReadonlyMap<number, number> {
  const parents = new Map<number, number[]>();
  for (const { island, parent } of told) {
    if (parent === undefined) continue;
    const known = parents.get(island);
    if (known === undefined) parents.set(island, [parent]);
    else known.push(parent);
  }
  return new Map([...parents].map(([island, known]) => [island, median(known)]));
}
