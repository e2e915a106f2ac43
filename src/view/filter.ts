import { closest, UserError } from "../std/errors.ts";
import type { VariantRow } from "./model.ts";

/** Whether a variant is meant. */
export type Filter = (row: VariantRow) => boolean;

type Read<T> = (row: VariantRow) => T | undefined;

/** What can be asked of a variant: numbers are compared, words are equal or contained. */
type Field =
  | { readonly type: "number"; readonly read: Read<number> }
  | { readonly type: "ids"; readonly read: Read<readonly number[]> }
  | { readonly type: "word"; readonly read: Read<string>; readonly words?: readonly string[] };

const fields: Readonly<Record<string, Field>> = {
  score: { type: "number", read: ({ score }) => score },
  gain: { type: "number", read: ({ gain }) => gain },
  gen: { type: "number", read: ({ generation }) => generation },
  kind: { type: "word", read: ({ kind }) => kind },
  island: { type: "number", read: ({ island }) => island },
  size: { type: "number", read: ({ size }) => size },
  id: { type: "number", read: ({ id }) => id },
  ms: { type: "number", read: ({ ms }) => ms },
  children: { type: "number", read: ({ children }) => children },
  from: { type: "number", read: ({ from }) => from },
  parent: { type: "ids", read: ({ parents }) => parents },
  op: { type: "word", read: ({ operator }) => operator },
  draft: { type: "word", read: ({ draft }) => draft },
  model: { type: "word", read: ({ model }) => model },
  calls: { type: "number", read: ({ calls }) => calls },
  usd: { type: "number", read: ({ usd }) => usd },
  state: { type: "word", read: ({ status }) => status, words: ["running", "scored", "failed", "reused"] },
  fault: { type: "word", read: ({ fault }) => fault },
  message: { type: "word", read: ({ message }) => message },
  genome: { type: "word", read: ({ genome }) => genome },
  alive: { type: "word", read: ({ alive }) => (alive ? "yes" : "no"), words: ["yes", "no"] },
};

/** Other names for fields. */
const aliases: Readonly<Record<string, string>> = {
  fit: "score",
  fitness: "score",
  generation: "gen",
  isl: "island",
  loc: "size",
  operator: "op",
  status: "state",
};

/** What a filter may ask for, for help and completion. */
export const filterFields: readonly string[] = Object.keys(fields);

const operators = ["=", "!=", "<", "<=", ">", ">=", "~", "!~"] as const;
type Operator = (typeof operators)[number];

const example = "Write, for example, `score>0.8 island=0 op~crossover state!=failed alive /text`.";
const termsMax = 50;

/**
 * The filter that a text describes: conditions that all have to hold, such as `score>0.8 island=0 op~crossover alive`,
 * and `/text` for what any word of a variant holds; values with blanks stand in double quotes. A variant that has no
 * such value passes only `!=` and `!~`. The same text gives the same function. Throws `UserError` for any other text.
 */
export function parseFilter(text: string): Filter {
  if (latest?.text !== text) latest = { text, filter: allOf(termsOf(text).map(conditionOf)) };
  return latest.filter;
}

let latest: { readonly text: string; readonly filter: Filter } | undefined;

function allOf(conditions: readonly Filter[]): Filter {
  if (conditions.length === 1) return conditions[0]!;
  return (row) => conditions.every((holds) => holds(row));
}

/** The conditions of a text; a blank separates them unless it is quoted. */
function termsOf(text: string): readonly string[] {
  const terms = text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  if (terms.length > termsMax) throw bad(`more than ${termsMax} conditions`);
  if ((text.match(/"/g) ?? []).length % 2 === 1) throw bad("a quotation mark without its other half");
  return terms;
}

function conditionOf(term: string): Filter {
  if (term.startsWith("/")) return anyWord(unquoted(term.slice(1)).toLowerCase());
  const [, name, operator, quoted] = /^([a-z]+)(!=|!~|<=|>=|=|<|>|~)(.*)$/is.exec(term) ?? [];
  if (name === undefined || quoted === undefined) {
    if (term.toLowerCase() === "alive") return ({ alive }) => alive;
    throw bad(
      `\`${term}\`, which is no condition`,
      `\`/${term}\` finds that text; \`score>0.8\`, \`op~crossover\` and \`alive\` are conditions.`,
    );
  }
  const field = fieldOf(name.toLowerCase());
  const value = unquoted(quoted);
  if (value === "") throw bad(`\`${term}\`, which compares with nothing`);
  const condition = { term, operator: operator as Operator, value };
  return field.type === "word" ? wordCondition(field, condition) : numberCondition(field, condition);
}

interface Condition {
  readonly term: string;
  readonly operator: Operator;
  readonly value: string;
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}

function fieldOf(name: string): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : fields[Object.hasOwn(aliases, name) ? aliases[name]! : ""];
  if (field !== undefined) return field;
  const near = closest(name, [...filterFields, ...Object.keys(aliases)]);
  throw new UserError(
    "bad-filter",
    `A filter cannot ask for \`${name}\``,
    near === undefined ? `It knows ${filterFields.join(", ")}.` : `Did you mean \`${near}\`?`,
  );
}

function numberCondition(
  { type, read }: Extract<Field, { type: "number" | "ids" }>,
  { term, operator, value }: Condition,
): Filter {
  const wanted = /^[-+#]?[\d.]/.test(value) ? Number(value.replace(/^#/, "")) : Number.NaN;
  if (Number.isNaN(wanted)) throw bad(`\`${term}\`, where a number is wanted`);
  if (operator === "~" || operator === "!~") throw bad(`\`${term}\`, where \`${operator}\` is for words`);
  const holds = comparisons[operator];
  if (type === "number") {
    return (row) => {
      const actual = read(row);
      return actual === undefined ? operator === "!=" : holds(actual, wanted);
    };
  }
  // Which of the parents is meant is not said: one is enough, but none may be the one that is excluded.
  if (operator === "!=") return (row) => !read(row)!.includes(wanted);
  return (row) => read(row)!.some((actual) => holds(actual, wanted));
}

const comparisons: Readonly<Record<Exclude<Operator, "~" | "!~">, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function wordCondition(
  { read, words }: Extract<Field, { type: "word" }>,
  { term, operator, value }: Condition,
): Filter {
  const wanted = value.toLowerCase();
  if (words !== undefined && !operator.endsWith("~") && !words.includes(wanted)) {
    throw bad(
      `\`${term}\`, where one of ${words.join(", ")} is wanted`,
      `It is one of ${words.join(", ")}; \`alive=no\` finds who died.`,
    );
  }
  const actual = (row: VariantRow): string | undefined => read(row)?.toLowerCase();
  switch (operator) {
    case "=":
      return (row) => actual(row) === wanted;
    case "!=":
      return (row) => actual(row) !== wanted;
    case "~":
      return (row) => actual(row)?.includes(wanted) === true;
    case "!~":
      return (row) => actual(row)?.includes(wanted) !== true;
    default:
      throw bad(`\`${term}\`, where \`${operator}\` is for numbers`);
  }
}

/** `/text`: in the operator, the language model, the fault, the number or at the beginning of the genome's hash. */
function anyWord(text: string): Filter {
  if (text === "") throw bad("`/`, which asks for no text");
  return (row) =>
    row.operator.toLowerCase().includes(text) ||
    row.model?.toLowerCase().includes(text) === true ||
    row.fault?.includes(text) === true ||
    row.message?.toLowerCase().includes(text) === true ||
    `#${row.id}`.includes(text) ||
    row.genome.startsWith(text);
}

function bad(found: string, hint = example): UserError {
  return new UserError("bad-filter", `Expected a filter, got ${found}`, hint);
}
