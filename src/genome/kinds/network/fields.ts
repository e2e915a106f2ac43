import { messageOf, UserError } from "../../../std/errors.ts";
import type { Noise } from "./noise.ts";
import type { Activation, NetworkShape } from "./shape.ts";

/** What a unit may do with its sum, by name. */
const activations: readonly Activation[] = ["tanh", "relu", "sigmoid", "linear"];

/** The most inputs, outputs, units of a layer. */
export const unitsMax = 65_536;

const layersMax = 64;
const rankMax = 256;
const sigmaMax = 1e6;

/** What a JSON object holds, unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a text of at most so many characters that is one JSON object. Throws `UserError` for another text. */
export function fieldsIn(text: string, lengthMax: number): Fields {
  if (text.length > lengthMax) throw notANetwork(`it is ${text.length} characters long, at most ${lengthMax} are read`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw notANetwork(messageOf(thrown), thrown);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw notANetwork("expected one JSON object");
  return value as Fields;
}

/** A whole number in the range, ends included. Throws `UserError` for anything else. */
export function wholeIn(name: string, value: unknown, from: number, to: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) return value;
  throw notANetwork(`expected \`${name}\` to be a whole number from ${from} to ${to}, got ${shown(value)}`);
}

/** The name of an activation. Throws `UserError` for anything else. */
export function activationIn(name: string, value: unknown): Activation {
  const found = activations.find((activation) => activation === value);
  if (found !== undefined) return found;
  throw notANetwork(`expected \`${name}\` to be one of ${activations.join(", ")}, got ${shown(value)}`);
}

/** A list of at most so many things. Throws `UserError` for anything else. */
export function listIn(name: string, value: unknown, lengthMax: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= lengthMax) return value;
  throw notANetwork(`expected \`${name}\` to be a list of at most ${lengthMax}, got ${shown(value)}`);
}

/**
 * The number as networks keep it: in single precision, never negative zero. Throws `UserError` for what is not a number
 * or not finite there.
 */
export function singleIn(name: string, value: unknown): number {
  const single = typeof value === "number" ? Math.fround(value) + 0 : Number.NaN;
  if (Number.isFinite(single)) return single;
  throw notANetwork(`expected \`${name}\` to be a finite number in single precision, got ${shown(value)}`);
}

/** So many numbers in single precision, written in base64. Throws `UserError` for anything else; they may be infinite. */
export function weightsIn(value: unknown, count: number): Float32Array {
  if (typeof value !== "string") throw notANetwork("expected `weights` to be a text in base64");
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 4 * count)
    throw notANetwork(`expected ${count} weights of 4 bytes each, got ${bytes.length} bytes`);
  // Copied, because numbers of four bytes must begin at a multiple of four.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** The shape that these fields describe, with its keys in their fixed order. Throws `UserError` where they describe none. */
export function shapeIn(fields: Fields): NetworkShape {
  if (typeof fields.recurrent !== "boolean")
    throw notANetwork(`expected \`recurrent\` to be true or false, got ${shown(fields.recurrent)}`);
  return {
    inputs: wholeIn("inputs", fields.inputs, 1, unitsMax),
    outputs: wholeIn("outputs", fields.outputs, 1, unitsMax),
    hidden: listIn("hidden", fields.hidden, layersMax).map((units) => wholeIn("hidden", units, 1, unitsMax)),
    activation: activationIn("activation", fields.activation),
    outputActivation: activationIn("outputActivation", fields.outputActivation),
    recurrent: fields.recurrent,
  };
}

/** The noise that these fields describe, with its keys in their fixed order. Throws `UserError` where they describe none. */
export function noiseIn(value: unknown): Noise {
  if (typeof value !== "object" || value === null) throw notANetwork(`expected \`noise\` to be an object`);
  const { key, rank, sigma, sign } = value as Fields;
  const words = listIn("key", key, 2).map((word) => wholeIn("key", word, -0x8000_0000, 0x7fff_ffff));
  if (words.length !== 2) throw notANetwork("expected `key` to be two whole numbers");
  if (typeof sigma !== "number" || !(sigma >= 0 && sigma <= sigmaMax))
    throw notANetwork(`expected \`sigma\` to be a number from 0 to ${sigmaMax}, got ${shown(sigma)}`);
  if (sign !== 1 && sign !== -1) throw notANetwork(`expected \`sign\` to be 1 or -1, got ${shown(sign)}`);
  return { key: [words[0]!, words[1]!], rank: wholeIn("rank", rank, 0, rankMax), sigma, sign };
}

/** What is said of a text that is no network. */
export function notANetwork(fault: string, cause?: unknown): UserError {
  return new UserError(
    "network-syntax",
    `The text is not a network: ${fault}`,
    "Start from a network that Lamarck wrote: those of a run are in its `genomes.jsonl`.",
    { cause },
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
