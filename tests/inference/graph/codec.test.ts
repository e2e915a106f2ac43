import fc from "fast-check";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { graphBuilder } from "../../../src/inference/graph/builder.ts";
import { checkModel } from "../../../src/inference/graph/check.ts";
import { decodeModel } from "../../../src/inference/graph/decode.ts";
import { encodeModel, encodeParts } from "../../../src/inference/graph/encode.ts";
import { readModel, writeModel } from "../../../src/inference/graph/files.ts";
import { modelFrom } from "../../../src/inference/graph/graph.ts";
import { loop } from "../../../src/inference/graph/loop.ts";
import { float32Of, float32Tensor, intsIn } from "../../../src/inference/graph/tensor.ts";
import { writeMessage } from "../../../src/inference/graph/protobuf.ts";
import { UserError } from "../../../src/std/errors.ts";
import { model } from "./arbitrary.ts";

/** A model with a bit of everything that can be checked and run. */
function sound() {
  const build = graphBuilder("sound");
  const x = build.input("x", "float32", ["N", 2]);
  const weights = build.constant(float32Tensor([1, 2, 3, 4], [2, 2]), "weights");
  const { carried } = loop(build, { steps: 3, carried: [x] }, (body, _step, [value]) => ({
    carried: [body.tanh(body.matMul(value!, weights))],
  }));
  build.output(carried[0]!, "y");
  return modelFrom(build.graph(), new Map([["key", "value"]]));
}

describe("an .onnx file", () => {
  test("gives back what was written, whatever the model", () => {
    fc.assert(
      fc.property(model, (made) => {
        expect(decodeModel(encodeModel(made))).toEqual(made);
      }),
    );
  });

  test("gives back what was written where weights are in a file beside it", () => {
    fc.assert(
      fc.property(model, fc.nat(20), (made, externalFromBytes) => {
        const { bytes, external } = encodeParts(made, { external: "weights", externalFromBytes });
        expect(decodeModel(bytes, { external: () => external! })).toEqual(made);
      }),
    );
  });

  test("is read without copying its weights", () => {
    const bytes = encodeModel(sound());
    expect(decodeModel(bytes).graph.initializers.get("weights")!.data.buffer).toBe(bytes.buffer);
  });

  test("can be kept on disk, its weights in a file beside it", () => {
    const path = join(mkdtempSync(join(tmpdir(), "lamarck-graph-")), "model.onnx");
    const made = { ...sound(), graph: { ...sound().graph } };
    const large = float32Tensor(new Float32Array(1000).fill(0.5));
    const withLarge = {
      ...made,
      graph: { ...made.graph, initializers: new Map([...made.graph.initializers, ["large", large]]) },
    };
    writeModel(path, withLarge, "model.data");
    expect(readModel(path)).toEqual(withLarge);
    expect(float32Of(readModel(path).graph.initializers.get("large")!)[999]).toBe(0.5);
  });

  test("may hold numbers one by one, each in its own type", () => {
    const tensor = (code: number, field: number, data: readonly number[]): Uint8Array =>
      writeMessage((message) => {
        message.message(7, (graph) =>
          graph.message(5, (inner) => {
            inner.int(1, 2);
            inner.int(2, code);
            inner.text(8, "w");
            inner.bytes(field, Uint8Array.from(data));
          }),
        );
      });
    const opset = writeMessage((message) => message.message(8, (inner) => inner.int(2, 21)));
    const read = (bytes: Uint8Array) => decodeModel(Buffer.concat([bytes, opset])).graph.initializers.get("w")!;
    expect([...float32Of(read(tensor(1, 4, [0, 0, 128, 63, 0, 0, 0, 192])))]).toEqual([1, -2]);
    expect(intsIn(read(tensor(7, 7, [5, 172, 2])))).toEqual([5, 300]);
    expect(intsIn(read(tensor(6, 5, [5, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1])))).toEqual([5, -1]);
    expect(read(tensor(10, 5, [0, 128, 120])).data).toEqual(Uint8Array.of(0, 0, 0, 60));
  });

  test("that is cut off or changed anywhere is read or refused, and nothing worse", () => {
    const bytes = encodeModel(sound());
    const isRefused = (broken: Uint8Array): boolean => {
      try {
        checkModel(decodeModel(broken));
        return false;
      } catch (thrown) {
        if (thrown instanceof UserError) return true;
        throw thrown;
      }
    };
    const cuts = Array.from({ length: bytes.length }, (_, length) => isRefused(bytes.slice(0, length)));
    expect(cuts.filter(Boolean).length).toBeGreaterThan(bytes.length / 2);
    let refused = 0;
    for (let at = 0; at < bytes.length; at++)
      for (const flip of [1, 8, 128, 255]) if (isRefused(bytes.with(at, bytes[at]! ^ flip))) refused++;
    expect(refused).toBeGreaterThan(bytes.length);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rubbish) => {
        isRefused(rubbish);
      }),
    );
  });

  test("that is nested without end, or claims to be huge, is refused at once", () => {
    let nested = new Uint8Array();
    for (let i = 0; i < 60; i++) {
      const inner = nested;
      nested = writeMessage((graph) =>
        graph.message(1, (node) =>
          node.message(5, (attribute) => {
            attribute.bytes(6, inner);
            attribute.int(20, 5);
          }),
        ),
      );
    }
    const deep = writeMessage((message) => message.bytes(7, nested));
    expect(() => decodeModel(deep)).toThrow("nested deeper than 64");
    const huge = Uint8Array.of(58, 255, 255, 255, 255, 15, 0);
    expect(() => decodeModel(huge)).toThrow("model, byte 0: a field says that 4294967295 bytes follow, 1 are left");
  });
});

test("a model whose names are long or not to be printed is refused in a message that can be", () => {
  const name = `\u{1B}[2J${"x".repeat(1_000_000)}`;
  const { graph } = sound();
  const named = (op: string) => modelFrom({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, op })) });
  const outputs = graph.outputs.map((output) => ({ ...output, name }));
  for (const broken of [named(name), modelFrom({ ...graph, outputs })])
    expect(() => checkModel(decodeModel(encodeModel(broken)))).toThrow(/^[^\p{C}]{100,2000}$/u);
});

test("files outside the folder of a model are never read", () => {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-graph-"));
  const path = join(folder, "model.onnx");
  const large = float32Tensor(new Float32Array(1000));
  const made = { ...sound(), graph: { ...sound().graph, initializers: new Map([["large", large]]) } };
  const outside = ["../secret", "/etc/passwd", "a/../../secret", "", "a\\..\\..\\secret", "a\0b"];
  for (const external of outside) {
    writeFileSync(path, encodeParts(made, { external }).bytes);
    expect(() => readModel(path)).toThrow("which is not in the model's folder");
  }
  writeFileSync(path, encodeParts(made, { external: "nowhere" }).bytes);
  expect(() => readModel(path)).toThrow(`"nowhere", which is not there`);
});
