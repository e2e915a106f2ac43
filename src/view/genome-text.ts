import type { Genome } from "../genome/genome.ts";
import { isNetwork } from "../genome/kinds.ts";
import { neatOf } from "../genome/kinds/neat.ts";
import { networkOf } from "../genome/kinds/network.ts";
import type { Neat } from "../genome/kinds/network/neat.ts";
import { type Layer, layersOf, type Network, type NetworkShape } from "../genome/kinds/network/shape.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { SeatNames } from "../scenario/seating.ts";
import { count } from "../text/figures.ts";
import { wrapped } from "../text/layout.ts";
import { unitNames } from "../genome/kinds/network/unit-names.ts";
import { shortSeatNames } from "./seat-names.ts";

/** Larger networks are told by figures a layer, not by their weights. */
const weightsShownMax = 3000;

/** Columns that texts of networks fit into, and those that a weight takes. */
const columns = 80;
const weightColumns = 9;

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

/**
 * A genome as text in lines for people: programs as they are, vectors number by number, networks unit by unit, with the
 * names that the scenario has for inputs and outputs where it is given.
 */
export function genomeText(genome: Genome, scenario?: Scenario): string {
  const names = scenario !== undefined && isNetwork(genome) ? shortSeatNames(scenario) : undefined;
  switch (genome.kind) {
    case "network":
      return networkText(networkOf(genome), names);
    case "neat":
      return neatText(neatOf(genome), names);
    case "vector":
      return genome.bytes.replaceAll(",", ",\n");
    default:
      return genome.bytes;
  }
}

/** The same in short: of a network with a fixed topology figures a layer in place of its weights. */
export function genomeSummary(genome: Genome, scenario: Scenario): string {
  if (genome.kind !== "network") return genomeText(genome, scenario);
  return networkText(networkOf(genome), shortSeatNames(scenario), 0);
}

/** The layers' sizes, as in 4-32-2. */
function shapeText({ inputs, hidden, outputs }: NetworkShape): string {
  return [inputs, ...hidden, outputs].join("-");
}

function networkText({ shape, weights }: Network, names: SeatNames | undefined, shownMax = weightsShownMax): string {
  const { hidden, recurrent } = shape;
  const memory = recurrent && hidden.length > 0 ? ", recurrent" : "";
  const lines = [`network ${shapeText(shape)}${memory}, ${count(weights.length)} weights`];
  if (names !== undefined) lines.push(...namesLines("inputs: ", names.inputs));
  for (const [i, layer] of layersOf(shape).entries()) {
    const { offset, units, inputs, activation } = layer;
    const name = i < hidden.length ? `hidden ${i + 1}` : "outputs";
    const own = weights.subarray(offset, offset + units * (inputs + 1));
    lines.push("", `${name}: ${units} of ${activation}`);
    if (weights.length > shownMax) lines.push(`  ${spreadText(own)}`.trimEnd());
    else lines.push(...unitLines(own, layer, i < hidden.length ? [] : (names?.outputs ?? [])));
  }
  return `${lines.join("\n")}\n`;
}

/** Names behind a head, in lines that fit. */
function namesLines(head: string, names: readonly string[]): string[] {
  const rows = wrapped(names.join(", "), columns - head.length);
  return sumLines(head, rows);
}

function unitLines(weights: Float32Array, { units, inputs, below, own }: Layer, called: readonly string[]): string[] {
  const width = inputs + 1;
  const names = Array.from({ length: units }, (_, unit) => called[unit] ?? String(unit));
  const longest = Math.max(3, ...names.map(({ length }) => length));
  return Array.from({ length: units }, (_, unit) => {
    const row = Array.from(weights.subarray(unit * width, (unit + 1) * width), figure);
    const head = `  ${names[unit]!.padStart(longest)}  bias ${row.at(-1)!}  `;
    const inner = `${" ".repeat(head.length - 2)}| `;
    const room = columns - head.length;
    const memory = own === 0 ? [] : sumLines(inner, weightRows(row.slice(below, below + own), room));
    return [...sumLines(head, weightRows(row.slice(0, below), room)), ...memory];
  }).flat();
}

function weightRows(weights: readonly string[], room: number): string[] {
  const length = Math.max(1, Math.floor((room + 1) / weightColumns));
  const rows = Math.ceil(weights.length / length);
  return Array.from({ length: rows }, (_, row) => weights.slice(row * length, (row + 1) * length).join(" "));
}

/** Terms in rows, as many in each as there is room for. */
function packed(terms: readonly string[], room: number): string[] {
  const rows: string[] = [];
  for (const term of terms) {
    const longer = `${rows.at(-1) ?? ""}  ${term}`;
    if (rows.length > 0 && longer.length <= room) rows[rows.length - 1] = longer;
    else rows.push(term);
  }
  return rows;
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

function neatText(network: Neat, seats: SeatNames | undefined): string {
  const { inputs, outputs, nodes, connections } = network;
  const names = unitNames(network, seats);
  const longest = Math.max(5, ...nodes.map(({ id }) => names.get(id)!.length));
  const hidden = nodes.length - outputs;
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
    const head = `  ${names.get(id)!.padEnd(longest)} ${activation.padEnd(7)} bias ${figure(bias)}  `;
    lines.push(...sumLines(head, packed(sum, columns - head.length)));
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
