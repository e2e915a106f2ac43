import fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { neatGenome } from "../../src/genome/kinds/neat.ts";
import { networkGenome, networkOf } from "../../src/genome/kinds/network.ts";
import { weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { brainOf } from "../../src/inference/brains.ts";
import { graphBuilder } from "../../src/inference/graph/builder.ts";
import { decodeModel } from "../../src/inference/graph/decode.ts";
import { encodeModel } from "../../src/inference/graph/encode.ts";
import { modelFrom, type Model } from "../../src/inference/graph/graph.ts";
import { float32Tensor } from "../../src/inference/graph/tensor.ts";
import { genomeIn, modelOf } from "../../src/inference/models.ts";
import { neat, network, played } from "./brains.ts";

const kinds = { network: network.map(networkGenome), neat: neat.map(neatGenome) };

const EPISODES = 3;
const STEPS = 4;

/** What a model does on onnxruntime with the observations of some episodes, side by side. */
async function run(model: Model, observations: readonly (readonly (readonly number[])[])[]): Promise<number[][][]> {
  const options = { intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await InferenceSession.create(encodeModel(model), options);
  const memory = model.graph.inputs.find(({ name }) => name === "memory");
  const remembered = (memory?.shape?.[1] ?? 0) as number;
  let state = new Tensor("float32", new Float32Array(EPISODES * remembered), [EPISODES, remembered]);
  const actions: number[][][] = observations.map(() => []);
  for (let step = 0; step < STEPS; step++) {
    const rows = observations.map((episode) => episode[step]!);
    const observation = new Tensor("float32", Float32Array.from(rows.flat()), [EPISODES, rows[0]!.length]);
    const results = await session.run(memory === undefined ? { observation } : { observation, memory: state });
    const { data, dims } = results["action"] as Tensor & { readonly data: Float32Array };
    const width = dims[1]!;
    for (const [episode, list] of actions.entries())
      list.push([...data.subarray(episode * width, (episode + 1) * width)]);
    if (memory !== undefined) state = results["memory_next"] as typeof state;
  }
  await session.release();
  return actions;
}

function observationsFor(genome: Genome): fc.Arbitrary<number[][][]> {
  const { network: made } = brainOf(genome);
  const inputs = "shape" in made ? made.shape.inputs : made.inputs;
  const value = fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround);
  const all = <T>(item: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
    fc.array(item, { minLength: length, maxLength: length });
  return all(all(all(value, inputs), STEPS), EPISODES);
}

describe.each(["network", "neat"] as const)("the model of a %s", (kind) => {
  test("acts as the network does, step by step, whatever it remembers", async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds[kind].chain((genome) => fc.tuple(fc.constant(genome), observationsFor(genome))),
        async ([genome, observations]) => {
          const actions = await run(modelOf(genome), observations);
          const expected = observations.map((episode) => played(brainOf(genome), episode));
          for (const [i, action] of actions.flat(2).entries()) {
            const wanted = expected.flat(2)[i]!;
            expect(Math.abs(action - wanted) / Math.max(1, Math.abs(wanted))).toBeLessThan(1e-6);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test("is the network again when it is read, to the bit", () => {
    fc.assert(
      fc.property(kinds[kind], (genome) => {
        expect(genomeIn(decodeModel(encodeModel(modelOf(genome))))).toEqual(genome);
      }),
    );
  });

  test("is refused where its weights are no longer those of its genome", () => {
    fc.assert(
      fc.property(kinds[kind], fc.nat(), (genome, n) => {
        const bytes = encodeModel(modelOf(genome));
        const model = decodeModel(bytes);
        const tensors = [...model.graph.initializers.values()].filter(({ element }) => element === "float32");
        const weights = tensors[n % tensors.length]!;
        weights.data[n % weights.data.length]! ^= 1;
        expect(() => genomeIn(model)).toThrow("not that of the genome in its metadata");
      }),
    );
  });
});

test("a model of wide layers acts as its network does, within rounding", async () => {
  const shape = {
    inputs: 3,
    outputs: 2,
    hidden: [300, 257],
    activation: "tanh",
    outputActivation: "sigmoid",
    recurrent: true,
  } as const;
  const weights = Float32Array.from({ length: weightsOf(shape) }, (_, i) => Math.sin(i) / 20);
  const genome = networkGenome({ shape, weights });
  const observations = Array.from({ length: EPISODES }, (_, e) =>
    Array.from({ length: STEPS }, (__, step) => [e, step, 1].map((value) => Math.fround(value / 5))),
  );
  const model = modelOf(genome);
  expect(model.graph.nodes.some(({ op }) => op === "Gemm")).toBe(true);
  const expected = observations.map((episode) => played(brainOf(genome), episode)).flat(2);
  for (const [i, action] of (await run(model, observations)).flat(2).entries())
    expect(Math.abs(action - expected[i]!)).toBeLessThan(1e-6);
});

describe("a model from elsewhere", () => {
  test("is a network where it is a plain stack of layers", () => {
    const nodes = { tanh: "Tanh", relu: "Relu", sigmoid: "Sigmoid", linear: "Identity" } as const;
    fc.assert(
      fc.property(network, ({ shape: any }) => {
        const activation = any.hidden.length === 0 ? "tanh" : any.activation;
        const shape = { ...any, recurrent: false, activation };
        const weights = Float32Array.from({ length: weightsOf(shape) }, (_, i) => Math.sin(i));
        const build = graphBuilder("elsewhere");
        let value = build.input("x", "float32", ["N", shape.inputs]);
        let at = 0;
        for (const [layer, units] of [...shape.hidden, shape.outputs].entries()) {
          const width = shape.hidden[layer - 1] ?? shape.inputs;
          const rows = Array.from({ length: units }, () => weights.subarray(at, (at += width + 1)));
          const weight = float32Tensor(
            rows.flatMap((row) => [...row.subarray(0, width)]),
            [units, width],
          );
          const bias = build.constant(float32Tensor(rows.map((row) => row[width]!)));
          const sum = build.gemm(value, build.constant(weight), { bias, turnB: true });
          const last = layer === shape.hidden.length;
          value = build.node(nodes[last ? shape.outputActivation : activation], [sum])[0]!;
        }
        build.output(value);
        const model = decodeModel(encodeModel(modelFrom(build.graph())));
        expect(genomeIn(model)).toEqual(networkGenome({ shape, weights }));
      }),
    );
  });

  test("may be made of products and sums, with weights the other way round", () => {
    const build = graphBuilder("elsewhere");
    const x = build.input("input.1", "float32", ["batch", 2]);
    const hidden = build.matMul(x, build.constant(float32Tensor([1, 2, 3, 4, 5, 6], [2, 3])));
    const active = build.relu(build.add(build.constant(float32Tensor([7, 8, 9])), hidden));
    const weight = build.node("Constant", [], {
      attributes: { value: { kind: "tensor", value: float32Tensor([1, 2, 3], [3, 1]) } },
    });
    build.output(build.identity(build.matMul(active, weight[0]!)), "out");
    expect(networkOf(genomeIn(modelFrom(build.graph())))).toEqual({
      shape: { inputs: 2, outputs: 1, hidden: [3], activation: "relu", outputActivation: "linear", recurrent: false },
      weights: Float32Array.of(1, 4, 7, 2, 5, 8, 3, 6, 9, 1, 2, 3, 0),
    });
  });

  test("that is something else is refused, with what it has too much", () => {
    const refusal = (make: (build: ReturnType<typeof graphBuilder>) => void): string => {
      const build = graphBuilder("elsewhere");
      make(build);
      try {
        genomeIn(modelFrom(build.graph()));
        return "";
      } catch (thrown) {
        return (thrown as Error).message;
      }
    };
    const square = float32Tensor([1, 2, 3, 4], [2, 2]);
    const input = (build: ReturnType<typeof graphBuilder>) => build.input("x", "float32", ["N", 2]);
    expect(refusal((build) => build.output(build.sin(build.matMul(input(build), build.constant(square)))))).toContain(
      "(Sin) is no part of one here",
    );
    expect(refusal((build) => build.output(build.tanh(input(build))))).toContain("(Tanh) is no part of one here");
    expect(
      refusal((build) => {
        const x = build.matMul(input(build), build.constant(square));
        build.output(build.add(x, x));
      }),
    ).toContain("expected float32 weights that are in the model");
    expect(
      refusal((build) => {
        const first = build.tanh(build.matMul(input(build), build.constant(square)));
        const second = build.relu(build.matMul(first, build.constant(square)));
        build.output(build.matMul(second, build.constant(square)));
      }),
    ).toContain("its hidden layers have different activations: relu, tanh");
    expect(
      refusal((build) => {
        const x = input(build);
        build.output(build.matMul(x, build.constant(square)), "a");
        build.output(build.neg(x), "b");
      }),
    ).toContain("it has 1 inputs and 2 outputs");
    expect(
      refusal((build) =>
        build.output(build.matMul(input(build), build.constant(float32Tensor([1, Number.NaN], [2, 1])))),
      ),
    ).toContain("no finite numbers");
  });

  test("of another kind of genome is refused", () => {
    const model = modelOf(networkGenome(fc.sample(network, { seed: 1, numRuns: 1 })[0]!));
    const metadata = new Map([...model.metadata, ["lamarck.kind", "program"]]);
    expect(() => genomeIn({ ...model, metadata })).toThrow("a genome of the kind `program`");
    const program = programKind.parse("export default function agent() { return 1; }");
    expect(() => modelOf(program)).toThrow("Expected a network, got a genome of the kind `program`");
  });
});
