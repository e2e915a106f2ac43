import { describe, expect, test } from "vitest";
import type { GenomeKind } from "../../src/genome/genome.ts";
import { vectorKind } from "../../src/genome/kinds/vector.ts";
import { checkGenomeKind } from "../../src/testing/genome-kind.ts";

const samples = { texts: ["[1]", "[2, 3]"], wrong: ["x"] };

describe("the check of genome kinds", () => {
  test.each<[string, Partial<GenomeKind>, RegExp]>([
    ["a name that is not in kebab case", { name: "My Kind" }, /kebab case/],
    [
      "bytes that are not canonical",
      { parse: (text) => ({ ...vectorKind.parse(text), bytes: ` ${text}` }) },
      /do not read back/,
    ],
    ["a size that is no whole number", { size: () => 0.5 }, /not a whole number/],
    ["a distance over 1", { distance: () => 2 }, /not between 0 and 1/],
    ["a distance that is not symmetric", { distance: (a, b) => (a.bytes < b.bytes ? 0.5 : 0) }, /not symmetric/],
    ["a distance from itself", { distance: () => 0.5 }, /distance 0 from itself/],
    [
      "wrong texts that are let in",
      { parse: (text) => vectorKind.parse(text === "x" ? "[1]" : text) },
      /must refuse "x"/,
    ],
  ])("bites on %s", async (_, flaw, message) => {
    await expect(checkGenomeKind({ ...vectorKind, ...flaw }, samples)).rejects.toThrow(message);
  });

  test("bites on samples that try nothing", async () => {
    await expect(checkGenomeKind(vectorKind, { texts: ["[1]"], wrong: ["x"] })).rejects.toThrow(
      "two different genomes",
    );
    await expect(checkGenomeKind(vectorKind, { texts: ["[1]", "[2]"], wrong: [] })).rejects.toThrow("a wrong text");
  });
});
