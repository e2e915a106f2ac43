import type { Genome } from "../genome/genome.ts";
import { categorical } from "../std/categorical.ts";
import { UserError } from "../std/errors.ts";
import { expectNumber, expectWhole } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import type { Operator, VariationContext } from "../variation/operator.ts";
import type { Proposal } from "./emitter.ts";

/** An operator and how often it is used, in proportion to the weights of the others. */
export interface WeightedOperator {
  readonly operator: Operator;
  /** From 0 (never) to 1,000,000. */
  readonly weight: number;
}

/** What emitters need that breed with operators. */
export interface Founding {
  /** The name of the genome kind that is bred. */
  readonly kind: string;
  readonly operators: readonly WeightedOperator[];
  /** How many islands the archive has, from 1. */
  readonly islands: number;
  readonly context: VariationContext;
  /** The first genomes of the first generation; those beyond its size are left out. */
  readonly seeds: readonly Genome[];
  /** Makes a genome from nothing (arity 0): the rest of the first generation, and where no parents give a child. */
  readonly generate: Operator;
  /** How often a proposal is tried before it is generated, from 1 to 1,000; 8 unless told. */
  readonly tries?: number;
}

/** The name under which seeds are proposed, in the place of an operator's. */
const seedOperator = "seed";

/** A proposal of the first generation: a seed, or one that is generated. Throws `UserError` when `generate` gives up. */
export function started(options: Founding, index: number, random: Random): Proposal {
  const island = index % options.islands;
  const seed = options.seeds[index];
  if (seed === undefined) return generated(options, island, random);
  return { genome: seed, operator: seedOperator, parents: [], island };
}

/** A proposal without parents. Throws `UserError` when `generate` gives up. */
export function generated({ generate, context, tries = 8 }: Founding, island: number, random: Random): Proposal {
  for (let turn = 0; turn < tries; turn++) {
    const genome = generate.vary([], context, random.fork("generate", turn));
    if (genome !== undefined) return { genome, operator: generate.name, parents: [], island };
  }
  throw new UserError(
    "nothing-generated",
    `The operator \`${generate.name}\` made no genome of at most ${context.sizeMax} in ${tries} tries`,
    "Allow larger genomes.",
  );
}

/** A chooser of operators in proportion to their weights. Throws `UserError` where none has a weight above 0. */
export function operatorChooser(operators: readonly WeightedOperator[]): (random: Random) => Operator {
  if (operators.every(({ weight }) => weight === 0)) {
    throw new UserError(
      "bad-setting",
      "Expected at least one operator with a weight above 0, got none",
      "Give an operator some weight.",
    );
  }
  const pick = categorical(operators.map(({ weight }) => weight));
  return (random) => operators[pick(random)]!.operator;
}

/** Throws `UserError` for settings out of range and operators that cannot breed this kind. */
export function checkFounding({ kind, operators, islands, generate, tries = 8 }: Founding): void {
  expectWhole("islands", islands, 1, 1000);
  expectWhole("tries", tries, 1, 1000);
  for (const { operator, weight } of operators) expectNumber(`weight of ${operator.name}`, weight, 0, 1_000_000);
  for (const { name, kind: works } of [generate, ...operators.map(({ operator }) => operator)]) {
    if (works === kind) continue;
    throw new UserError(
      "bad-setting",
      `Expected operators for genomes of the kind \`${kind}\`, got \`${name}\` for \`${works}\``,
      `Leave \`${name}\` out.`,
    );
  }
  if (generate.arity !== 0) {
    throw new UserError(
      "bad-setting",
      `Expected an operator that needs no parents to generate with, got \`${generate.name}\` with ${generate.arity}`,
      "Generate with an operator of arity 0.",
    );
  }
}
