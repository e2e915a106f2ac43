import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addCapabilities,
  addCultivation,
  catalogueFile,
  findEntry,
  readCatalogue,
  retractCapability,
} from "../../src/store/catalogue.ts";
import { takeLock } from "../../src/store/lock.ts";
import { capabilityWith, cultivationWith } from "../capabilities/capabilities.ts";

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "lamarck-catalogue-"));
});

afterEach(() => rmSync(workspace, { recursive: true }));

const xor = capabilityWith();
const not = capabilityWith({ name: "performs NOT", pattern: ["NOT"] });
const retraction = { by: "somebody@host", t: "2026-01-02T03:04:05.000Z", reason: "it was the judge" };

describe("the catalogue", () => {
  test("is empty where nothing was found, and makes no file for that", () => {
    expect(readCatalogue(workspace)).toEqual([]);
    expect(readdirSync(workspace)).toEqual([]);
  });

  test("keeps what is added in its order, and the same again changes no byte", async () => {
    expect(await addCapabilities(workspace, [xor, not])).toEqual([xor, not]);
    const text = readFileSync(catalogueFile(workspace), "utf8");
    await addCapabilities(workspace, [not, xor]);
    expect(readFileSync(catalogueFile(workspace), "utf8")).toBe(text);
    expect(readCatalogue(workspace)).toEqual([xor, not]);
    expect(readdirSync(join(workspace, ".lamarck"))).toEqual(["catalogue.json"]);
  });

  test("adds carriers that another run found, and keeps the evidence that came first", async () => {
    await addCapabilities(workspace, [xor]);
    const [entry] = await addCapabilities(workspace, [
      capabilityWith({ carriers: ["99".repeat(32), xor.carriers[0]!], replay: { seeds: 20, shown: 19 } }),
    ]);
    expect(entry).toEqual({ ...xor, carriers: [...xor.carriers, "99".repeat(32)] });
  });

  test("replaces an entry by one that went further, never by one that did not", async () => {
    const pattern = capabilityWith({ status: "correlated", carriers: ["99".repeat(32)] });
    await addCapabilities(workspace, [pattern]);
    const both = { ...xor, carriers: [...xor.carriers, "99".repeat(32)] };
    expect(await addCapabilities(workspace, [xor])).toEqual([both]);
    expect(await addCapabilities(workspace, [pattern])).toEqual([both]);
  });

  test("keeps what is retracted, with who, when and why, also when it is found again", async () => {
    await addCapabilities(workspace, [xor, not]);
    const retracted = { ...xor, status: "retracted", retracted: { ...retraction, was: "validated" } };
    expect(await retractCapability(workspace, xor.id, retraction)).toEqual(retracted);
    expect(await retractCapability(workspace, xor.id, { ...retraction, reason: "again" })).toEqual(retracted);
    expect(await addCapabilities(workspace, [xor])).toEqual([retracted]);
    expect(readCatalogue(workspace)).toEqual([retracted, not]);
  });

  test("keeps what came of cultivating an entry, and says where there is none", async () => {
    await addCapabilities(workspace, [xor, not]);
    const cultivation = cultivationWith();
    const entry = await addCultivation(workspace, xor.id, cultivation);
    expect(entry).toEqual({ ...xor, status: "cultivated", cultivation });
    expect(readCatalogue(workspace)).toEqual([entry, not]);
    await expect(addCultivation(workspace, "0000", cultivation)).rejects.toMatchObject({
      code: "capability-not-found",
    });
  });

  test("finds an entry by the beginning of its id, where that is one", async () => {
    await addCapabilities(workspace, [xor, not]);
    const entries = readCatalogue(workspace);
    expect(findEntry(entries, xor.id.slice(0, 6))).toEqual(xor);
    expect(() => findEntry(entries, "")).toThrow("names 2 capabilities");
    expect(() => findEntry(entries, "xyz")).toThrow("There is no capability `xyz` here");
  });

  test("takes many writers at a time, one after the other", async () => {
    const many = Array.from({ length: 8 }, (_, i) => capabilityWith({ pattern: [`T${i}`] }));
    await Promise.all(many.map(async (one) => addCapabilities(workspace, [one])));
    expect(new Set(readCatalogue(workspace).map(({ id }) => id))).toEqual(new Set(many.map(({ id }) => id)));
  });

  test("says who has it, where that takes too long", async () => {
    await addCapabilities(workspace, [xor]);
    const lock = takeLock(`${catalogueFile(workspace)}.lock`);
    await expect(addCapabilities(workspace, [not])).rejects.toMatchObject({ code: "locked" });
    if ("release" in lock) lock.release();
    expect(readCatalogue(workspace)).toEqual([xor]);
  });

  test("holds at most 10,000 capabilities, and says so before anything is written", async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => capabilityWith({ pattern: [`T${i}`], program: "" }));
    await expect(addCapabilities(workspace, many)).rejects.toMatchObject({ code: "catalogue-full" });
    expect(readCatalogue(workspace)).toEqual([]);
  });

  test.each([
    ["no JSON", () => "{"],
    ["another format", () => "{}"],
    ["a list", () => "[]"],
    ["an entry that is none", () => `{"schema":"lamarck/catalogue@1","entries":{"0":null},"hashes":{}}`],
    ["an entry under another id", (text: string) => text.replace(`"${xor.id}": {`, '"00": {')],
    ["an entry with other evidence", (text: string) => text.replace('"permutation": 0.005', '"permutation": 0.001')],
    ["an entry with another pattern", (text: string) => text.replace('"XOR"', '"EQU"')],
  ])("that is damaged (%s) is said to be so and left as it is", async (_, damage) => {
    await addCapabilities(workspace, [xor]);
    const text = damage(readFileSync(catalogueFile(workspace), "utf8"));
    writeFileSync(catalogueFile(workspace), text);
    expect(() => readCatalogue(workspace)).toThrow("is damaged");
    await expect(addCapabilities(workspace, [not])).rejects.toMatchObject({ code: "catalogue-damaged" });
    expect(readFileSync(catalogueFile(workspace), "utf8")).toBe(text);
    // The next writer is not locked out by the one that failed.
    expect(readdirSync(join(workspace, ".lamarck"))).toEqual(["catalogue.json"]);
  });
});
