import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import { graphBuilder } from "../../src/inference/graph/builder.ts";
import { encodeModel, encodeParts } from "../../src/inference/graph/encode.ts";
import { readModel } from "../../src/inference/graph/files.ts";
import { modelFrom } from "../../src/inference/graph/graph.ts";
import { float32Tensor } from "../../src/inference/graph/tensor.ts";
import { probeProvider } from "../../src/inference/providers.ts";
import { genomeIn, modelOf } from "../../src/inference/models.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { call } from "./terminal.ts";

let folder: string;
const inFolder = (name: string): string => join(folder, name);
const lamarck = (line: string) => call(folder, line.split(" "));
const small = "--set population=12 --set births=12 --budget-generations 2 --jobs 1 --engine kernel";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-networks-"));
  const runs = [
    "network --set network.hidden=[4] --set network.recurrent=true",
    "neat",
    "network --emitter eggroll --set network.hidden=[4]",
  ];
  for (const [i, kind] of runs.entries()) await lamarck(`run cart-pole --kind ${kind} ${small} --run-dir run-${i}`);
  await lamarck("export ./run-0 --format onnx -o model.onnx");
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The scores of an evaluation, agent by agent. */
async function scores(line: string): Promise<unknown> {
  const { out } = await lamarck(`${line} --json`);
  const { data } = JSON.parse(out) as { data: { agents: readonly { outcome: { scores: unknown } }[] } };
  return data.agents[0]!.outcome.scores;
}

describe("a network on the command line", () => {
  test("is exported as a model, imported as a population, and evolves on from there", async () => {
    const imported = await lamarck("import model.onnx --scenario cart-pole -o imported");
    expect(imported).toMatchObject({ code: 0, out: "" });
    expect(imported.err).toContain("--kind network --population");
    const manifest = JSON.parse(readFileSync(inFolder("imported/population.json"), "utf8")) as {
      agents: readonly { hash: string; from: unknown; score: number }[];
    };
    const genome = genomeIn(readModel(inFolder("model.onnx")));
    expect(manifest.agents).toEqual([
      {
        hash: genome.hash,
        from: { file: "model.onnx", lamarck: expect.any(String) },
        score: expect.any(Number),
        split: "train",
      },
    ]);
    const shape = "--set network.hidden=[4] --set network.recurrent=true";
    const run = await lamarck(`run cart-pole --kind network --population imported ${shape} ${small} --run-dir further`);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect([...readRun(inFolder("further")).genomes()][0]).toMatchObject({ hash: genome.hash });
  });

  test("scores the same as a model, as a genome's file and in its run", async () => {
    const asModel = await scores("evaluate cart-pole --program model.onnx --cases train");
    writeFileSync(inFolder("genome.json"), genomeIn(readModel(inFolder("model.onnx"))).bytes);
    expect(await scores("evaluate cart-pole --program genome.json --cases train")).toEqual(asModel);
    const shown = JSON.parse((await lamarck("show ./run-0 champion --json")).out) as {
      data: { outcome: { scores: unknown } };
    };
    expect(asModel).toEqual(shown.data.outcome.scores);
  });

  test("is played from its model", async () => {
    const { code, out } = await lamarck("play cart-pole --program model.onnx --frames 1");
    expect(code).toBe(0);
    expect(out).toMatch(/^model\.onnx {3}train-0 {3}steps \d+/);
  });

  test("whichever variant it is, whichever kind, is exported by its number", async () => {
    for (const run of ["run-1", "run-2"]) {
      const { code } = await lamarck(`export ./${run} --format onnx --variant 3 -o ${run}.onnx`);
      expect(code).toBe(0);
      const shown = JSON.parse((await lamarck(`show ./${run} 3 --json`)).out) as {
        data: { outcome: { scores: unknown } };
      };
      expect(await scores(`evaluate cart-pole --program ${run}.onnx --cases train`)).toEqual(shown.data.outcome.scores);
    }
  });

  test("whose bytes are relative to another is written whole into a population", async () => {
    expect((await lamarck("export ./run-2 --population whole --limit 4")).code).toBe(0);
    const files = readdirSync(inFolder("whole/genomes"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file).toMatch(/^[0-9a-f]{64}\.json$/);
      expect(readFileSync(inFolder(`whole/genomes/${file}`), "utf8")).toContain('"weights"');
    }
  });

  test("is compared with another one gene by gene, the largest changes first, as many as are asked for", async () => {
    const { out } = await lamarck("diff ./run-0 0 12");
    expect(out).toMatch(
      /^--- #0\n\+\+\+ #12\nnetwork 4-4-2: \d+ of 46 weights changed, by .*\nhidden 1: .*\noutputs: /,
    );
    const json = await lamarck("diff ./run-0 0 1 --limit 3 --json");
    const { truncated, counts, data } = JSON.parse(json.out) as {
      truncated: boolean;
      counts: unknown;
      data: { changes: readonly { before: number; after: number }[] };
    };
    expect({ truncated, counts }).toEqual({ truncated: true, counts: { total: 46, shown: 3 } });
    const sizes = data.changes.map(({ before, after }) => Math.abs(after - before));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect((await lamarck("diff ./run-1 0 1")).out).toMatch(/weights and biases that both have changed/);
    expect((await lamarck("diff ./run-1 0 0 --limit 0")).err).toContain("`--limit`");
  });

  test("tells its species, and a strategy how it draws", async () => {
    const species = await lamarck("status ./run-1");
    expect(species.out).toMatch(/species +members +best +median +genes +age +stagnant +best is\n +#\d+ +\d+ /);
    expect((await lamarck("show ./run-1 best")).out).toMatch(
      /\n {2}species {2}#\d+ of \d+ members?, age \d+, best #\d+\n/,
    );
    const { out } = await lamarck("status ./run-2 --json");
    const { data } = JSON.parse(out) as { data: { searches: unknown } };
    expect(data.searches).toMatchObject([{ island: 0, sigma: 1, restarts: 0, mean: { id: expect.any(Number) } }]);
    expect((await lamarck("show ./run-2 13")).out).toMatch(/\n {2}drawn {4}around the mean #12 \(.*\), sigma 1\n/);
  });

  test("is kept apart from programs, other worlds and other kinds, with what to do instead", async () => {
    expect(
      (
        await lamarck(
          `run cart-pole --set population=10 --set births=10 --budget-generations 1 --jobs 1 --run-dir programs`,
        )
      ).code,
    ).toBe(0);
    const mistakes: readonly (readonly [line: string, says: RegExp])[] = [
      ["run cart-pole --kind network --run-dir run-0 --emitter cma-es", /with another `emitter`: none, not [^]*cma-es/],
      ["run cart-pole --run-dir programs --kind program,network", /with another `kinds`: none, not/],
      ["export ./programs --format onnx -o program.onnx", /A program is no network[^]*--format js/],
      ["export ./run-0 --format js", /A network is no program[^]*--format onnx/],
      ["export ./run-0 --format onnx", /no text for standard output[^]*-o model\.onnx/],
      ["export ./run-0 --format onnx -o model.onnx", /already is a file/],
      ["export ./run-0 --format onnx --variant 999 -o other.onnx", /no variant 999/],
      ["export ./run-0 --population other --kind neat", /one of network/],
      ["run cart-pole --population imported", /of the kind `network`, but `program` evolves[^]*--kind network/],
      ["run cart-pole --kind neat --population imported", /but `neat` evolves/],
      [
        "run pendulum --kind network --population imported --dry-run",
        /4 inputs and 2 outputs, but pendulum has 3 and 1/,
      ],
      ["evaluate pendulum --program model.onnx", /but pendulum has 3 and 1 \(.*model\.onnx\)/],
      ["evaluate bin-packing --program model.onnx", /Networks cannot play bin-packing/],
      ["import model.onnx run-1.onnx --scenario cart-pole -o both", /model\.onnx is a network and run-1\.onnx a neat/],
      ["import model.onnx --scenario cart-pole -o imported", /already is a population/],
      ["run cart-pole --kind network --emitter neat --run-dir nowhere", /got `network`[^]*--kind neat/],
      [
        "run pursuit --kind program,network --set network.recurrent=true --run-dir nowhere",
        /remembers cannot meet programs[^]*network\.recurrent=false/,
      ],
      [
        "run pursuit --kind program,neat --set network.recurrent=true --run-dir nowhere",
        /remembers cannot meet programs/,
      ],
      ["run pursuit --kind program,network --set network.hidden=[500] --run-dir nowhere", /too large to meet programs/],
      ["import model.onnx -o nowhere", /--scenario <name>/],
    ];
    for (const [line, says] of mistakes) {
      const called = await lamarck(line);
      expect(called.err).toMatch(says);
      expect(called).toMatchObject({ code: 2, out: "" });
    }
    expect(existsSync(inFolder("both"))).toBe(false);
    expect(existsSync(inFolder("nowhere"))).toBe(false);
  });
});

describe("an engine that this machine has not", () => {
  test("is refused before there is a run, with what is missing", async () => {
    const missing = (await probeProvider("cuda")).ok ? [] : ["cuda"];
    if (!(await probeProvider("webgpu")).ok) missing.push("webgpu");
    for (const engine of missing) {
      const called = await lamarck(`run cart-pole --kind network --engine ${engine} --run-dir nowhere`);
      expect(called).toMatchObject({ code: 2, out: "" });
      expect(called.err).toMatch(
        new RegExp(`^error: ${engine} cannot be used on this machine: \\S[^]*\n[^\n]*\`kernel\``),
      );
      expect(existsSync(inFolder("nowhere"))).toBe(false);
    }
  });

  test("is told of by the doctor, and is no failure", async () => {
    const { code, out } = await lamarck("doctor --json");
    const { data } = JSON.parse(out) as {
      data: readonly { what: string; state: string; found: string; cure?: string }[];
    };
    const found = data.filter(({ what }) => ["onnx", "webgpu", "cuda"].includes(what));
    expect(found.map(({ what }) => what)).toEqual(["onnx", "webgpu", "cuda"]);
    expect(found[0]).toMatchObject({
      state: "ok",
      found: expect.stringMatching(/^ONNX Runtime \d+\.\d+\.\d+ computes/),
    });
    for (const { state, cure } of found.slice(1)) expect(state).toBe(cure === undefined ? "ok" : "warn");
    expect(code).toBe(0);
  });
});

describe("a file that holds no network", () => {
  const shape = {
    inputs: 4,
    outputs: 2,
    hidden: [3],
    activation: "tanh",
    outputActivation: "tanh",
    recurrent: false,
  } as const;
  const genome = networkGenome({ shape, weights: new Float32Array(23).fill(0.5) });
  const sound = encodeModel(modelOf(genome));
  const told = (key: string, value: string): Uint8Array => {
    const model = modelOf(genome);
    return encodeModel({ ...model, metadata: new Map([...model.metadata, [key, value]]) });
  };
  /** A model from elsewhere: values times these weights. */
  const product = (weights: readonly number[], op: string): Uint8Array => {
    const build = graphBuilder("elsewhere");
    const matrix = build.constant(float32Tensor(weights, [4, 2]));
    build.output(build.node(op, [build.matMul(build.input("x", "float32", ["N", 4]), matrix)])[0]!);
    return encodeModel(modelFrom(build.graph()));
  };
  const ones = Array.from({ length: 8 }, () => 1);
  const infinite = JSON.stringify({
    ...shape,
    weights: Buffer.from(Float32Array.from({ length: 23 }, () => Number.NaN).buffer).toString("base64"),
  });
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "empty.onnx": "",
    "text.onnx": "export default function act() { return 1; }",
    "zeros.onnx": new Uint8Array(1000),
    "torn.onnx": sound.subarray(0, sound.length / 2),
    "flipped.onnx": sound.map((byte, i) => (i % 97 === 96 ? byte ^ 255 : byte)),
    "other-kind.onnx": told("lamarck.kind", "program"),
    "other-genome.onnx": told("lamarck.genome", networkGenome({ shape, weights: new Float32Array(23) }).bytes),
    "no-genome.onnx": told("lamarck.genome", "{"),
    "not-finite.onnx": product([Number.NaN, ...ones.slice(1)], "Tanh"),
    "not-finite-genome.onnx": told("lamarck.genome", infinite),
    "no-layers.onnx": product(ones, "Sin"),
    "elsewhere.onnx": encodeParts(modelOf(genome), { external: "../weights.bin", externalFromBytes: 1 }).bytes,
    "torn.json": genome.bytes.slice(0, -9),
    "not-finite.json": infinite,
  };

  test.each(Object.keys(files))("%s is refused with a sentence, whatever it is wanted for", async (name) => {
    writeFileSync(inFolder(name), files[name]!);
    for (const line of [
      `evaluate cart-pole --program ${name}`,
      `play cart-pole --program ${name}`,
      `import ${name} --scenario cart-pole -o broken`,
    ]) {
      const called = await lamarck(line);
      expect(called).toMatchObject({ code: 2, out: "" });
      expect(called.err).toMatch(/^error: [^\n]+\n[^\n]+\n$/);
      expect(called.err).toContain(name);
    }
    expect(existsSync(inFolder("broken"))).toBe(false);
  });

  test("a population with weights that are not finite is refused", async () => {
    expect((await lamarck("export ./run-0 --population spoiled --limit 1")).code).toBe(0);
    const [file] = readdirSync(inFolder("spoiled/genomes"));
    writeFileSync(inFolder(`spoiled/genomes/${file!}`), infinite);
    const called = await lamarck("run cart-pole --kind network --population spoiled --dry-run");
    expect(called).toMatchObject({ code: 2, out: "" });
    expect(called.err).toContain("expected a finite number");
  });
});
