import type { Genome } from "../genome/genome.ts";
import { genomeOf } from "../genome/genome.ts";
import type { Neat } from "../genome/kinds/network/neat.ts";
import { type Activation, layersOf, type Network } from "../genome/kinds/network/shape.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { tanhFit } from "./activation.ts";
import { brainOf } from "./brains.ts";
import type { Brain } from "./engines/engine.ts";

/** What the sandbox takes of a program. */
const lettersMax = 64 * 1024;

/** A unit's sum as the program computes it: a bias, and the products that are added in turn. */
interface Unit {
  readonly bias: number;
  readonly products: readonly (readonly [weight: number, name: string])[];
  readonly activation: Activation;
}

/**
 * The program that computes what a network does, bit for bit, so that it can sit in a world beside programs. Throws
 * `UserError` for a network that remembers, as programs do not, for one that is too large, and for worlds that turn what agents see into numbers.
 */
export function networkAsProgram(genome: Genome, { agent, ...world }: Scenario): Genome {
  if ("tensors" in world && world.tensors !== undefined) {
    throw new UserError(
      "no-meeting",
      `Networks and programs cannot meet in ${world.name}: they do not see the same numbers there`,
      "Leave `tensors` out of the scenario, or evolve one kind of agents.",
    );
  }
  const brain = brainOf(genome);
  const inputs = agent.parameters.map(({ name, type }) => (type === "boolean" ? `(${name} ? 1 : 0)` : name));
  const lines: string[] = ["let x = 0;", "let u = 0;", "let p = 0;", "let q = 0;"];
  const names = inputs.map((input, i) => {
    lines.push(`let i${i} = Math.fround(${input});`);
    return `i${i}`;
  });
  const [output] =
    brain.kind === "network" ? layersIn(brain.network, names, lines) : nodesIn(brain.network, names, lines);
  lines.push(agent.returns === "boolean" ? `return ${output!} > 0;` : `return ${output!};`);
  const parameters = agent.parameters.map(({ name }) => name).join(", ");
  const text = `export default function ${agent.name}(${parameters}) {\n  ${lines.join("\n  ")}\n}\n`;
  if (text.length > lettersMax) throw tooLarge(brain);
  return genomeOf("program", text);
}

function tooLarge(brain: Brain): UserError {
  const { network } = brain;
  const weights = "weights" in network ? network.weights.length : network.connections.length;
  return new UserError(
    "no-meeting",
    `A network of ${weights} weights is too large to meet programs: as one it has more than ${lettersMax} letters`,
    "Set a smaller `network.hidden`, such as [16], where networks and programs share a world.",
  );
}

function layersIn({ shape, weights }: Network, inputs: readonly string[], lines: string[]): readonly string[] {
  if (shape.recurrent && shape.hidden.length > 0) throw withoutMemory();
  let below = inputs;
  for (const [layer, { offset, units, inputs: seen, activation }] of layersOf(shape).entries()) {
    below = Array.from({ length: units }, (_, unit) => {
      const at = offset + unit * (seen + 1);
      const products = below.map((name, i) => [weights[at + i]!, name] as const);
      return unitIn(`h${layer}_${unit}`, { bias: weights[at + seen]!, products, activation }, lines);
    });
  }
  return below;
}

function nodesIn({ inputs, nodes, connections, outputs }: Neat, names: readonly string[], lines: string[]): string[] {
  if (connections.some(({ enabled, delayed }) => enabled && delayed)) throw withoutMemory();
  const nameOf = (id: number): string => (id < inputs ? names[id]! : `n${id}`);
  for (const { id, bias, activation } of nodes) {
    const incoming = connections.filter(({ to, enabled }) => enabled && to === id);
    const products = incoming.map(({ weight, from }) => [weight, nameOf(from)] as const);
    unitIn(nameOf(id), { bias, products, activation }, lines);
  }
  return Array.from({ length: outputs }, (_, output) => nameOf(inputs + output));
}

/** Adds the statements that compute a unit; returns its name. */
function unitIn(name: string, { bias, products, activation }: Unit, lines: string[]): string {
  lines.push(`x = ${bias};`);
  for (const [weight, input] of products) lines.push(`x = Math.fround(x + Math.fround(${weight} * ${input}));`);
  switch (activation) {
    case "tanh":
      lines.push(...tanhLines("x"), `let ${name} = x;`);
      return name;
    case "sigmoid":
      lines.push("x = Math.fround(0.5 * x);", ...tanhLines("x"));
      lines.push(`let ${name} = Math.fround(Math.fround(0.5 * x) + 0.5);`);
      return name;
    case "relu":
      lines.push(`let ${name} = x < 0 ? 0 : x;`);
      return name;
    case "linear":
      lines.push(`let ${name} = x;`);
      return name;
    default:
      return activation satisfies never;
  }
}

/** What `tanh` of activation.ts does, as statements. */
function tanhLines(x: string): readonly string[] {
  const { limit, p0, p1, p2, q0, q1 } = tanhFit;
  const f = (text: string): string => `Math.fround(${text})`;
  return [
    `${x} = ${x} < ${-limit} ? ${-limit} : ${x};`,
    `${x} = ${limit} < ${x} ? ${limit} : ${x};`,
    `u = ${f(`${x} * ${x}`)};`,
    `p = ${f(`${x} * ${f(`${f(`${f(`${f(`${p2} * u`)} + ${p1}`)} * u`)} + ${p0}`)}`)};`,
    `q = ${f(`${f(`${f(`u + ${q1}`)} * u`)} + ${q0}`)};`,
    `u = ${f("p * q")};`,
    `${x} = ${f(`${f("u + u")} / ${f(`${f("p * p")} + ${f("q * q")}`)}`)};`,
  ];
}

/** What is said of networks that remember, where they are to meet programs. */
export function withoutMemory(): UserError {
  return new UserError(
    "no-meeting",
    "A network that remembers cannot meet programs, which do not",
    "Set `network.recurrent=false` where networks and programs share a world.",
  );
}
