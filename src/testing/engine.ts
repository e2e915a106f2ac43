import assert from "node:assert/strict";
import type { NetworkShape } from "../genome/kinds/network/shape.ts";
import { portsOf } from "../inference/engines/brains.ts";
import type { Brain, Engine, Policy } from "../inference/engines/engine.ts";
import { createPlainEngine } from "../inference/engines/plain.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { randomNeat, randomNetwork } from "./brains.ts";

/**
 * Checks the laws of an engine of networks: outputs within `tolerance` of the plain loops' (relative where they are
 * above 1; with 0, the same bits), the same bits alone or beside others, in any order and after a reset, columns that
 * do not touch each other, and no harm from what is not a number. Throws an `AssertionError` that names the law.
 */
export async function checkEngine(create: () => Engine | Promise<Engine>, tolerance: number): Promise<void> {
  const engine = await create();
  const plain = createPlainEngine();
  try {
    for (const trial of trials(randomFromSeed("engine"))) {
      const outputs = await outputsOf(engine, trial);
      checkClose(outputs, await outputsOf(plain, trial), tolerance, `${trial.name}: not what the plain loops compute`);
      await checkCompany(engine, trial, outputs);
      await checkColumns(engine, trial, outputs);
      await checkReset(engine, trial, outputs);
      await checkTwoAtOnce(engine, trial, outputs);
    }
  } finally {
    await engine.close();
    await engine.close();
  }
}

/** Networks and what they see: at each step, the inputs of all of them, laid out as a policy's. */
interface Trial {
  readonly name: string;
  readonly brains: readonly Brain[];
  readonly columns: number;
  readonly steps: readonly Float32Array[];
}

const shape: NetworkShape = {
  inputs: 3,
  outputs: 2,
  hidden: [9, 5],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: false,
};
const shapes: Readonly<Record<string, NetworkShape>> = {
  "feed-forward networks": shape,
  "recurrent networks": { ...shape, recurrent: true },
  "one layer": { ...shape, hidden: [], outputActivation: "sigmoid" },
  "wide networks": { ...shape, inputs: 7, outputs: 5, hidden: [40, 33], activation: "relu", outputActivation: "tanh" },
  "recurrent sigmoid networks": { ...shape, hidden: [6], activation: "sigmoid", recurrent: true },
};

function trials(random: Random): Trial[] {
  return [1, 3, 4, 7, 18].flatMap((columns) => {
    const sorts: [string, (stream: Random) => Brain][] = Object.entries(shapes).map(([name, one]) => [
      name,
      (stream) => randomNetwork(one, stream, 0.5),
    ]);
    for (const delays of [false, true]) {
      const size = { inputs: 3, outputs: 2, hidden: 12, delays };
      sorts.push([`evolved topologies ${delays ? "with" : "without"} delays`, (stream) => randomNeat(size, stream)]);
    }
    return sorts.map(([sort, make]) => {
      const stream = random.fork(sort, columns);
      const brains = Array.from({ length: 6 }, (_, i) => make(stream.fork(i)));
      const length = brains.length * portsOf(brains[0]!).inputs * columns;
      const steps = Array.from({ length: 4 }, () => Float32Array.from({ length }, () => stream.normal()));
      return { name: `${sort} with ${columns} columns`, brains, columns, steps };
    });
  });
}

/** The outputs at each step. */
async function outputsOf(engine: Engine, { brains, columns, steps }: Trial): Promise<Float32Array[]> {
  const policy = await engine.load(brains, columns);
  const { inputs, outputs } = portsOf(brains[0]!);
  assert.ok(Number.isInteger(policy.group) && policy.group >= 1, "`group` is no number of networks from 1");
  assert.equal(policy.inputs.length, brains.length * inputs * columns, "`inputs` has not the size of its layout");
  assert.equal(policy.outputs.length, brains.length * outputs * columns, "`outputs` has not the size of its layout");
  const result = await played(policy, brains.length, steps);
  policy.free();
  policy.free();
  return result;
}

async function played(policy: Policy, networks: number, steps: readonly Float32Array[]): Promise<Float32Array[]> {
  const result: Float32Array[] = [];
  for (const step of steps) {
    policy.inputs.set(step);
    for (let group = 0; group < networks / policy.group; group++) await policy.forward(group);
    assert.deepEqual(policy.inputs, step, "`forward` changes the inputs");
    result.push(policy.outputs.slice());
  }
  return result;
}

/** Each network alone, and all of them in the opposite order. */
async function checkCompany(engine: Engine, trial: Trial, outputs: readonly Float32Array[]): Promise<void> {
  const { name, brains, steps } = trial;
  const partOf = (values: Float32Array, i: number): Float32Array =>
    values.subarray((values.length / brains.length) * i, (values.length / brains.length) * (i + 1));
  for (const [i, brain] of brains.entries()) {
    const alone = { ...trial, brains: [brain], steps: steps.map((step) => partOf(step, i)) };
    const expected = outputs.map((step) => partOf(step, i));
    checkClose(await outputsOf(engine, alone), expected, 0, `${name}: a network alone gives other bits`);
  }
  const turned = (step: Float32Array): Float32Array =>
    Float32Array.from(brains.flatMap((_, i) => [...partOf(step, brains.length - 1 - i)]));
  const reversed = { ...trial, brains: brains.toReversed(), steps: steps.map(turned) };
  checkClose(await outputsOf(engine, reversed), outputs.map(turned), 0, `${name}: another order gives other bits`);
}

/** What is not a number in one column stays there, whatever becomes of it. */
async function checkColumns(engine: Engine, trial: Trial, outputs: readonly Float32Array[]): Promise<void> {
  const { name, columns, steps } = trial;
  const spoilt = columns - 1;
  for (const poison of [NaN, Infinity, 1e38]) {
    const poisoned = steps.map((step) => step.map((value, i) => (i % columns === spoilt ? poison : value)));
    const others = (all: readonly Float32Array[]): Float32Array[] =>
      all.map((step) => step.filter((_, i) => i % columns !== spoilt));
    const result = await outputsOf(engine, { ...trial, steps: poisoned });
    checkClose(others(result), others(outputs), 0, `${name}: ${poison} in one column changes another one`);
  }
}

async function checkReset(engine: Engine, { name, brains, columns, steps }: Trial, outputs: readonly Float32Array[]) {
  const policy = await engine.load(brains, columns);
  await played(policy, brains.length, steps.toReversed());
  policy.reset();
  checkClose(await played(policy, brains.length, steps), outputs, 0, `${name}: something is remembered after a reset`);
  policy.free();
}

async function checkTwoAtOnce(engine: Engine, trial: Trial, outputs: readonly Float32Array[]): Promise<void> {
  const { name, brains, columns, steps } = trial;
  const [first, second] = [await engine.load(brains, columns), await engine.load(brains.toReversed(), columns)];
  await played(second, brains.length, steps.toReversed());
  checkClose(await played(first, brains.length, steps), outputs, 0, `${name}: two policies disturb each other`);
  first.free();
  second.free();
}

function checkClose(
  actual: readonly Float32Array[],
  expected: readonly Float32Array[],
  tolerance: number,
  message: string,
): void {
  assert.equal(actual.length, expected.length, message);
  for (const [step, values] of expected.entries()) {
    for (const [i, value] of values.entries()) {
      const got = actual[step]![i]!;
      const close = Math.abs(got - value) <= tolerance * Math.max(1, Math.abs(value));
      assert.ok(Object.is(got, value) || (tolerance > 0 && close), `${message}: ${got}, not ${value}, at step ${step}`);
    }
  }
}
