import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Incubation } from "../../src/capabilities/incubation.ts";
import { namedAgent } from "../../src/cli/named-agent.ts";
import { requestScenario } from "../../src/cli/scenario-request.ts";
import { addCapabilities, readCatalogue } from "../../src/store/catalogue.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";
import { pointsOf, target } from "../incubation/table.ts";
import { call } from "./terminal.ts";

vi.setConfig({ testTimeout: 240_000 });

let folder: string;

const packing = {
  schema: "lamarck/hypothesis@1",
  about: "An evolved rule packs tighter than best fit.",
  scenario: "bin-packing",
  options: { trainCases: 2 },
  innovation: "population bin-packing 113b03b2",
  champion: "reference best-fit",
  prediction: { gain: 0.3 },
  budget: { evaluations: 700 },
};

/** A claim in a world of which the cases are always the same. */
const table = {
  ...packing,
  about: "It meets the function better than a straight line does.",
  scenario: resolve("tests/incubation/table.ts"),
  options: {},
  champion: "reference line",
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-incubate-"));
  mkdirSync(join(folder, ".lamarck", "incubations"), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a hypothesis and its program, where it has one of its own, and has it incubated. */
async function incubate(hypothesis: object, program?: string): Promise<{ code: number; incubation: Incubation }> {
  if (program !== undefined) writeFileSync(join(folder, "own.js"), program);
  const whole = program === undefined ? hypothesis : { ...hypothesis, innovation: "own.js" };
  writeFileSync(join(folder, "hypothesis.json"), JSON.stringify(whole));
  const { code, out } = await call(folder, ["incubate", "hypothesis.json", "--json"]);
  return { code, incubation: JSON.parse(out).data };
}

/** The phase at which a faker was caught, and the checks that caught it. */
async function caught(hypothesis: object, program?: string): Promise<readonly string[]> {
  const { code, incubation } = await incubate(hypothesis, program);
  expect(code).toBe(3);
  expect(incubation.graduated).toBe(false);
  expect(incubation.next_steps.length).toBeGreaterThan(0);
  const last = incubation.phases.at(-1)!;
  return [last.name, ...last.checks.filter(({ passed }) => !passed).map(({ name }) => name)];
}

const exact = "export default function f(x) { return Math.sin(7 * x) + x * x; }";

describe("A better agent", () => {
  test("graduates through all four phases, within its budget, and leaves a record", async () => {
    const { code, incubation } = await incubate(packing);
    expect(code).toBe(0);
    expect(incubation).toMatchObject({ graduated: true, next_steps: [] });
    const names = incubation.phases.map(({ name }) => name);
    expect(names).toEqual(["functionality", "benchmark", "generalisation", "readiness"]);
    expect(incubation.evaluations.used).toBeLessThanOrEqual(700);
    const comparisons = incubation.phases.flatMap((phase) => phase.comparisons);
    expect(comparisons).toHaveLength(3);
    for (const { e_value, posterior } of comparisons) {
      expect(e_value).toBeGreaterThanOrEqual(20);
      expect(posterior.atLeast).toBeGreaterThan(0.75);
    }
    const path = join(folder, ".lamarck", "incubations", `${incubation.id}.json`);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(incubation);
  });

  test("graduates too where the cases are always the same, each of which counts once, and again in the same way", async () => {
    const { code, incubation } = await incubate(table, exact);
    expect(code).toBe(0);
    // Times are others.
    expect((await incubate(table, exact)).incubation.phases.slice(0, 3)).toEqual(incubation.phases.slice(0, 3));
    for (const { pairs } of incubation.phases.flatMap((phase) => phase.comparisons))
      expect(pairs).toBeLessThanOrEqual(40);
  });
});

describe("A faker is caught by the phase that is meant to: one that", () => {
  const rule = (body: string): string =>
    `export default function priority(item, space, gap, twins, heirs, capacity) { ${body} }`;

  test("is no agent, crashes on some cases, or does not do what is said: functionality", async () => {
    expect(await caught(packing, "export default function (")).toEqual(["functionality", "contract"]);
    const crashing = rule("if (item === 37 && space === 41) { return missing(); } return -space;");
    expect(await caught(packing, crashing)).toEqual(["functionality", "replay"]);
    const claim = { ...packing, prediction: { gain: 0.3, pattern: ["perfect", "perfect"], gap: 0 } };
    expect(await caught(claim, rule("return space;"))).toEqual(["functionality", "behaviour"]);
  });

  test("looks good on a lucky seed, and is no better than the champion: benchmark", async () => {
    const luckiest = { score: Infinity, program: "" };
    for (let rest = 0; rest < 11; rest++) {
      const program = rule(`return item % 11 === ${rest} ? 0 : -space;`);
      writeFileSync(join(folder, "lucky.js"), program);
      const words = "evaluate bin-packing --program lucky.js --cases train --set scenario.trainCases=2 --json".split(
        " ",
      );
      const { agents } = JSON.parse((await call(folder, words)).out).data;
      const [own, , bestFit] = agents.map(({ outcome }: { outcome: { scores: number[][] } }) =>
        outcome.scores.reduce((sum, [score]) => sum + score!, 0),
      );
      if (own - bestFit < luckiest.score) Object.assign(luckiest, { score: own - bestFit, program });
    }
    expect(luckiest.score).toBeLessThan(0);
    const [phase, ...checks] = await caught(packing, luckiest.program);
    expect(phase).toBe("benchmark");
    expect(checks).toContain("training: champion");
  });

  test("knows the training cases by heart: generalisation", async () => {
    const rows = pointsOf("train").map((x) => `if (x === ${x}) { return ${target(x)}; }`);
    const byHeart = `export default function f(x) { ${rows.join(" ")} return 1 - x; }`;
    const [phase, ...checks] = await caught(table, byHeart);
    expect(phase).toBe("generalisation");
    expect(checks).toContain("held-out: champion");
  });

  test("is too slow, or fools the judge: readiness", async () => {
    const slow =
      "export default function f(x) { let s = 0; for (let i = 0; i < 400000; i++) { s = s + x; } return Math.sin(7 * x) + x * x + s - s; }";
    expect(await caught(table, slow)).toEqual(["readiness", "time"]);
    const fooling = "export default function f(x) { return 1e307; }";
    expect(await caught({ ...table, options: { flawed: true } }, fooling)).toEqual(["readiness", "exploit"]);
  });
});

describe("A capability", () => {
  const at = (changes: object) => ({
    ...packing,
    scenario: "logic-tasks",
    options: {},
    champion: "reference simplest",
    ...changes,
  });

  test("is incubated where it was found and passed its tests, and nowhere else", async () => {
    const other = capabilityWith();
    await addCapabilities(folder, [other]);
    writeFileSync(join(folder, "hypothesis.json"), JSON.stringify(at({ innovation: `capability ${other.id}` })));
    const { code, err } = await call(folder, ["incubate", "hypothesis.json"]);
    expect(code).toBe(2);
    expect(err).toContain("not in this scenario");
  });

  test("graduates with the record of its incubation, and its evidence is still verified", async () => {
    await call(
      folder,
      "run logic-tasks --seed 3 --jobs 1 --budget-generations 25 --display none --run-dir run".split(" "),
    );
    await call(folder, ["mine", "./run", "--limit", "1"]);
    const { id, status } = readCatalogue(folder).at(-1)!;
    expect(status).toBe("validated");
    const { scenario } = await requestScenario("logic-tasks", {}, folder);
    const place = { scenario, workspace: folder, folder };
    expect((await namedAgent("./run", place)).genome).toEqual((await namedAgent("./run champion", place)).genome);
    expect((await namedAgent("./run 3", place)).genome.kind).toBe("program");
    const { code, incubation } = await incubate(at({ innovation: `capability ${id}` }));
    expect([code, incubation.next_steps]).toEqual([0, []]);
    expect(incubation.phases[0]!.checks.map(({ name }) => name)).toContain("behaviour");
    expect(readCatalogue(folder).at(-1)).toMatchObject({ id, status: "graduated", incubation });
    expect(await call(folder, ["capabilities", "verify", id])).toMatchObject({ code: 0 });
    await call(folder, ["mine", "./run", "--limit", "1"]);
    expect(readCatalogue(folder).at(-1)).toMatchObject({ id, status: "graduated", incubation });
  });
});

describe("What cannot be incubated", () => {
  async function refusal(changes: object): Promise<string> {
    writeFileSync(join(folder, "refused.json"), JSON.stringify({ ...packing, ...changes }));
    const { code, err } = await call(folder, ["incubate", "refused.json"]);
    expect(code).not.toBe(0);
    return err;
  }

  test.each<[string, object, string]>([
    ["a gain of nothing", { prediction: { gain: 0 } }, "Expected `prediction.gain` to be a number above 0"],
    ["a field that there is not", { innovaton: "x" }, "Did you mean `innovation`?"],
    [
      "a budget that is too small",
      { budget: { evaluations: 50 } },
      "Expected `budget.evaluations` to be a whole number from",
    ],
    ["a setting that there is not", { scale: { itemz: 3 } }, "Did you mean `items`?"],
    ["a token that there is not", { prediction: { gain: 1, pattern: ["perfekt"] } }, "Did you mean `perfect`?"],
    ["a file that there is not", { innovation: "none.js" }, "There is no file"],
    ["a reference that there is not", { champion: "reference bestfit" }, "Did you mean `best-fit`?"],
    [
      "a member that there is not",
      { innovation: "population bin-packing ffff" },
      "Name one by the beginning of its hash",
    ],
    ["a capability that there is not", { innovation: "capability zz" }, "There is no capability `zz`"],
    ["a run that there is not", { champion: "nowhere 3" }, "nowhere"],
    ["too many words", { champion: "the best one there is" }, "names no agent"],
  ])("%s is said to be so", async (_, changes, message) => {
    expect(await refusal(changes)).toContain(message);
  });

  test("is left where somebody stops it, without a record", async () => {
    writeFileSync(join(folder, "own.js"), exact);
    writeFileSync(join(folder, "stopped.json"), JSON.stringify({ ...table, seed: 2, innovation: "own.js" }));
    const before = readdirSync(join(folder, ".lamarck", "incubations"));
    const stop = { text: "functionality: passed", signal: "SIGINT" } as const;
    expect(await call(folder, ["incubate", "stopped.json"], stop)).toMatchObject({ code: 130, err: "" });
    expect(readdirSync(join(folder, ".lamarck", "incubations"))).toEqual(before);
  });
});
