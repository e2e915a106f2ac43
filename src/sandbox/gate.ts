import type { Program } from "acorn";
import { parse } from "acorn";
import type { Limits, Signature } from "../scenario/scenario.ts";
import { messageOf } from "../std/errors.ts";
import { confinedCost, lettersPerTick } from "./confine.ts";
import { instrument } from "./instrument.ts";
import { createRecogniser } from "./recognise.ts";

/** What the static gate says of a program, before anything runs. Deterministic, so it can be cached by source. */
export type Ruling =
  /** Proven harmless and cheap: a function expression that may share a realm with others and needs no fuel. */
  | { readonly kind: "confined"; readonly code: string; readonly formula?: readonly number[] }
  /** Anything else that may run: a factory script with fuel, for a fresh isolate. */
  | { readonly kind: "free"; readonly code: string }
  | { readonly kind: "refused"; readonly message: string };

const sourceBytesMax = 64 * 1024;
const nodesMax = 20_000;
const depthMax = 200;
const rulingsMax = 4096;
const tooDeep = `The program is nested more than ${depthMax} levels deep`;

/** A gate for one scenario's agents that remembers its latest rulings. */
export function createGate(signature: Signature, limits: Limits): (source: string) => Ruling {
  const rulings = new Map<string, Ruling>();
  const recognise = recogniserOf(signature, limits);
  return (source) => {
    const known = recognise(source);
    if (known !== undefined) return known;
    const remembered = rulings.get(source);
    if (remembered !== undefined) return remembered;
    const ruling = rule(source, signature, limits);
    if (rulings.size >= rulingsMax) rulings.delete(rulings.keys().next().value!);
    rulings.set(source, ruling);
    return ruling;
  };
}

/** What rules in place of a parser on programs whose function is named and laid out as the signature has it. */
function recogniserOf(signature: Signature, limits: Limits): (source: string) => Ruling | undefined {
  const parameters = signature.parameters.map(({ name }) => name).join(", ");
  const header = `export default function ${signature.name}(${parameters}) {\n  return `;
  const answer = signature.returns === "boolean" ? "true" : "0";
  const isProven = rule(`${header}${answer};\n}`, signature, limits).kind === "confined";
  if (!isProven) return () => undefined;
  // What was proven is a short text; a longer one costs more.
  const costMax = limits.fuel / limits.calls - 1;
  const lengthMax = Math.min(sourceBytesMax, header.lastIndexOf("{") + lettersPerTick * costMax - 1);
  const recognise = createRecogniser(header, signature);
  return (source) => {
    const known = source.length <= lengthMax ? recognise(source) : undefined;
    if (known === undefined) return undefined;
    const { code, formula } = known;
    return { kind: "confined", code, ...(formula === undefined ? {} : { formula }) };
  };
}

/** Rules on one program. */
export function rule(source: string, signature: Signature, limits: Limits): Ruling {
  if (source.length > sourceBytesMax) return refuse(`The program is larger than ${sourceBytesMax} characters`);
  let program: Program;
  try {
    program = parse(source, { ecmaVersion: 2024, sourceType: "module" });
  } catch (error) {
    // Where the parser's stack ends depends on who calls it, so its own message would not be the same in every run.
    const isDeep = error instanceof RangeError || messageOf(error).startsWith("Not enough stack space");
    return refuse(isDeep ? tooDeep : messageOf(error));
  }
  const entry = program.body[0];
  if (program.body.length === 1 && entry?.type === "ExportDefaultDeclaration") {
    const cost = confinedCost(entry.declaration, signature);
    if (cost !== undefined && cost * limits.calls <= limits.fuel) {
      return { kind: "confined", code: source.slice(entry.declaration.start, entry.declaration.end) };
    }
  }
  const objection = objectionTo(program);
  if (objection !== undefined) return refuse(objection);
  return { kind: "free", code: instrument(program) };
}

function refuse(message: string): Ruling {
  return { kind: "refused", message: message.slice(0, 200) };
}

interface Visit {
  readonly node: { readonly type: string };
  readonly depth: number;
}

/** Why the program may not run at all, or undefined. Walks with a stack of its own: nesting cannot overflow it. */
function objectionTo(program: Program): string | undefined {
  let nodes = 0;
  let defaults = 0;
  const pending: Visit[] = [{ node: program, depth: 0 }];
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    const { node, depth } = visit;
    if (++nodes > nodesMax) return `The program has more than ${nodesMax} syntax nodes`;
    if (depth > depthMax) return tooDeep;
    if (node.type === "ExportDefaultDeclaration") defaults++;
    const objection = objectionToNode(node);
    if (objection !== undefined) return objection;
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) pending.push({ node: child, depth: depth + 1 });
      }
    }
  }
  return defaults === 1
    ? undefined
    : "A program exports exactly one function: `export default function name(...) {...}`";
}

function isNode(value: unknown): value is { readonly type: string } {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

const forbidden: ReadonlyMap<string, string> = new Map([
  ["ImportDeclaration", "`import` is not allowed: a program has no modules to import"],
  ["ImportExpression", "`import()` is not allowed: a program has no modules to import"],
  ["MetaProperty", "`import.meta` and `new.target` are not allowed"],
  ["ExportNamedDeclaration", "Only `export default` is allowed"],
  ["ExportAllDeclaration", "Only `export default` is allowed"],
  ["AwaitExpression", "`await` is not allowed: agents answer at once"],
  ["WithStatement", "`with` is not allowed"],
  ["DebuggerStatement", "`debugger` is not allowed"],
]);

function objectionToNode(node: object & { readonly type: string }): string | undefined {
  const reason = forbidden.get(node.type);
  if (reason !== undefined) return reason;
  if ("async" in node && node.async === true) return "`async` functions are not allowed: agents answer at once";
  if (node.type === "ForOfStatement" && "await" in node && node.await === true) return "`for await` is not allowed";
  if (node.type === "Literal" && "bigint" in node && typeof node.bigint === "string") return "BigInt is not allowed";
  if (node.type === "Identifier" && "name" in node && String(node.name).startsWith("$$")) {
    return "Names that begin with `$$` are reserved";
  }
  if (node.type === "ExportDefaultDeclaration" && "declaration" in node && isNode(node.declaration)) {
    if (node.declaration.type === "ClassDeclaration") return "The default export must be a function, not a class";
  }
  return undefined;
}
