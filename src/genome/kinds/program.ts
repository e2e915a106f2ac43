import { type Node as ParsedNode, parse as parseModule } from "acorn";
import { generate } from "astring";
import type { FunctionDeclaration, Node, Program } from "estree";
import { attached } from "../../std/attached.ts";
import { messageOf, UserError } from "../../std/errors.ts";
import { type Genome, type GenomeKind, genomeOf } from "../genome.ts";
import { multisetDistance, sizeOf, subtreeHashes } from "./program/measure.ts";
import { forEachChild } from "./program/nodes.ts";
import { normalise, tooDeep } from "./program/normalise.ts";

/** The longest program text in UTF-16 units, before and after it is brought to its canonical form. */
export const programLengthMax = 65_536;

interface Syntax {
  readonly tree: Program;
  readonly size: number;
  /** Made when a distance is first asked for. */
  hashes?: Int32Array;
}

/** What is known of a genome's text; an entry lives as long as its genome. */
const syntaxes = attached<Genome, Syntax>();

/**
 * Programs: JavaScript modules with one default export, a named or unnamed function declaration. Equal syntax trees have
 * equal bytes: comments, layout, parentheses and the spelling of literals are lost.
 */
export const programKind: GenomeKind = {
  name: "program",
  parse,
  size: (genome) => syntax(genome).size,
  distance: (a, b) => (a.bytes === b.bytes ? 0 : multisetDistance(hashesOf(a), hashesOf(b))),
};

/** The syntax tree of a program. Trees share their parts and are never changed. */
export function syntaxOf(genome: Genome): Program {
  return syntax(genome).tree;
}

/** The program of a tree in canonical shape, as the nodes of `program/nodes.ts` and edits of parsed trees have it. */
export function programOf(tree: Program, size: number = sizeOf(tree)): Genome {
  const genome = genomeOf("program", generate(tree));
  syntaxes.set(genome, { tree, size });
  return genome;
}

/** The function that a program exports. */
export function agentFunctionOf(tree: Program): FunctionDeclaration {
  for (const statement of tree.body) {
    if (statement.type === "ExportDefaultDeclaration" && statement.declaration.type === "FunctionDeclaration") {
      return statement.declaration as FunctionDeclaration;
    }
  }
  throw wrongShape("it has no default export that is a function declaration");
}

/** Where nodes of a program's tree stand in its text: from the first character to behind the last, outermost ones alone. */
export function placesOf(genome: Genome, wanted: ReadonlySet<Node>): readonly (readonly [from: number, to: number])[] {
  const places: (readonly [number, number])[] = [];
  // The tree holds no positions; that of its text, which has the same shape, does.
  function walk(node: Node, written: Node): void {
    const { start, end } = written as unknown as ParsedNode;
    if (wanted.has(node)) {
      places.push([start, end]);
      return;
    }
    const children = new Map<string, Node>();
    forEachChild(written, (child, key, position) => children.set(`${key} ${position}`, child));
    forEachChild(node, (child, key, position) => {
      const same = children.get(`${key} ${position}`);
      if (same !== undefined) walk(child, same);
    });
  }
  walk(syntaxOf(genome), parsed(genome.bytes) as Node);
  return places.toSorted(([a], [b]) => a - b);
}

function parse(text: string): Genome {
  const tree = treeOf(text);
  checkShape(tree);
  const genome = programOf(tree);
  if (genome.bytes.length > programLengthMax) throw tooLong(genome.bytes.length);
  // The printer does not know every corner of the language: what it prints must be read as the very same program.
  if (genome.bytes !== text && !sameTree(tree, genome.bytes)) {
    throw new UserError(
      "program-unprintable",
      "The program uses a form that cannot be written canonically",
      "Write it more plainly.",
    );
  }
  return genome;
}

function syntax(genome: Genome): Syntax {
  const known = syntaxes.get(genome);
  if (known !== undefined) return known;
  const tree = treeOf(genome.bytes);
  const made = { tree, size: sizeOf(tree) };
  syntaxes.set(genome, made);
  return made;
}

function hashesOf(genome: Genome): Int32Array {
  const known = syntax(genome);
  return (known.hashes ??= subtreeHashes(known.tree));
}

function treeOf(text: string): Program {
  if (text.length > programLengthMax) throw tooLong(text.length);
  return normalise(parsed(text) as Node);
}

function parsed(text: string): ParsedNode {
  try {
    return parseModule(text, { ecmaVersion: 2024, sourceType: "module" });
  } catch (thrown) {
    // The parser recurses, so a text that nests very deeply exhausts the stack before its depth can be counted.
    if (messageOf(thrown).startsWith("Not enough stack space")) throw tooDeep();
    const hint = "A program is a JavaScript module with one `export default function name(...) {...}`.";
    throw new UserError("program-syntax", `The program is not JavaScript: ${messageOf(thrown)}`, hint, {
      cause: thrown,
    });
  }
}

function checkShape(tree: Program): void {
  const agent = agentFunctionOf(tree);
  if (agent.async === true || agent.generator === true) throw wrongShape("its function is asynchronous or a generator");
  for (const statement of tree.body) {
    if (/^Import|^ExportNamed|^ExportAll/.test(statement.type))
      throw wrongShape("it imports, or exports more than its function");
  }
}

function sameTree(tree: Program, bytes: string): boolean {
  try {
    return JSON.stringify(treeOf(bytes)) === JSON.stringify(tree);
  } catch {
    return false;
  }
}

function wrongShape(fault: string): UserError {
  return new UserError(
    "program-shape",
    `The program is not an agent: ${fault}`,
    "Write one `export default function name(...) {...}`.",
  );
}

function tooLong(length: number): UserError {
  return new UserError(
    "program-too-large",
    `The program is ${length} characters long`,
    `At most ${programLengthMax} are allowed.`,
  );
}
