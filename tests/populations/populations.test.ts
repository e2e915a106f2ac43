import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPopulation, loadPopulation } from "../../src/cli/population.ts";
import type { Backend } from "../../src/evaluation/backend.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { call } from "../cli/terminal.ts";
import { tableOf } from "../docs/markdown.ts";
import { byValidation, scoresOf, type SeedAgent, seedManifest } from "./scoring.ts";

const names = readdirSync("populations");

function folderOf(name: string): string {
  return resolve("populations", name);
}

function agentsOf(name: string): readonly SeedAgent[] {
  return seedManifest(folderOf(name)).agents;
}

let backend: Backend;
let folder: string;

beforeAll(() => {
  backend = createSandbox({ lanes: 2 });
  folder = mkdtempSync(join(tmpdir(), "lamarck-populations-"));
});

afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

describe("The seed populations", () => {
  test("are for built-in scenarios, at most one each, found by its name", () => {
    expect(names.filter((name) => !builtinScenarios.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(names.map((name) => findPopulation(name, folder))).toEqual(names.map(folderOf));
  });

  test.each(names)("%s holds five to ten different agents under the MIT licence, and no other file", (name) => {
    const { manifest, genomes } = loadPopulation(folderOf(name));
    expect(manifest).toMatchObject({ kind: "program", scenario: name, licence: "MIT" });
    expect(genomes.length).toBeGreaterThanOrEqual(5);
    expect(genomes.length).toBeLessThanOrEqual(10);
    const files = readdirSync(folderOf(name), { recursive: true, encoding: "utf8" }).toSorted();
    const hashes = genomes.map(({ hash }) => join("genomes", `${hash}.js`)).toSorted();
    expect(files).toEqual(["genomes", ...hashes, "population.json"]);
  });

  test.each(names)("%s has agents that take what the scenario gives them today", async (name) => {
    const { agent } = await loadScenario(name, {});
    const parameters = agent.parameters.map((parameter) => parameter.name).join(", ");
    for (const { bytes } of loadPopulation(folderOf(name)).genomes) {
      expect(bytes.split("\n")[0]).toBe(`export default function ${agent.name}(${parameters}) {`);
    }
  });

  test.each(names)("%s says of each agent where it came from, the best on the validation cases first", async (name) => {
    const agents = agentsOf(name);
    for (const { from, score, split, scores } of agents) {
      expect(from).toEqual({
        run: `${name}-${from.seed}`,
        variant: expect.any(Number),
        seed: expect.any(Number),
        lamarck: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      expect(score).toBe(scores[split]);
    }
    expect(agents).toEqual(await byValidation(name, agents));
  });

  test.each(names)("%s has the scores that its agents get in the sandbox", async (name) => {
    const scores = await scoresOf(backend, folderOf(name));
    const close = agentsOf(name).map(({ scores: { train, validation, test: held } }) => ({
      train: expect.closeTo(train, 9),
      validation: expect.closeTo(validation, 9),
      test: expect.closeTo(held, 9),
    }));
    expect(scores).toEqual(close);
  });

  test("are listed in the README with the scores that they have on the test cases", async () => {
    const short = (score: number): string => String(Number(score.toPrecision(3)));
    const rows = names.toSorted().map(async (name) => {
      const [objective] = (await loadScenario(name, {})).objectives;
      const scores = agentsOf(name).map(({ scores: { test: score } }) => score);
      const range = `${short(Math.min(...scores))} to ${short(Math.max(...scores))}`;
      return [`[\`${name}\`](populations/${name}/population.json)`, String(scores.length), objective.name, range];
    });
    expect(tableOf(readFileSync("README.md", "utf8"), "population")).toEqual(await Promise.all(rows));
  });

  test("are the first to be born in a campaign that starts from them", async () => {
    const run = join(folder, "run");
    const words = ["cart-pole", "--population", "cart-pole", "--budget-evals", "20", "--display", "none"];
    expect(await call(folder, ["run", ...words, "--run-dir", run])).toMatchObject({ code: 0, err: "" });
    const { out } = await call(folder, ["export", run, "--format", "jsonl"]);
    const born = out.trimEnd().split("\n").map((line) => (JSON.parse(line) as { readonly genome: string }).genome);
    const hashes = agentsOf("cart-pole").map(({ hash }) => hash);
    expect(born.slice(0, hashes.length)).toEqual(hashes);
  });

  test("are refused where a genome was altered or lost", () => {
    const copy = join(folder, "copy");
    cpSync(folderOf("cart-pole"), copy, { recursive: true });
    const [first, second] = agentsOf("cart-pole").map(({ hash }) => join(copy, "genomes", `${hash}.js`));
    expect(existsSync(first!)).toBe(true);
    copyFileSync(second!, first!);
    expect(() => loadPopulation(copy)).toThrow("its text is not what its name says");
    rmSync(first!);
    expect(() => loadPopulation(copy)).toThrow("There is no file");
    writeFileSync(join(copy, "population.json"), "{}");
    expect(() => loadPopulation(copy)).toThrow("population.json");
  });
});
