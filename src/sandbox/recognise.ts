import { formulaWords } from "../../sandboxes/formula.ts";
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

/** The words of formulas by name. */
const words: ReadonlyMap<string, number> = new Map(formulaWords.map((name, place) => [name, place]));
const constantWord = words.get("constant")!;
const inputWord = words.get("input")!;
const conditionWord = words.get("?:")!;
const negateWord = words.get("negate")!;
const twoValuesFrom = words.get("atan2")!;

/** A program that is one expression and confined. */
export interface Recognised {
  /** The function's code. */
  readonly code: string;
  /** The expression in postfix order, where it is made of numbers and truth values alone. */
  readonly formula: readonly number[] | undefined;
}

/** A place in a program's text, and the formula of what stands before it. */
interface Cursor {
  readonly parameters: ReadonlyMap<string, { readonly type: ValueType; readonly position: number }>;
  readonly words: number[];
  isFormula: boolean;
  source: string;
  at: number;
}

const footer = ";\n}";
const decimal = /(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/y;
/** Thrown inside this module where the text is not understood. */
const unknown = new Error("unknown");

/**
 * Recognises programs that return one expression and are confined as `confinedCost` understands it; undefined where it
 * does not know, which says nothing about the program. It reads only the canonical layout, by operator precedence
 * (Pratt, POPL 1973), and makes no syntax tree: a parser takes ten times as long. Read in that order, operands come
 * before their operator, which is all that a formula is. `header` is what stands before the expression, in a program
 * that was proven confined.
 */
export function createRecogniser(header: string, signature: Signature): (source: string) => Recognised | undefined {
  const start = header.indexOf("function");
  const wanted = signature.returns === "boolean" ? boolean : number;
  const cursor: Cursor = {
    parameters: new Map(signature.parameters.map(({ name, type }, position) => [name, { type, position }])),
    words: [],
    isFormula: true,
    source: "",
    at: 0,
  };
  return (source) => {
    if (!source.startsWith(header)) return undefined;
    cursor.source = source;
    cursor.at = header.length;
    cursor.words.length = 0;
    cursor.isFormula = true;
    try {
      if ((expression(cursor, 0, 0) & typeBits) !== wanted) return undefined;
    } catch (error) {
      if (error === unknown) return undefined;
      throw error;
    }
    const end = cursor.at + footer.length;
    const isWhole = source.startsWith(footer, cursor.at) && (end === source.length || source.slice(end) === "\n");
    if (!isWhole) return undefined;
    return { code: source.slice(start, end), formula: cursor.isFormula ? cursor.words.slice() : undefined };
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
    write(cursor, operator, left, right);
    if (operator === "&&" || operator === "||") left = above(joined(cursor, left, right), left, right);
    else left = above(comparison.has(operator) ? boolean : number, left, right);
  }
}

function condition(cursor: Cursor, test: number, nesting: number): number {
  const consequent = expression(cursor, 0, nesting);
  skip(cursor, " : ");
  const alternate = expression(cursor, 0, nesting);
  cursor.words.push(conditionWord);
  return above(joined(cursor, consequent, alternate), test, Math.max(consequent, alternate));
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
    // A plus makes numbers of truth values, which they are in a formula.
    if (sign !== "+") cursor.words.push(sign === "-" ? negateWord : words.get(sign)!);
    return above(sign === "!" ? boolean : number, signed, signed);
  }
  const base = atom(cursor, nesting);
  if (!cursor.source.startsWith(" ** ", cursor.at)) return base;
  // JavaScript refuses `-a ** b`.
  if (!mayBeRaised) throw unknown;
  cursor.at += 4;
  const exponent = operand(cursor, true, nesting + 1);
  write(cursor, "**", base, exponent);
  return above(number, base, exponent);
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
  if (name === "true" || name === "false") {
    cursor.words.push(constantWord, name === "true" ? 1 : 0);
    return oneLevel + boolean;
  }
  const parameter = cursor.parameters.get(name);
  if (parameter === undefined) throw unknown;
  const { type, position } = parameter;
  if (type === "number[]") return element(cursor, nesting);
  cursor.words.push(inputWord, position);
  return oneLevel + (type === "number" ? number : boolean);
}

/** A decimal number; one in another notation is left to the parser. */
function literal(cursor: Cursor): number {
  decimal.lastIndex = cursor.at;
  if (!decimal.test(cursor.source)) throw unknown;
  cursor.words.push(constantWord, Number(cursor.source.slice(cursor.at, decimal.lastIndex)));
  cursor.at = decimal.lastIndex;
  if (isWordPart(cursor)) throw unknown;
  return oneLevel + number;
}

/** `list[index]` or `list.length`, behind the name of the list. */
function element(cursor: Cursor, nesting: number): number {
  cursor.isFormula = false;
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
  if (pureConstants.has(name)) {
    cursor.words.push(constantWord, Math[name as "PI"]);
    return oneLevel + number;
  }
  if (!pureFunctions.has(name)) throw unknown;
  skip(cursor, "(");
  let deepest = 0;
  let count = 0;
  for (; !isNext(cursor, ")"); count++) {
    if (count === argumentsMax) throw unknown;
    if (count > 0) skip(cursor, ", ");
    deepest = Math.max(deepest, expression(cursor, 0, nesting + 1));
  }
  cursor.at++;
  const calledWord = words.get(name)!;
  cursor.words.push(calledWord);
  if (count !== (calledWord < twoValuesFrom ? 1 : 2)) cursor.isFormula = false;
  return above(number, deepest, deepest);
}

/** A node of a type above two others. */
function above(type: number, a: number, b: number): number {
  const levels = (Math.max(a, b) & ~typeBits) + oneLevel;
  return levels > depthMax * oneLevel ? fail() : levels + type;
}

/** What a value of either type is; in a formula the type of a value is known. */
function joined(cursor: Cursor, a: number, b: number): number {
  if ((a & typeBits) === (b & typeBits)) return a & typeBits;
  cursor.isFormula = false;
  return mixed;
}

/** Adds an operator between two values to the formula. */
function write(cursor: Cursor, operator: string, left: number, right: number): void {
  const isStrict = operator === "===" || operator === "!==";
  cursor.words.push(words.get(isStrict ? operator.slice(0, -1) : operator)!);
  if (isStrict && (left & typeBits) !== (right & typeBits)) cursor.isFormula = false;
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
