import type { Genome } from "../../src/genome/genome.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import type { Primitives, Signature, ValueType } from "../../src/scenario/scenario.ts";
import { randomFromSeed, type Random } from "../../src/std/random.ts";
import type { VariationContext } from "../../src/variation/operator.ts";
import { rampedProgram } from "../../src/variation/operators/random-program.ts";

const primitives: Primitives = {
  operators: ["+", "-", "*", "/"],
  functions: ["sin", "abs", "min", "max"],
  constants: { from: -5, to: 5, integers: false },
  conditionals: true,
  statements: true,
};

const signature = (returns: ValueType, ...parameters: readonly [string, ValueType][]): Signature => ({
  name: "decide",
  about: "",
  parameters: parameters.map(([name, type]) => ({ name, type, about: "" })),
  returns,
});

/** A world with every type of parameter, where programs may use everything. */
export const worldContext: VariationContext = {
  signature: signature("number", ["item", "number"], ["open", "boolean"], ["bins", "number[]"]),
  primitives,
  sizeMax: 60,
};

/** Worlds that differ in what programs take, give and may be made of. */
export const contexts: readonly (readonly [string, VariationContext])[] = [
  ["a world with everything", worldContext],
  [
    "a world of formulas",
    {
      signature: signature("number", ["x", "number"], ["y", "number"]),
      primitives: { ...primitives, conditionals: false, statements: false },
      sizeMax: 30,
    },
  ],
  [
    "a world of yes and no",
    {
      signature: signature("boolean", ["a", "boolean"], ["b", "boolean"], ["x", "number"]),
      primitives: { ...primitives, constants: { from: 0, to: 9, integers: true }, operators: ["+", "%", "**"] },
      sizeMax: 40,
    },
  ],
];

/** Random programs of a world. */
export function programsOf(context: VariationContext, count: number, seed = 1): readonly Genome[] {
  const random = randomFromSeed(seed);
  return Array.from({ length: count }, (_, index) => rampedProgram.vary([], context, random.fork(index))).filter(
    (genome) => genome !== undefined,
  );
}

/** Runs a program once on random inputs. Lists are long, so that an index in a program is seldom past their end. */
export function run(genome: Genome, { parameters }: Signature, random: Random): unknown {
  const number = () => random.normal() * 10;
  const inputs = parameters.map(({ type }) =>
    type === "number" ? number() : type === "boolean" ? random.chance(0.5) : Array.from({ length: 100 }, number),
  );
  const program = genome.bytes.replace("export default function", "return function");
  // oxlint-disable-next-line typescript/no-implied-eval -- the programs are of our own making, none is a stranger's
  return (new Function(`"use strict"; ${program}`)() as (...inputs: unknown[]) => unknown)(...inputs);
}

/** The genome of an agent's body in the world with everything. */
export function agent(body: string): Genome {
  return programKind.parse(`export default function decide(item, open, bins) { ${body} }`);
}
