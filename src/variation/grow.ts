import type { BinaryOperator, Expression } from "estree";
import {
  binary,
  conditional,
  constant,
  constantOf,
  element,
  identifier,
  logical,
  mathCall,
  member,
  not,
  truth,
} from "../genome/kinds/program/nodes.ts";
import { randomConstant, roundsMax } from "./constants.ts";
import type { Ground } from "./ground.ts";
import type { SiteType } from "./site.ts";

/** The functions of `Math` that take two numbers; all others are given one. */
export const twoArguments: ReadonlySet<string> = new Set(["atan2", "hypot", "imul", "max", "min", "pow"]);

/** The comparisons that programs are made of. */
export const orders: readonly BinaryOperator[] = ["<", "<=", ">", ">="];

/** How large a random expression may grow. */
export interface Shape {
  /** The most levels above its leaves; 0 gives a leaf. */
  readonly depth: number;
  /** Whether every branch reaches that depth (Koza's "full" method), else branches end at random ("grow"). */
  readonly full: boolean;
}

/** A random expression of a type (Koza 1992), made of what the ground offers. */
export function growExpression(ground: Ground, type: SiteType, shape: Shape): Expression {
  if (type === "boolean") return growBoolean(ground, shape);
  if (type === "number") return growNumber(ground, shape);
  return growLeaf(ground, type);
}

/** A random expression of a type that is as small as can be. */
export function growLeaf(ground: Ground, type: SiteType): Expression {
  if (type === "boolean") return growCondition(ground);
  if (type === "index") return growIndex(ground);
  if (type === "count") return growCount(ground);
  const { scope, primitives, random } = ground;
  const choices = scope.numbers.length + 2 * scope.arrays.length;
  if (choices === 0 || random.chance(0.3)) return randomConstant(primitives, random);
  const choice = random.int(choices) - scope.numbers.length;
  if (choice < 0) return identifier(random.pick(scope.numbers).name);
  const { name } = scope.arrays[choice >> 1]!;
  return random.chance(0.8) ? element(name, growIndex(ground)) : member(name, "length");
}

/** How often a new loop runs: once for each number of a list where there is one, else a literal number of times. */
export function growCount({ scope, random }: Ground): Expression {
  if (scope.arrays.length > 0 && random.chance(0.8)) return member(random.pick(scope.arrays).name, "length");
  return constant(2 + Math.floor((roundsMax - 1) * random.next() ** 3));
}

function growIndex({ scope, random }: Ground): Expression {
  if (scope.counters.length > 0 && random.chance(0.8)) return identifier(random.pick(scope.counters).name);
  if (random.chance(0.2)) return binary("-", member(random.pick(scope.arrays).name, "length"), constant(1));
  return constant(random.int(4));
}

function growNumber(ground: Ground, shape: Shape): Expression {
  const { primitives, random } = ground;
  const { operators, functions } = primitives;
  if (shape.depth <= 0 || (!shape.full && random.chance(0.3))) return growLeaf(ground, "number");
  const inner = { depth: shape.depth - 1, full: shape.full };
  const choice = random.next();
  if (primitives.conditionals && choice < 0.08) {
    return conditional(growCondition(ground), growNumber(ground, inner), growNumber(ground, inner));
  }
  if (functions.length > 0 && (choice < 0.3 || operators.length === 0)) {
    const name = random.pick(functions);
    const first = growNumber(ground, inner);
    return mathCall(name, twoArguments.has(name) ? [first, growNumber(ground, inner)] : [first]);
  }
  if (operators.length === 0) return growLeaf(ground, "number");
  return growPair(ground, random.pick(operators) as BinaryOperator, inner);
}

/** Two operands, not both constant as far as there is anything else to read. */
function growPair(ground: Ground, operator: BinaryOperator, shape: Shape): Expression {
  const left = growNumber(ground, shape);
  const right = growNumber(ground, shape);
  const { numbers } = ground.scope;
  if (constantOf(left) === undefined || constantOf(right) === undefined || numbers.length === 0)
    return binary(operator, left, right);
  return binary(operator, identifier(ground.random.pick(numbers).name), right);
}

function growBoolean(ground: Ground, shape: Shape): Expression {
  const { random, primitives } = ground;
  if (shape.depth <= 0 || (!shape.full && random.chance(0.3))) return growCondition(ground);
  const inner = { depth: shape.depth - 1, full: shape.full };
  const choice = random.next();
  if (choice < 0.15) return not(growBoolean(ground, inner));
  if (choice < 0.5 || !primitives.conditionals) {
    return logical(choice < 0.4 ? "&&" : "||", growBoolean(ground, inner), growBoolean(ground, inner));
  }
  return growPair(ground, random.pick(orders), inner);
}

/** A boolean name or one comparison, or a plain truth value where neither may be. */
export function growCondition(ground: Ground): Expression {
  const { scope, primitives, random } = ground;
  if (scope.booleans.length > 0 && (!primitives.conditionals || random.chance(0.5))) {
    return identifier(random.pick(scope.booleans).name);
  }
  if (!primitives.conditionals) return truth(random.chance(0.5));
  return growPair(ground, random.pick(orders), { depth: 0, full: true });
}
