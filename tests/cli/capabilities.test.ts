import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Capability } from "../../src/capabilities/capability.ts";
import { capabilitiesFor } from "../../src/cli/capabilities-for.ts";
import { readBehaviours } from "../../src/store/behaviours.ts";
import { addCapabilities, catalogueFile, readCatalogue } from "../../src/store/catalogue.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";
import { type Called, call } from "./terminal.ts";

let folder: string;
let mined: Called;

const campaign = "run logic-tasks --seed 3 --jobs 1 --budget-generations 25 --display none".split(" ");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-capabilities-"));
  await call(folder, [...campaign, "--run-dir", ".lamarck/runs/first"]);
  mined = await call(folder, ["mine", "first", "--limit", "6"]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

async function ask<T>(...line: string[]): Promise<T> {
  const { code, out } = await call(folder, [...line, "--json"]);
  expect(code).toBe(0);
  const envelope = JSON.parse(out);
  expect(Object.keys(envelope)).toEqual(["schema", "as_of", "truncated", "counts", "data"]);
  return envelope.data as T;
}

describe("a run that is mined", () => {
  test("tells what was looked at and what was found, and keeps it in the catalogue", async () => {
    expect(mined.code).toBe(0);
    expect(mined.err).toMatch(/Looked at \d+ of 5,000 variants \(\d+ early, \d+ late\) and [\d,]+ patterns/);
    expect(mined.out).toMatch(/^id +name +class +status +scenario +lineages +novelty +score, without/);
    const entries = readCatalogue(folder);
    expect(entries.length).toBeGreaterThan(0);
    for (const { id } of entries) expect(mined.out).toContain(id);
  });

  test("says what kinds of behaviour there were, and leaves a map of them for the report", async () => {
    expect(mined.err).toMatch(/\d+ kinds? of behaviour, and [\d,]+ variants? of none/);
    const map = readBehaviours(join(folder, ".lamarck/runs/first"))!;
    for (const { id, behaviour } of readCatalogue(folder)) {
      expect(behaviour).toMatchObject({ carriers: map.shown[id]!.length, of: map.stabilities.length });
    }
    await call(folder, ["report", "first", "--output", "page.html"]);
    const page = readFileSync(join(folder, "page.html"), "utf8");
    expect(page).toContain("By validated capabilities");
    expect(page).toContain(`of the ${map.variants.length} variants`);
  });

  test("gives the same entries again, to the byte, and the same in JSON", async () => {
    const text = readFileSync(catalogueFile(folder), "utf8");
    const map = readBehaviours(join(folder, ".lamarck/runs/first"));
    const { looked, capabilities } = await ask<{ looked: object; capabilities: Capability[] }>(
      "mine",
      "first",
      "--limit",
      "6",
    );
    expect(readFileSync(catalogueFile(folder), "utf8")).toBe(text);
    expect(readBehaviours(join(folder, ".lamarck/runs/first"))).toEqual(map);
    expect(capabilities).toEqual(readCatalogue(folder));
    expect(looked).toMatchObject({ variants: 5000, tested: capabilities.length });
  });

  test("can be compared with the same campaign without selection", async () => {
    const { capabilities } = await ask<{ capabilities: Capability[] }>("mine", "first", "--shadow", "--limit", "1");
    for (const { evidence } of capabilities) expect(evidence.shadow).toBeLessThanOrEqual(0.05);
  });
});

test("the viewer of a run has what is in the catalogue by now for its scenario, and nothing of what is damaged", async () => {
  const here = mkdtempSync(join(tmpdir(), "lamarck-capabilities-"));
  try {
    expect(capabilitiesFor(here, "logic-tasks")()).toEqual([]);
    const correlated = capabilityWith({ pattern: ["NOT"], status: "correlated" });
    await addCapabilities(here, [correlated, capabilityWith()]);
    expect(capabilitiesFor(here, "logic-tasks")()).toEqual([capabilityWith(), correlated]);
    expect(capabilitiesFor(here, "foraging")()).toEqual([]);
    writeFileSync(catalogueFile(here), "{");
    expect(capabilitiesFor(here, "logic-tasks")()).toEqual([]);
  } finally {
    rmSync(here, { recursive: true });
  }
});

describe("a run that cannot be mined", () => {
  test("says so where its scenario tells nothing", async () => {
    const other = "run symbolic-regression --jobs 1 --budget-generations 1 --display none --run-dir silent".split(" ");
    expect((await call(folder, other)).code).toBe(0);
    expect(await call(folder, ["mine", "./silent"])).toMatchObject({ code: 2, out: "" });
  });

  test("is no failure where nothing is found in it", async () => {
    const short = "run logic-tasks --jobs 1 --budget-generations 1 --display none --run-dir short".split(" ");
    expect((await call(folder, short)).code).toBe(0);
    expect(await call(folder, ["mine", "./short"])).toMatchObject({ code: 0, out: "" });
  });
});

describe("the capabilities of a folder", () => {
  test("are verified from their entries alone, and evidence that was changed is found out", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "lamarck-capabilities-"));
    try {
      const [one, two] = readCatalogue(folder) as [Capability, Capability];
      const forged = { ...two, replay: { ...two.replay, shown: two.replay.shown - 1 } };
      const changed = capabilityWith({ scenario: { ...one.scenario, hash: "00" } });
      await addCapabilities(elsewhere, [one, forged, changed]);
      expect(await call(elsewhere, ["capabilities", "verify", one.id])).toMatchObject({ code: 0 });
      const { code, out } = await call(elsewhere, ["capabilities", "verify", "--all"]);
      expect(code).toBe(3);
      expect(out).toMatch(new RegExp(`${one.id} .* same\n`));
      expect(out).toMatch(new RegExp(`${two.id} .* other +replay\n`));
      expect(out).toMatch(new RegExp(`${changed.id} .* other +the scenario is another one by now\n`));
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test("are listed, shown, compared and exported by the beginnings of their ids", async () => {
    const [one, two] = readCatalogue(folder) as [Capability, Capability];
    const rows = await ask<{ id: string }[]>("capabilities");
    expect(rows.map(({ id }) => id).toSorted()).toEqual(
      readCatalogue(folder)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(await ask("capabilities", "show", one.id.slice(0, 8))).toEqual(one);
    const { out } = await call(folder, ["capabilities", "show", one.id]);
    for (const text of [one.name, `shown on ${one.replay.shown} of 20 seeds`, one.command, "lamarck play first"])
      expect(out).toContain(text);
    const diff = await call(folder, ["capabilities", "diff", one.id, two.id]);
    expect(diff.out).toContain(`-   id           ${one.id}`);
    expect(diff.out).toContain(`+   id           ${two.id}`);
    const exported = JSON.parse((await call(folder, ["capabilities", "export"])).out);
    expect(Object.values(exported.entries)).toEqual(readCatalogue(folder));
  });

  test("are retracted with a reason, by whoever does it", async () => {
    const { id } = readCatalogue(folder)[0]!;
    expect((await call(folder, ["capabilities", "retract", id])).err).toContain("without a reason");
    const line = ["capabilities", "retract", id, "--reason", "it was the judge"];
    expect((await call(folder, line)).out).toMatch(/retracted by \S+@.*: it was the judge/);
    expect((await call(folder, ["capabilities"])).out).toMatch(new RegExp(`${id} .* retracted `));
    expect((await call(folder, ["capabilities", "show", id])).out).toContain("it was the judge");
    expect((await call(folder, ["capabilities", "verify", id])).code).toBe(0);
  });

  test("are asked for in words that are understood, or it is said which there are", async () => {
    expect((await call(folder, ["capabilities", "verfy"])).err).toContain("Did you mean verify?");
    expect((await call(folder, ["capabilities", "verify"])).err).toContain("--all");
    expect((await call(folder, ["capabilities", "show", "zzzz"])).err).toContain("There is no capability `zzzz`");
    expect((await call(folder, ["capabilities", "diff", readCatalogue(folder)[0]!.id])).code).toBe(2);
  });

  test("are none in a folder where nothing was mined, and a damaged catalogue is said to be so", async () => {
    const empty = mkdtempSync(join(tmpdir(), "lamarck-capabilities-"));
    try {
      expect(await call(empty, ["capabilities"])).toMatchObject({ code: 0, out: "" });
      await addCapabilities(empty, [capabilityWith()]);
      writeFileSync(catalogueFile(empty), "{");
      const { code, err } = await call(empty, ["capabilities"]);
      expect(code).toBe(1);
      expect(err).toContain("is damaged");
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
