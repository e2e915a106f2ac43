import type { Genome } from "../../genome/genome.ts";
import { agentFunctionOf, programKind, syntaxOf } from "../../genome/kinds/program.ts";
import { defaultPrimitives, type Signature } from "../../scenario/scenario.ts";
import { UserError } from "../../std/errors.ts";
import type { Random } from "../../std/random.ts";
import type { Operator, VariationContext } from "../../variation/operator.ts";
import { programOperators } from "../../variation/operators.ts";
import { outlineOf } from "../../variation/outline.ts";

/** A program of a prompt: the text as it stands there, and what it is. */
export interface ShownProgram {
  readonly text: string;
  readonly genome: Genome;
}

/** So many programs of a prompt are read. */
const programsMax = 16;
/** So much may a child be larger than its first parent, in syntax nodes. */
const growthMax = 30;
/** So many operators are tried on it. */
const triesMax = 12;

const mutations = programOperators.filter(({ arity }) => arity === 1);
const crossovers = programOperators.filter(({ arity }) => arity === 2);

/** The programs of a prompt, in order: what stands between a line `<program ...>` and a line `</program>`. */
export function programsIn(prompt: string): readonly ShownProgram[] {
  const blocks = prompt.matchAll(/^<program(?: [^\n]*)?>\n(.*?)\n<\/program>$/gms);
  return [...blocks].slice(0, programsMax).flatMap(([, inside]) => {
    const text = inside!.trimEnd();
    try {
      return [{ text, genome: programKind.parse(text) }];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}

/** A child of one or more programs, by a few offline operators, and their names. */
export function bred(parents: readonly Genome[], random: Random): { readonly child: Genome; readonly by: string[] } {
  let child = parents[0]!;
  const context = contextOf(child);
  const by: string[] = [];
  const vary = (operator: Operator, parentsOfIt: readonly Genome[]): void => {
    const made = operator.vary(parentsOfIt, context, random);
    if (made === undefined) return;
    child = made;
    by.push(operator.name);
  };
  if (parents.length > 1 && random.chance(0.5)) vary(random.pick(crossovers), [child, random.pick(parents.slice(1))]);
  // Small programs leave most operators nothing to do.
  const count = 1 + random.int(3);
  for (let tries = 0; tries < triesMax && (by.length < count || child.hash === parents[0]!.hash); tries++) {
    vary(random.pick(mutations), [child]);
  }
  return { child, by };
}

/** A program that takes the same and always gives the same. */
export function constantProgram(genome: Genome): string {
  const { returns } = signatureOf(genome);
  const answer = returns === "number" ? "0" : returns === "boolean" ? "false" : "[]";
  return `${headOf(genome.bytes)}\n  return ${answer};\n}`;
}

/** A program's text with these lines at the beginning of its function. */
export function withLines(text: string, lines: readonly string[]): string {
  const head = headOf(text);
  return text.replace(head, () => [head, ...lines.map((line) => `  ${line}`)].join("\n"));
}

function headOf(text: string): string {
  return /^export default function .*\{$/m.exec(text)?.[0] ?? "export default function () {";
}

function contextOf(genome: Genome): VariationContext {
  const sizeMax = programKind.size(genome) + growthMax;
  return { signature: signatureOf(genome), primitives: defaultPrimitives, sizeMax };
}

/** What a program seems to take and give: a parameter with a length or an index is a list, any other a number. */
function signatureOf(genome: Genome): Signature {
  const tree = syntaxOf(genome);
  const agent = agentFunctionOf(tree);
  const lists = new Set([...genome.bytes.matchAll(/([\w$]+)(?:\.length\b|\[)/g)].map(([, name]) => name));
  const parameters = agent.params.map((parameter, i) => {
    const name = parameter.type === "Identifier" ? parameter.name : `parameter${i}`;
    return { name, type: lists.has(name) ? "number[]" : "number", about: "" } as const;
  });
  const signature = { name: agent.id?.name ?? "agent", about: "", parameters } as const;
  if (/\breturn \[/.test(genome.bytes)) return { ...signature, returns: "number[]" };
  const { booleans } = outlineOf(tree, { ...signature, returns: "number" });
  const isTruth = booleans.some(({ parent }) => parent?.node.type === "ReturnStatement");
  return { ...signature, returns: isTruth ? "boolean" : "number" };
}
