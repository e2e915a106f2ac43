import type { Signature, ValueType } from "../scenario/scenario.ts";
import { argumentsMax, comparison, depthMax, pureConstants, pureFunctions } from "./confine.ts";

/** How tightly each operator between two operands binds, `**` left out; 0 is the condition's. */
const binding: ReadonlyMap<string, number> = new Map(
  ["?", "||", "&&", "|", "^", "&", "== != === !==", "< > <= >=", "<< >> >>>", "+ -", "* / %"].flatMap((same, level) =>
    same.split(" ").map((operator): [string, number] => [operator, level]),
  ),
);

/** An expression in a number: its type in the lowest two bits, above them how many levels of nodes it has. */
const number = 1;
const boolean = 2;
const mixed = 3;
const typeBits = 3;
const oneLevel = 4;

/** A place in a program's text. */
interface Cursor {
  readonly types: ReadonlyMap<string, ValueType>;
  source: string;
  at: number;
}

const footer = ";\n}";
const decimal = /(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/y;
/** Thrown inside this module where the text is not understood. */
const unknown = new Error("unknown");

/**
 * Recognises programs that return one expression and are confined as `confinedCost` understands it: its answer is the
 * code of the function, or undefined where it does not know, which says nothing about the program. It reads only the
 * canonical layout, by operator precedence (Pratt, POPL 1973), and makes no syntax tree: a parser takes ten times as
 * long. `header` is all that stands before the expression, in a program that was proven confined.
 */
export function createRecogniser(header: string, signature: Signature): (source: string) => string | undefined {
  const start = header.indexOf("function");
  const wanted = signature.returns === "boolean" ? boolean : number;
  const cursor: Cursor = {
    types: new Map(signature.parameters.map(({ name, type }) => [name, type])),
    source: "",
    at: 0,
  };
  return (source) => {
    if (!source.startsWith(header)) return undefined;
    cursor.source = source;
    cursor.at = header.length;
    try {
      if ((expression(cursor, 0, 0) & typeBits) !== wanted) return undefined;
    } catch (error) {
      if (error === unknown) return undefined;
      throw error;
    }
    const end = cursor.at + footer.length;
    const isWhole = source.startsWith(footer, cursor.at) && (end === source.length || source.slice(end) === "\n");
    return isWhole ? source.slice(start, end) : undefined;
  };
}

/** An expression whose operators bind at least this tightly. `nesting` keeps recursion within the stack. */
function expression(cursor: Cursor, tightness: number, nesting: number): number {
  let left = operand(cursor, true, nesting);
  for (;;) {
    if (!isNext(cursor, " ")) return left;
    const end = cursor.source.indexOf(" ", cursor.at + 1);
    const operator = cursor.source.slice(cursor.at + 1, Math.max(end, 0));
    const level = binding.get(operator) ?? -1;
    if (level < tightness) return left;
    cursor.at = end + 1;
    if (level === 0) return condition(cursor, left, nesting + 1);
    const right = expression(cursor, level + 1, nesting);
    if (operator === "&&" || operator === "||") left = above(joined(left, right), left, right);
    else left = above(comparison.has(operator) ? boolean : number, left, right);
  }
}

function condition(cursor: Cursor, test: number, nesting: number): number {
  const consequent = expression(cursor, 0, nesting);
  skip(cursor, " : ");
  const alternate = expression(cursor, 0, nesting);
  return above(joined(consequent, alternate), test, Math.max(consequent, alternate));
}

/** What stands between operators: a sign with its operand, or an atom and what it is raised to. */
function operand(cursor: Cursor, mayBeRaised: boolean, nesting: number): number {
  if (nesting > depthMax) throw unknown;
  const sign = cursor.source[cursor.at]!;
  if (sign === "-" || sign === "+" || sign === "!" || sign === "~") {
    cursor.at++;
    if (isNext(cursor, " ")) cursor.at++;
    // Together they would be another operator, which assigns.
    else if ((sign === "-" || sign === "+") && isNext(cursor, sign)) throw unknown;
    const signed = operand(cursor, false, nesting + 1);
    return above(sign === "!" ? boolean : number, signed, signed);
  }
  const base = atom(cursor, nesting);
  if (!cursor.source.startsWith(" ** ", cursor.at)) return base;
  // JavaScript refuses `-a ** b`.
  if (!mayBeRaised) throw unknown;
  cursor.at += 4;
  return above(number, base, operand(cursor, true, nesting + 1));
}

function atom(cursor: Cursor, nesting: number): number {
  if (isNext(cursor, "(")) {
    cursor.at++;
    const inner = expression(cursor, 0, nesting + 1);
    skip(cursor, ")");
    return inner;
  }
  const name = word(cursor);
  if (name === "") return literal(cursor);
  if (name === "Math") return mathematical(cursor, nesting);
  if (name === "true" || name === "false") return oneLevel + boolean;
  const type = cursor.types.get(name);
  if (type === undefined) throw unknown;
  if (type === "number[]") return element(cursor, nesting);
  return oneLevel + (type === "number" ? number : boolean);
}

/** A decimal number; one in another notation is left to the parser. */
function literal(cursor: Cursor): number {
  decimal.lastIndex = cursor.at;
  if (!decimal.test(cursor.source)) throw unknown;
  cursor.at = decimal.lastIndex;
  if (isWordPart(cursor)) throw unknown;
  return oneLevel + number;
}

/** `list[index]` or `list.length`, behind the name of the list. */
function element(cursor: Cursor, nesting: number): number {
  if (isNext(cursor, ".")) {
    cursor.at++;
    return word(cursor) === "length" ? oneLevel + number : fail();
  }
  skip(cursor, "[");
  const index = expression(cursor, 0, nesting + 1);
  skip(cursor, "]");
  return (index & typeBits) === mixed ? fail() : above(mixed, index, index);
}

/** `Math.PI` or `Math.max(a, b)`, behind `Math`. */
function mathematical(cursor: Cursor, nesting: number): number {
  skip(cursor, ".");
  const name = word(cursor);
  if (pureConstants.has(name)) return oneLevel + number;
  if (!pureFunctions.has(name)) throw unknown;
  skip(cursor, "(");
  let deepest = 0;
  for (let count = 0; !isNext(cursor, ")"); count++) {
    if (count === argumentsMax) throw unknown;
    if (count > 0) skip(cursor, ", ");
    deepest = Math.max(deepest, expression(cursor, 0, nesting + 1));
  }
  cursor.at++;
  return above(number, deepest, deepest);
}

/** A node of a type above two others. */
function above(type: number, a: number, b: number): number {
  const levels = (Math.max(a, b) & ~typeBits) + oneLevel;
  return levels > depthMax * oneLevel ? fail() : levels + type;
}

function joined(a: number, b: number): number {
  return (a & typeBits) === (b & typeBits) ? a & typeBits : mixed;
}

function fail(): never {
  throw unknown;
}

function isNext({ source, at }: Cursor, character: string): boolean {
  return source[at] === character;
}

function skip(cursor: Cursor, text: string): void {
  if (!cursor.source.startsWith(text, cursor.at)) throw unknown;
  cursor.at += text.length;
}

/** A run of letters, digits, `$` and `_` that does not begin with a digit; empty where none begins. */
function word(cursor: Cursor): string {
  const from = cursor.at;
  if (isDigit(cursor.source.charCodeAt(from))) return "";
  while (isWordPart(cursor)) cursor.at++;
  return cursor.source.slice(from, cursor.at);
}

function isWordPart({ source, at }: Cursor): boolean {
  const code = source.charCodeAt(at);
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 36 || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
