import { type NetworkShape, weightsOf } from "../../../genome/kinds/network/shape.ts";
import { WorldError } from "../../../std/errors.ts";
import type { Brain, Policy } from "../engine.ts";
import { createPlainEngine } from "../plain.ts";

/** Widths of blocks that there are: 16 where vectors have 512 bits, and on ARM; else 8. */
const widths: readonly number[] = [16, 8];

/** In whole numbers sums are exact, in whatever order. */
const shape: NetworkShape = {
  inputs: 19,
  outputs: 3,
  hidden: [18, 5],
  activation: "relu",
  outputActivation: "linear",
  recurrent: true,
};
const networks = 3;
const columns = 3;

/**
 * How wide this processor's blocks of channels are, by trial, since ONNX Runtime does not tell: with another width
 * networks compute something else than the plain loops. Undefined where it has none.
 */
export async function blockWidth(
  load: (width: number, brains: readonly Brain[], columns: number) => Policy | Promise<Policy>,
): Promise<number | undefined> {
  const brains = Array.from({ length: networks }, (_, i) => trialBrain(i + 1));
  const expected = await outputsOf(await createPlainEngine().load(brains, columns));
  for (const width of widths) {
    try {
      const outputs = await outputsOf(await load(width, brains, columns));
      if (outputs.every((output, i) => output === expected[i])) return width;
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
    }
  }
  return undefined;
}

function trialBrain(seed: number): Brain {
  const weights = Float32Array.from({ length: weightsOf(shape) }, (_, i) => ((i * seed) % 7) - 3);
  return { kind: "network", network: { shape, weights } };
}

/** After two steps, so that memories count. */
async function outputsOf(policy: Policy): Promise<Float32Array> {
  for (let step = 0; step < 2; step++) {
    for (let i = 0; i < policy.inputs.length; i++) policy.inputs[i] = ((i + step) % 5) - 2;
    for (let group = 0; group * policy.group < networks; group++) await policy.forward(group);
  }
  const outputs = policy.outputs.slice();
  policy.free();
  return outputs;
}
