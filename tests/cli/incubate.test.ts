import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Incubation } from "../../src/capabilities/incubation.ts";
import { call } from "./terminal.ts";

let folder: string;

/** Lets an item go where most of its kind went before; a rule that Lamarck evolved. */
const evolved = "113b03b2a16bbba6ce39c439729ccc01c2436d9107ba91909488e96501cca3f3";

const claim = {
  schema: "lamarck/hypothesis@1",
  about: "An evolved rule packs tighter than best fit.",
  scenario: "bin-packing",
  options: { trainCases: 4 },
  innovation: `population bin-packing ${evolved.slice(0, 8)}`,
  champion: "reference best-fit",
  prediction: { gain: 0.3 },
  budget: { evaluations: 1000 },
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-incubate-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a hypothesis with changes, and has it incubated. */
async function incubate(name: string, changes: object): Promise<{ code: number; incubation: Incubation }> {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...claim, ...changes }));
  const { code, out } = await call(folder, ["incubate", `${name}.json`, "--json"]);
  return { code, incubation: JSON.parse(out).data };
}

/** A hypothesis with changes that is not understood: what is said about it. */
async function refused(changes: object): Promise<string> {
  writeFileSync(join(folder, "refused.json"), JSON.stringify({ ...claim, ...changes }));
  const { code, err } = await call(folder, ["incubate", "refused.json"]);
  expect(code).toBe(2);
  return err;
}

function stoppedAt({ phases, next_steps }: Incubation): readonly (string | undefined)[] {
  const last = phases.at(-1)!;
  expect(next_steps.length).toBeGreaterThan(0);
  return [last.name, ...last.checks.filter(({ passed }) => !passed).map(({ name }) => name)];
}

describe("A better agent", () => {
  test("graduates through all four phases, and again in the same way", async () => {
    const { code, incubation } = await incubate("better", {});
    expect(code).toBe(0);
    expect(incubation.graduated).toBe(true);
    expect(incubation.next_steps).toEqual([]);
    expect(incubation.phases.map(({ name }) => name)).toEqual([
      "functionality",
      "benchmark",
      "generalisation",
      "readiness",
    ]);
    expect(incubation.evaluations.used).toBeLessThanOrEqual(1000);
    for (const { comparisons } of incubation.phases)
      for (const { e_value } of comparisons) expect(e_value).toBeGreaterThan(20);
    const path = join(folder, ".lamarck", "incubations", `${incubation.id}.json`);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(incubation);
    const again = (await incubate("better", {})).incubation;
    const [one, other] = [incubation, again].map((record) => record.phases.slice(0, 3));
    expect(other).toEqual(one);
  });
});

describe("A faker is caught by the phase that is meant to", () => {
  const parameters = "item, space, gap, twins, heirs, capacity";

  test("one that crashes on some cases: functionality", async () => {
    const text = `export default function priority(${parameters}) { if (item === 37 && space === 41) { return missing; } return -space; }`;
    writeFileSync(join(folder, "crashing.js"), text);
    const { code, incubation } = await incubate("crashing", { innovation: "crashing.js" });
    expect(code).toBe(3);
    expect(stoppedAt(incubation)).toEqual(["functionality", "replay"]);
  });
});

describe("What cannot be understood is said to be so", () => {
  test("fields", async () => {
    expect(await refused({ prediction: { gain: 0 } })).toContain("Expected `prediction.gain` to be a number above 0");
    expect(await refused({ innovaton: "x" })).toContain("Did you mean `innovation`?");
  });
});
