import type { Expression, Node, Program, Statement } from "estree";
import type { Genome } from "../genome/genome.ts";
import { programKind, programOf, syntaxOf } from "../genome/kinds/program.ts";
import { constant, constantOf, forEachChild, mathFunction, truth } from "../genome/kinds/program/nodes.ts";
import { UserError } from "../std/errors.ts";
import { withDigits } from "./constants.ts";
import { replaced, spliced } from "./edit.ts";
import { rewritten, rewrittenNode } from "./rewrite.ts";
import type { Place } from "./site.ts";

/** The most candidates that `same` is asked about. */
const triesMax = 400;

/**
 * A program that behaves the same and is smaller or reads more easily; never larger, and perhaps the very same. Greedy:
 * each candidate is kept when `same` says that it behaves like the genome, and at most 400 are tried.
 */
export async function simplify(genome: Genome, same: (candidate: Genome) => Promise<boolean>): Promise<Genome> {
  let best = genome;
  let tries = 0;
  const tried = new Set([genome.hash]);

  async function keeps(tree: Program): Promise<boolean> {
    const candidate = canonical(tree);
    if (candidate === undefined || tried.has(candidate.hash) || !isSimpler(candidate, best) || tries >= triesMax)
      return false;
    tries++;
    tried.add(candidate.hash);
    if (!(await same(candidate))) return false;
    best = candidate;
    return true;
  }

  for (let before: Genome | undefined; before !== best && tries < triesMax;) {
    before = best;
    await keeps(rewritten(syntaxOf(best)));
    // After a success the same place is looked at again: something else stands there now.
    for (let index = 0; index < placesOf(syntaxOf(best)).length && tries < triesMax;) {
      const present: Genome = best;
      for (const tree of simplerAt(placesOf(syntaxOf(best))[index]!)) if (await keeps(tree)) break;
      if (present === best) index++;
    }
  }
  return best;
}

/** The genome of a tree that was edited, or undefined when it is no program. */
export function canonical(tree: Program): Genome | undefined {
  try {
    return programKind.parse(programOf(tree).bytes);
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}

function isSimpler(candidate: Genome, than: Genome): boolean {
  const difference = programKind.size(candidate) - programKind.size(than);
  return difference < 0 || (difference === 0 && candidate.bytes.length < than.bytes.length);
}

/** Every place of the tree, each before those in it. */
function placesOf(tree: Program): readonly Place[] {
  const places: Place[] = [];
  const visit = (node: Node, parent: Place | undefined, key: string, position: number) => {
    const place = { node, parent, key, position };
    places.push(place);
    forEachChild(node, (child, childKey, childPosition) => visit(child, place, childKey, childPosition));
  };
  visit(tree, undefined, "", -1);
  return places;
}

/** Trees that are simpler at this place, the greatest gain first. */
function* simplerAt(place: Place): Iterable<Program> {
  const { node, parent } = place;
  // A loop's test and step stay: without them most candidates would only run for ever.
  if (parent === undefined || (isLoop(parent.node) && place.key !== "body")) return;
  const isListed = place.position >= 0 && (place.key === "body" || place.key === "consequent");
  if (isListed && node.type !== "ExportDefaultDeclaration") yield* withoutStatement(place);
  const rewrite = rewrittenNode(node);
  if (rewrite !== node) yield replaced(place, rewrite);
  const value = constantOf(node);
  if (value !== undefined) yield* rounded(place, value);
  else if (place.key !== "callee") for (const part of partsOf(node)) yield replaced(place, part);
}

function isLoop({ type }: Node): boolean {
  return /^(For|While|DoWhile)/.test(type);
}

function* withoutStatement(place: Place): Iterable<Program> {
  const { node } = place;
  yield spliced(place, []);
  for (const body of bodiesOf(node)) yield spliced(place, body);
  const declarator =
    node.type === "VariableDeclaration" && node.declarations.length === 1 ? node.declarations[0]! : undefined;
  if (declarator?.id.type !== "Identifier" || !declarator.init) return;
  // A local that is used once is written where it is used.
  const { name } = declarator.id;
  const uses = placesOf(spliced(place, [])).filter((use) => use.node.type === "Identifier" && use.node.name === name);
  if (uses.length === 1) yield replaced(uses[0]!, declarator.init);
}

/** What a conditional or repeated statement holds, to stand without its condition. */
function* bodiesOf(node: Node): Iterable<Statement[]> {
  if (node.type !== "IfStatement" && node.type !== "ForStatement" && node.type !== "ForOfStatement") return;
  for (const body of node.type === "IfStatement" ? [node.consequent, node.alternate] : [node.body]) {
    if (body) yield body.type === "BlockStatement" ? body.body : [body];
  }
}

/** What may stand for an expression: a constant, or one of its parts. */
function* partsOf(node: Node): Iterable<Expression> {
  switch (node.type) {
    case "BinaryExpression":
      if (/^[<>=!]=*$/.test(node.operator)) yield* [truth(false), truth(true)];
      else yield* [constant(0), constant(1), node.left as Expression, node.right];
      break;
    case "LogicalExpression":
      yield* [truth(false), truth(true), node.left, node.right];
      break;
    case "ConditionalExpression":
      yield* [constant(0), constant(1), node.consequent, node.alternate];
      break;
    case "UnaryExpression":
      yield* [constant(0), node.argument];
      break;
    case "CallExpression":
      yield* [constant(0), constant(1)];
      if (mathFunction(node) !== undefined) yield* node.arguments as Expression[];
      break;
    case "MemberExpression":
      if (node.computed) yield constant(0);
      break;
    default:
  }
}

function* rounded(place: Place, value: number): Iterable<Program> {
  for (const candidate of [0, Math.round(value), ...[1, 2, 3, 4, 6, 9].map((digits) => withDigits(value, digits))]) {
    if (candidate !== value) yield replaced(place, constant(candidate));
  }
}
