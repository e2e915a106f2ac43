import type { Genome } from "../genome/genome.ts";
import { neatOf } from "../genome/kinds/neat.ts";
import { networkOf } from "../genome/kinds/network.ts";
import type { Neat } from "../genome/kinds/network/neat.ts";
import { type Layer, layersOf, type Network, type NetworkShape } from "../genome/kinds/network/shape.ts";
import { count } from "../text/figures.ts";

/** Larger networks are told by figures a layer, not by their weights. */
const weightsShownMax = 3000;

/** Terms of a unit's sum in a row, as many as fit into 80 columns: bare weights, and weights with names. */
const weightsPerRow = 6;
const connectionsPerRow = 3;

/** What a genome's size counts. */
export function sizeUnit(kind: string): string {
  switch (kind) {
    case "program":
      return "nodes";
    case "network":
      return "weights";
    case "neat":
      return "genes";
    default:
      return "numbers";
  }
}

/** A genome as text in lines for people: programs as they are, vectors number by number, networks unit by unit. */
export function genomeText(genome: Genome): string {
  switch (genome.kind) {
    case "network":
      return networkText(networkOf(genome));
    case "neat":
      return neatText(neatOf(genome));
    case "vector":
      return genome.bytes.replaceAll(",", ",\n");
    default:
      return genome.bytes;
  }
}

/** The layers' sizes, as in 4-32-2. */
function shapeText({ inputs, hidden, outputs }: NetworkShape): string {
  return [inputs, ...hidden, outputs].join("-");
}

function networkText({ shape, weights }: Network): string {
  const { hidden, recurrent } = shape;
  const memory = recurrent && hidden.length > 0 ? ", recurrent" : "";
  const lines = [`network ${shapeText(shape)}${memory}, ${count(weights.length)} weights`];
  for (const [i, layer] of layersOf(shape).entries()) {
    const { offset, units, inputs, activation } = layer;
    const name = i < hidden.length ? `hidden ${i + 1}` : "outputs";
    const own = weights.subarray(offset, offset + units * (inputs + 1));
    lines.push("", `${name}: ${units} of ${activation}`);
    if (weights.length > weightsShownMax) lines.push(`  ${spreadText(own)}`);
    else lines.push(...unitLines(own, layer));
  }
  return `${lines.join("\n")}\n`;
}

function unitLines(weights: Float32Array, { units, inputs, below, own }: Layer): string[] {
  const width = inputs + 1;
  return Array.from({ length: units }, (_, unit) => {
    const row = Array.from(weights.subarray(unit * width, (unit + 1) * width), figure);
    const head = `  ${String(unit).padStart(3)}  bias ${row.at(-1)!}  `;
    const inner = `${" ".repeat(head.length - 2)}| `;
    const memory = own === 0 ? [] : sumLines(inner, weightRows(row.slice(below, below + own)));
    return [...sumLines(head, weightRows(row.slice(0, below))), ...memory];
  }).flat();
}

function weightRows(weights: readonly string[]): string[] {
  return chunks(weights, weightsPerRow).map((row) => row.join(" "));
}

function chunks(terms: readonly string[], length: number): (readonly string[])[] {
  const rows = Math.ceil(terms.length / length);
  return Array.from({ length: rows }, (_, row) => terms.slice(row * length, (row + 1) * length));
}

/** Rows behind a head, and below each other. */
function sumLines(head: string, [first = "", ...rest]: readonly string[]): string[] {
  return [head + first, ...rest.map((row) => " ".repeat(head.length) + row)].map((line) => line.trimEnd());
}

function spreadText(weights: Float32Array): string {
  let [sum, squares, low, high] = [0, 0, Infinity, -Infinity];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
    low = Math.min(low, weight);
    high = Math.max(high, weight);
  }
  const mean = sum / weights.length;
  const deviation = Math.sqrt(Math.max(0, squares / weights.length - mean * mean));
  return `mean ${figure(mean)}  deviation ${figure(deviation)}  from ${figure(low)} to ${figure(high)}`;
}

function neatText({ inputs, outputs, nodes, connections }: Neat): string {
  const names = new Map<number, string>();
  const isOutput = (id: number): boolean => id < inputs + outputs;
  for (let id = 0; id < inputs; id++) names.set(id, `in${id}`);
  let hidden = 0;
  for (const { id } of nodes) names.set(id, isOutput(id) ? `out${id - inputs}` : `h${hidden++}`);
  const enabled = connections.filter((one) => one.enabled);
  const off = enabled.length < connections.length ? "; the others are in brackets" : "";
  const lines = [
    `network of ${counted(inputs, "input")}, ${counted(hidden, "hidden unit")} and ${counted(outputs, "output")}`,
    `${enabled.length} of ${counted(connections.length, "connection")} enabled${off}`,
    "",
  ];
  for (const { id, activation, bias } of nodes) {
    const incoming = connections.filter(({ to }) => to === id);
    const sum = incoming.map(
      (one) =>
        `${one.enabled ? "" : "("}${figure(one.weight)} ${names.get(one.from)!}${one.delayed ? " before" : ""}${one.enabled ? "" : ")"}`,
    );
    const head = `  ${names.get(id)!.padEnd(5)} ${activation.padEnd(7)} bias ${figure(bias)}  `;
    lines.push(
      ...sumLines(
        head,
        chunks(sum, connectionsPerRow).map((row) => row.join("  ")),
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

function counted(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? "" : "s"}`;
}

function figure(value: number): string {
  const text = value.toPrecision(4);
  return (value < 0 ? text : ` ${text}`).padEnd(8);
}
