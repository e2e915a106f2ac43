import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Capability, Cultivation } from "../../src/capabilities/capability.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { loadPopulation, savePopulation } from "../../src/cli/population.ts";
import { addCapabilities, catalogueFile, readCatalogue } from "../../src/store/catalogue.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";
import { call } from "./terminal.ts";

const campaign = "run logic-tasks --seed 3 --jobs 1 --budget-generations 25 --display none --run-dir run";
const correlated = capabilityWith({ pattern: ["NOT"], status: "correlated" });
/** Where nothing but this pays, and simple programs are only crossed, it does not come by itself. */
const hard = [
  "scenario.unrewarded=NOT,NAND,AND,ORN,OR,ANDN,NOR,XOR",
  ...["subtree-mutation", "point-mutation", "substitution", "conditional-wrap", "hoist", "shrink"].map(
    (name) => `operators.${name}=0`,
  ),
].flatMap((setting) => ["--set", setting]);
const simple = ["a", "b", "last", "tick < 2", "tick < 5", "tick < 8"];

let folder: string;
let equ: Capability;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-cultivate-"));
  await call(folder, campaign.split(" "));
  await call(folder, ["mine", "./run", "--limit", "6"]);
  equ = readCatalogue(folder).find(({ pattern, status }) => pattern.join() === "EQU" && status === "validated")!;
  await addCapabilities(folder, [correlated]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe("A capability is not cultivated", () => {
  test.each([
    ["that is not validated", [correlated.id], "is correlated"],
    ["with too small a budget", ["EQU", "--budget-evals", "1000"], "too few for 40 pairs"],
    ["in networks", ["EQU", "--set", "kind=network"], "in programs only"],
    ["under a name that is a path", ["EQU", "--name", "../x"], "`--name`"],
    ["without any populations", ["EQU", "--replicates", "0"], "`--replicates`"],
    ["from a population that is not there", ["EQU", "--population", "nobody"], "no population `nobody`"],
  ])("%s", async (_, words, message) => {
    const known = words.map((word) => (word === "EQU" ? equ.id : word));
    const { code, err } = await call(folder, ["cultivate", ...known]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("where only its cost is asked for", async () => {
    const before = readFileSync(catalogueFile(folder), "utf8");
    const { code, err } = await call(folder, ["cultivate", equ.id, "--dry-run", "--replicates", "10"]);
    expect(code).toBe(0);
    expect(err).toContain("10 pairs of populations of 30 from random programs, in at most 20,100 evaluations");
    expect(readFileSync(catalogueFile(folder), "utf8")).toBe(before);
  });

  test("after it was interrupted, and then nothing is written", async () => {
    const before = readFileSync(catalogueFile(folder), "utf8");
    const words = ["cultivate", equ.id, "--replicates", "3", "--set", "population=10"];
    const { code, err } = await call(folder, words, { text: "1 of 3", signal: "SIGINT" });
    expect(code).toBe(130);
    expect(err).toContain("1 of 3");
    expect(err).not.toContain("3 of 3");
    expect(readFileSync(catalogueFile(folder), "utf8")).toBe(before);
    expect(existsSync(join(folder, "populations"))).toBe(false);
  });
});

describe("A capability that is cultivated", () => {
  test("stays validated where it does not pass, and its entry says what came of it", async () => {
    const words = ["cultivate", equ.id, "--replicates", "1", "--set", "population=10"];
    const first = await call(folder, words);
    expect(first).toMatchObject({ code: 3, err: expect.stringContaining("Nothing was deployed.") });
    await call(folder, words);
    const { status, cultivation } = readCatalogue(folder).find(({ id }) => id === equ.id)!;
    expect(status).toBe("validated");
    expect(cultivation).toMatchObject({ passed: false, replicates: 1, size: 10, seed: 1, tries: 2 });
    expect(existsSync(join(folder, "populations"))).toBe(false);
    const { out } = await call(folder, ["capabilities", "show", equ.id]);
    expect(out.replaceAll(/\s+/g, " ")).toContain("it does not pass: 20 generations after 4 of help");
    expect(out).toContain("tried 2 times");
  });

  test("is deployed where it passes: who shows it is saved as a population, and its evidence is still the same", async () => {
    saveSimple();
    const words = [
      "cultivate",
      equ.id,
      "--replicates",
      "12",
      "--set",
      "population=20",
      "--population",
      "simple",
      ...hard,
    ];
    const { code, out, err } = await call(folder, [...words, "--name", "grown", "--json"]);
    expect(err).toMatch(/12 of 12: \d+ % of the better half show it, with sham parts \d+ %\n/);
    expect(code).toBe(0);
    const { data } = JSON.parse(out) as { data: { cultivation: Cultivation; shares: readonly number[][] } };
    expect(data.shares).toHaveLength(12);
    const entry = readCatalogue(folder).find(({ id }) => id === equ.id)!;
    expect(entry.status).toBe("cultivated");
    expect(entry.cultivation).toEqual({ ...data.cultivation, population: "populations/grown", tries: 3 });

    const { manifest, genomes } = loadPopulation(join(folder, "populations", "grown"));
    expect(genomes.length).toBeGreaterThan(0);
    expect(manifest.options["unrewarded"]).toBe("NOT,NAND,AND,ORN,OR,ANDN,NOR,XOR");
    for (const { from, score } of manifest.agents) {
      expect(from).toMatchObject({ capability: equ.id, seed: 1 });
      expect(score).toBeGreaterThan(0);
    }
    const more = "run logic-tasks --jobs 1 --budget-generations 1 --display none --population grown --run-dir more";
    expect((await call(folder, more.split(" "))).code).toBe(0);

    const verified = await call(folder, ["capabilities", "verify", equ.id]);
    expect(verified.code).toBe(0);
    expect(verified.out).toMatch(/ same +cultivated\n/);
    expect((await call(folder, ["capabilities"])).out).toMatch(/EQU +skill +cultivated/);
  }, 240_000);

  test("names the command that does it again, which leaves what was deployed alone", async () => {
    const { command } = readCatalogue(folder).find(({ id }) => id === equ.id)!.cultivation!;
    const again = await call(folder, [...command.split(" ").slice(1), "--name", "grown"]);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining("There already is a population") });
  });
});

function saveSimple(): void {
  const genomes = simple.map((body) =>
    programKind.parse(`export default function bit(a, b, last, tick) { return ${body}; }`),
  );
  const agents = genomes.map(({ hash }) => ({
    hash,
    from: { file: "simple.js", lamarck: "0" },
    score: 0,
    split: "train" as const,
  }));
  const manifest = { kind: "program", scenario: "logic-tasks", options: {}, agents, licence: "MIT" };
  savePopulation(join(folder, "populations", "simple"), {
    manifest: { schema: "lamarck/population@1", ...manifest },
    genomes,
  });
}
