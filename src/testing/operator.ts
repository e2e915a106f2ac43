import assert from "node:assert/strict";
import type { Genome, GenomeKind } from "../genome/genome.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import type { Operator, VariationContext } from "../variation/operator.ts";

/** What the laws of an operator are tried on. */
export interface OperatorTrial {
  /** The kind of genome that the operator works on. */
  readonly kind: GenomeKind;
  readonly context: VariationContext;
  /** Parents to draw from; none are needed for an operator of arity 0. */
  readonly parents: readonly Genome[];
  /** How many children are asked for. */
  readonly rounds: number;
  readonly seed: number;
  /** A law of the caller's own; it throws when a child breaks it. */
  readonly check?: (child: Genome, parents: readonly Genome[]) => void;
}

/**
 * The laws of an operator: children are of its kind, canonical and not larger than allowed, the same parents and random
 * give the same child, parents stay as they are, and some parents have children. Throws at the first broken law.
 */
export async function checkOperator(operator: Operator, trial: OperatorTrial): Promise<void> {
  const { kind, parents, rounds, seed } = trial;
  assert.match(operator.name, /^[a-z][a-z0-9-]*$/, `The operator's name is \`${operator.name}\`, not in kebab case`);
  assert.ok(operator.about.length > 0, `The operator \`${operator.name}\` does not say what it is about`);
  assert.equal(
    operator.kind,
    kind.name,
    `The operator \`${operator.name}\` works on \`${operator.kind}\`, not \`${kind.name}\``,
  );
  assert.ok(
    operator.arity === 0 || parents.length > 0,
    `The operator \`${operator.name}\` needs parents to be tried on`,
  );
  const random = randomFromSeed(seed);
  let children = 0;
  for (let round = 0; round < rounds; round++) {
    const chosen = Array.from({ length: operator.arity }, (_, seat) =>
      random.fork("parent", round, seat).pick(parents),
    );
    if (checkChild(operator, chosen, random.fork("vary", round), trial)) children++;
  }
  assert.ok(children > 0, `The operator \`${operator.name}\` made no child in ${rounds} rounds`);
}

function checkChild(operator: Operator, parents: readonly Genome[], random: Random, trial: OperatorTrial): boolean {
  const { kind, context, check } = trial;
  const where = `\`${operator.name}\` on ${JSON.stringify(parents.map(({ bytes }) => bytes))}`;
  const before = JSON.stringify(parents);
  const child = operator.vary(parents, context, random.fork("once"));
  // Read again from their bytes, the parents must breed alike: nothing may depend on how a genome came to be.
  const copies = parents.map(({ bytes }) => kind.parse(bytes));
  const again = operator.vary(copies, context, random.fork("once"));
  assert.equal(JSON.stringify(parents), before, `A parent was changed by ${where}`);
  assert.equal(again?.bytes, child?.bytes, `The same parents and random gave different children: ${where}`);
  if (child === undefined) return false;
  const read = kind.parse(child.bytes);
  assert.equal(read.bytes, child.bytes, `The child is not canonical: ${where}`);
  assert.equal(read.hash, child.hash, `The child's hash is not that of its bytes: ${where}`);
  assert.equal(kind.size(read), kind.size(child), `The child's size changes when it is read again: ${where}`);
  const size = kind.size(child);
  assert.ok(size <= context.sizeMax, `The child has size ${size}, more than the ${context.sizeMax} allowed: ${where}`);
  check?.(child, parents);
  return true;
}
