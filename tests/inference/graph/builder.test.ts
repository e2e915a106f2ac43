import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { groupedProduct, inBlocks, outOfBlocks } from "../../../src/inference/graph/blocks.ts";
import { graphBuilder } from "../../../src/inference/graph/builder.ts";
import { encodeModel, encodeParts } from "../../../src/inference/graph/encode.ts";
import { modelFrom } from "../../../src/inference/graph/graph.ts";
import { loop } from "../../../src/inference/graph/loop.ts";
import { boolTensor, float32Tensor, int64Tensor } from "../../../src/inference/graph/tensor.ts";

const options = { intraOpNumThreads: 1, logSeverityLevel: 3 } as const;

describe("a graph made by the builder", () => {
  test("knows its shapes as it is made, free sizes by their names", () => {
    const build = graphBuilder("shapes");
    const x = build.input("x", "float32", ["N", 3]);
    const weights = build.constant(float32Tensor([1, 2, 3, 4, 5, 6], [3, 2]), "weights");
    const y = build.matMul(x, weights);
    expect(y.shape).toEqual(["N", 2]);
    expect(build.transpose(y, [1, 0]).shape).toEqual([2, "N"]);
    expect(build.concat([x, y], 1).shape).toEqual(["N", 5]);
    expect(build.concat([x, x], 0).shape).toEqual([undefined, 3]);
    expect(build.split(x, 1, [1, 2]).map((part) => part.shape)).toEqual([
      ["N", 1],
      ["N", 2],
    ]);
    expect(build.slice(x, 1, [-2, 99]).shape).toEqual(["N", 2]);
    expect(build.reshape(x, [0, 1, -1]).shape).toEqual(["N", 1, 3]);
    expect(build.reshape(x, [-1]).shape).toEqual([undefined]);
    expect(build.unsqueeze(x, [0, -1]).shape).toEqual([1, "N", 3, 1]);
    expect(build.squeeze(build.unsqueeze(x, [1]), [1]).shape).toEqual(["N", 3]);
    expect(build.reduceSum(x, [-1]).shape).toEqual(["N"]);
    expect(build.reduceSum(x, [-1], true).shape).toEqual(["N", 1]);
    expect(build.expand(x, [5, 1, 3]).shape).toEqual([5, "N", 3]);
    expect(build.gather(x, build.constant(int64Tensor([0, 2])), 1).shape).toEqual(["N", 2]);
    expect(build.greater(x, build.number(0))).toMatchObject({ element: "bool", shape: ["N", 3] });
    expect(build.cast(x, "int32").element).toBe("int32");
  });

  test("refuses what does not fit where it is made, and says which sizes", () => {
    const build = graphBuilder("wrong");
    const x = build.input("x", "float32", ["N", 3]);
    const four = build.constant(float32Tensor([1, 2, 3, 4]));
    expect(() => build.add(x, four)).toThrow("sizes 3 and 4 do not go together");
    expect(() => build.matMul(x, four)).toThrow("sizes 3 and 4 should be the same");
    expect(() => build.concat([x, four], 0)).toThrow("cannot put [N, 3] and [4] together");
    expect(() => build.split(x, 1, [1, 1])).toThrow("sizes 2 and 3 should be the same");
    expect(() => build.and(x, x)).toThrow("an input is float32, expected bool");
    expect(() => build.node("Tahn", [x])).toThrow("the operator `Tahn` is not known");
    expect(() => build.reshape(four, [3])).toThrow("cannot bring [4] into the shape [3]");
  });

  test("runs on onnxruntime as it reads: a layer, and its weights from a file beside it", async () => {
    const build = graphBuilder("layer");
    const x = build.input("x", "float32", ["N", 3]);
    const weights = build.constant(float32Tensor([1, 0, 0, 1, 1, 1], [3, 2]), "weights");
    const bias = build.constant(float32Tensor([0.5, -0.5]), "bias");
    build.output(build.relu(build.gemm(x, weights, { bias })), "y");
    const model = modelFrom(build.graph());
    const feeds = { x: new Tensor("float32", Float32Array.of(1, 2, 3, -9, 0, 1), [2, 3]) };

    const session = await InferenceSession.create(encodeModel(model), options);
    expect((await session.run(feeds))["y"]!.data).toEqual(Float32Array.of(4.5, 4.5, 0, 0.5));

    const parts = encodeParts(model, { external: "layer.data", externalFromBytes: 0 });
    const externalData = [{ path: "layer.data", data: parts.external! }];
    const beside = await InferenceSession.create(parts.bytes, { ...options, externalData });
    expect((await beside.run(feeds))["y"]!.data).toEqual(Float32Array.of(4.5, 4.5, 0, 0.5));
  });

  test("knows the shapes of products of many small matrices with channels in blocks", () => {
    const build = graphBuilder("groups");
    const image = build.input("image", "float32", [1, 64, "H", 3]);
    const weights = build.input("weights", "float32", [96, 32, 1, 1]);
    const biases = build.input("biases", "float32", [96]);
    const product = groupedProduct(build, inBlocks(build, image), { groups: 2, weights, biases });
    expect(outOfBlocks(build, product).shape).toEqual([1, 96, "H", 3]);
    const given = { groups: 2, weights, biases };
    expect(() => groupedProduct(build, image, { ...given, groups: 3 })).toThrow("sizes 64 and 96 should be the same");
    expect(() => groupedProduct(build, image, { ...given, sums: image })).toThrow("sizes 96 and 64 should be the same");
    expect(() => groupedProduct(build, image, { ...given, biases: weights })).toThrow("do not agree");
    expect(() => groupedProduct(build, biases, given)).toThrow("expected four dimensions");
  });

  test("repeats a body with what is around it, until a condition ends it", async () => {
    const build = graphBuilder("powers");
    const x = build.input("x", "float32", [2]);
    const limit = build.number(50);
    const { carried, kept } = loop(build, { steps: 10, carried: [x] }, (body, _step, [value]) => {
      const next = body.mul(value!, x);
      return { carried: [next], kept: [next], while: body.less(body.reduceSum(next, [0]), limit) };
    });
    expect(kept[0]!.shape).toEqual([undefined, 2]);
    build.output(carried[0]!, "last");
    build.output(kept[0]!, "all");
    const session = await InferenceSession.create(encodeModel(modelFrom(build.graph())), options);
    const results = await session.run({ x: new Tensor("float32", Float32Array.of(2, 3), [2]) });
    expect(results["all"]!.data).toEqual(Float32Array.of(4, 9, 8, 27, 16, 81));
    expect(results["last"]!.data).toEqual(Float32Array.of(16, 81));
  });

  test("can give an input or one value twice", async () => {
    const build = graphBuilder("twice");
    const x = build.input("x", "float32", [1]);
    const y = build.neg(x);
    build.output(x, "same");
    build.output(y, "once");
    build.output(y, "again");
    build.output(build.constant(boolTensor([true])), "yes");
    const session = await InferenceSession.create(encodeModel(modelFrom(build.graph())), options);
    const results = await session.run({ x: new Tensor("float32", Float32Array.of(7), [1]) });
    expect(["same", "once", "again", "yes"].map((name) => results[name]!.data[0])).toEqual([7, -7, -7, 1]);
  });
});
