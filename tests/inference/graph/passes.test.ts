import fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { graphBuilder } from "../../../src/inference/graph/builder.ts";
import { checkModel } from "../../../src/inference/graph/check.ts";
import { encodeModel } from "../../../src/inference/graph/encode.ts";
import { modelFrom, subgraphsOf, type Graph, type Value } from "../../../src/inference/graph/graph.ts";
import { lower } from "../../../src/inference/graph/lower.ts";
import { sortNodes } from "../../../src/inference/graph/order.ts";
import { prune } from "../../../src/inference/graph/prune.ts";
import { inferTypes, withShapes } from "../../../src/inference/graph/shapes.ts";
import { float32Tensor, int64Tensor } from "../../../src/inference/graph/tensor.ts";
import { randomGraph, ROWS } from "./random-graph.ts";

const feeds = {
  x: new Tensor(
    "float32",
    Float32Array.from({ length: 3 * ROWS }, (_, i) => Math.sin(i * i) * 3),
    [ROWS, 3],
  ),
  y: new Tensor("float32", Float32Array.of(1, -0.5, 0, 2.5, -3, 0.25), [3, 2]),
};

async function run(graph: Graph, inputs: Readonly<Record<string, Tensor>> = feeds) {
  const options = { intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await InferenceSession.create(encodeModel(modelFrom(graph)), options);
  const wanted = Object.fromEntries(Object.entries(inputs).filter(([name]) => session.inputNames.includes(name)));
  const results = await session.run(wanted);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: [...(data as Float32Array)] }]),
  );
}

/** Every operator of a graph, those inside its nodes too. */
function opsIn(graph: Graph): string[] {
  return graph.nodes.flatMap((node) => [node.op, ...subgraphsOf(node).flatMap(([, inner]) => opsIn(inner))]);
}

/** What sizes a shape stands for where `N` is known; undefined where it does not fit. */
function fits({ shape }: Pick<Value, "shape">, dims: readonly number[]): boolean {
  if (shape === undefined) return true;
  return (
    shape.length === dims.length &&
    shape.every((size, i) => size === undefined || (size === "N" ? ROWS : size) === dims[i])
  );
}

describe("shapes that are inferred", () => {
  test("are those that onnxruntime gives", async () => {
    let known = 0;
    await fc.assert(
      fc.asyncProperty(randomGraph, async ({ graph }) => {
        const types = inferTypes(graph);
        for (const [name, { dims }] of Object.entries(await run(graph))) {
          expect([name, dims, fits(types.get(name)!, dims)]).toEqual([name, dims, true]);
          if (types.get(name)!.shape?.every((size) => size !== undefined)) known++;
        }
      }),
      { numRuns: 150 },
    );
    expect(known).toBeGreaterThan(100);
  });

  test("of a whole graph are those that its builder found node by node", () => {
    fc.assert(
      fc.property(randomGraph, ({ graph, values }) => {
        const types = checkModel(modelFrom(graph));
        for (const { name, element, shape } of values)
          expect(types.get(name) ?? { element, shape }).toEqual({ element, shape });
        const noted = withShapes(modelFrom(graph));
        expect(checkModel(noted)).toEqual(types);
      }),
    );
  });
});

describe("a graph", () => {
  test("computes the same without what no output needs, which is gone", async () => {
    let gone = 0;
    await fc.assert(
      fc.asyncProperty(randomGraph, async ({ graph }) => {
        const pruned = prune(graph);
        checkModel(modelFrom(pruned));
        expect(await run(pruned)).toEqual(await run(graph));
        expect(prune(pruned)).toEqual(pruned);
        gone += graph.nodes.length - pruned.nodes.length;
      }),
      { numRuns: 60 },
    );
    expect(gone).toBeGreaterThan(60);
  });

  test("computes the same without operators that a GPU lacks", async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(randomGraph, async ({ graph }) => {
        const lowered = lower(graph, "webgpu");
        checkModel(modelFrom(lowered));
        expect(opsIn(lowered).filter((op) => ["Sign", "Round", "Mod", "LogSoftmax"].includes(op))).toEqual([]);
        expect(lower(graph, "cpu")).toBe(graph);
        const [before, after] = [await run(graph), await run(lowered)];
        for (const [name, { dims, data }] of Object.entries(before)) {
          expect(after[name]!.dims).toEqual(dims);
          for (const [i, value] of data.entries()) expect(after[name]!.data[i]).toBeCloseTo(value, 3);
        }
        if (opsIn(lowered).length > opsIn(graph).length) changed++;
      }),
      { numRuns: 60 },
    );
    expect(changed).toBeGreaterThan(10);
  });

  test("has its nodes sorted, wherever they were", () => {
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), ({ graph }, shuffle) => {
        const keyed = graph.nodes.map((node) => ({ node, key: shuffle.next().value as number }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ node }) => node);
        const order = sortNodes(shuffled);
        const nodes = order.kind === "sorted" ? order.nodes : [];
        expect(nodes.length).toBe(graph.nodes.length);
        expect(() => checkModel(modelFrom({ ...graph, nodes }))).not.toThrow();
      }),
    );
  });
});

test("a choice between two graphs is checked, and runs, though both call a value the same", async () => {
  const build = graphBuilder("choice");
  const x = build.input("x", "float32", ["N", 3]);
  const branch = (op: string): Graph => ({
    name: op,
    inputs: [],
    initializers: new Map(),
    values: [],
    nodes: [{ name: "", op, domain: "", inputs: ["x"], outputs: ["chosen"], attributes: new Map() }],
    outputs: [{ name: "chosen", element: "float32", shape: ["N", 3] }],
  });
  const attributes = {
    then_branch: { kind: "graph", value: branch("Neg") },
    else_branch: { kind: "graph", value: branch("Abs") },
  } as const;
  const above = build.greater(build.reduceSum(x, [0, 1]), build.number(0));
  build.output(build.node("If", [above], { attributes })[0]!, "y");
  const graph = build.graph();
  expect(checkModel(modelFrom(graph)).get("y")).toEqual({ element: "float32", shape: ["N", 3] });
  const y = async (...numbers: readonly number[]) =>
    (await run(graph, { x: new Tensor("float32", Float32Array.from(numbers), [1, 3]) }))["y"]!.data;
  expect(await y(1, 2, 3)).toEqual([-1, -2, -3]);
  expect(await y(-1, -2, 1)).toEqual([1, 2, 1]);
});

test("rounding, signs and remainders are exact without their operators", async () => {
  const build = graphBuilder("exact");
  const numbers = [-3.5, -2.5, -1.5, -0.5, -0.2, 0, 0.2, 0.5, 0.8, 1.5, 2.5, 3.5, 7, -7, 1e9, -1e9];
  const x = build.constant(float32Tensor(numbers));
  const fmod = { fmod: { kind: "int", value: 1 } } as const;
  build.output(build.node("Round", [x])[0]!, "round");
  build.output(build.node("Sign", [x])[0]!, "sign");
  build.output(build.node("Mod", [x, build.number(2)], { attributes: fmod })[0]!, "fmod");
  const whole = build.constant(int64Tensor([-7, 7, -7, 7, 6, -6, 0]));
  const divisor = build.constant(int64Tensor([3, 3, -3, -3, 3, 3, -3]));
  const asNumber = build.cast(build.node("Mod", [whole, divisor])[0]!, "float32");
  build.output(asNumber, "mod");
  const graph = build.graph();
  const [before, after] = [await run(graph), await run(lower(graph, "webgpu"))];
  // Zeros may differ in their sign.
  const plain = (results: typeof before) =>
    Object.entries(results).map(([name, { data }]) => [name, data.map((value) => value + 0 || 0)]);
  expect(plain(after)).toEqual(plain(before));
});
