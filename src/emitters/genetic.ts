import type { Member } from "../archives/member.ts";
import type { Genome } from "../genome/genome.ts";
import type { Selection } from "../selection/selection.ts";
import { categorical } from "../std/categorical.ts";
import { UserError } from "../std/errors.ts";
import { expectNumber, expectWhole } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import type { Operator, VariationContext } from "../variation/operator.ts";
import type { Emitter, Proposal } from "./emitter.ts";

/** An operator and how often it is used, in proportion to the weights of the others. */
export interface WeightedOperator {
  readonly operator: Operator;
  /** From 0 (never) to 1,000,000. */
  readonly weight: number;
}

export interface GeneticOptions {
  /** The name of the genome kind that is bred. */
  readonly kind: string;
  readonly operators: readonly WeightedOperator[];
  readonly selection: Selection;
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

/** Picks a parent on one island. */
type Choose = (random: Random) => Member;

/**
 * Breeds children from selected parents with weighted operators, island by island in turn. A try that gives no child,
 * or a copy of a parent, is made again with another operator and other parents. Proposal `i` draws from
 * `random.fork("proposal", i)` alone, so it is the same whatever the count. Throws `UserError` for settings that breed
 * nothing; `ask` throws it when `generate` gives up.
 */
export function genetic(options: GeneticOptions): Emitter {
  checkOptions(options);
  const breed = breeder(options);
  return {
    name: "genetic",
    *ask(members, count, random) {
      const choosers = choosersOf(options.selection, members, random);
      const populated = [...choosers.keys()];
      for (let index = 0; index < count; index++) {
        const draw = random.fork("proposal", index);
        const due = index % options.islands;
        const island = choosers.has(due) ? due : populated[index % populated.length];
        if (island === undefined) yield started(options, index, draw);
        else yield breed(choosers.get(island)!, island, draw);
      }
    },
  };
}

function started(options: GeneticOptions, index: number, random: Random): Proposal {
  const island = index % options.islands;
  const seed = options.seeds[index];
  if (seed === undefined) return generated(options, island, random);
  return { genome: seed, operator: seedOperator, parents: [], island };
}

/** A chooser for each island that has members, in the order of their numbers. */
function choosersOf(selection: Selection, members: readonly Member[], random: Random): ReadonlyMap<number, Choose> {
  const populated = [...new Set(members.map(({ island }) => island))].toSorted((a, b) => a - b);
  return new Map(
    populated.map((island) => {
      const residents = members.filter((member) => member.island === island);
      return [island, selection.prepare(residents, random.fork("selection", island))];
    }),
  );
}

function breeder(options: GeneticOptions): (choose: Choose, island: number, random: Random) => Proposal {
  const { operators, context, tries = 8 } = options;
  const pick = categorical(operators.map(({ weight }) => weight));
  return (choose, island, random) => {
    for (let turn = 0; turn < tries; turn++) {
      const draw = random.fork("try", turn);
      const { operator } = operators[pick(draw)]!;
      const parents: Member[] = [];
      for (let k = 0; k < operator.arity; k++) parents.push(choose(draw));
      const genomes = parents.map(({ genome }) => genome);
      const child = operator.vary(genomes, context, draw.fork("vary"));
      if (child !== undefined && genomes.every(({ hash }) => hash !== child.hash)) {
        return { genome: child, operator: operator.name, parents: parents.map(({ id }) => id), island };
      }
    }
    return generated(options, island, random);
  };
}

function generated({ generate, context, tries = 8 }: GeneticOptions, island: number, random: Random): Proposal {
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

function checkOptions({ kind, operators, islands, generate, tries = 8 }: GeneticOptions): void {
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
  if (operators.every(({ weight }) => weight === 0)) {
    throw new UserError(
      "bad-setting",
      "Expected at least one operator with a weight above 0, got none",
      "Give an operator some weight.",
    );
  }
}
