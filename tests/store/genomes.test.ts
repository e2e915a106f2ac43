import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { networkGenome, networkOf, relativeNetwork } from "../../src/genome/kinds/network.ts";
import type { NetworkShape } from "../../src/genome/kinds/network/shape.ts";
import { WorldError } from "../../src/std/errors.ts";
import { openGenomes } from "../../src/store/genome-index.ts";
import { openRun, readRun } from "../../src/store/run-directory.ts";
import { campaignOf } from "../simulation/worlds.ts";
import { inFolder } from "../simulation/mortal.ts";

const shape: NetworkShape = {
  inputs: 2,
  outputs: 2,
  hidden: [],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: false,
};
const base = networkGenome({ shape, weights: Float32Array.of(1, 2, 3, 4, 5, 6) });
const other = networkGenome({ shape, weights: Float32Array.of(6, 5, 4, 3, 2, 1) });
const relatives = [1, 2, 3].map((word) =>
  relativeNetwork(base, { key: [word, 0], rank: 1, sigma: 0.5, sign: word % 2 === 0 ? 1 : -1 }),
);
const manifest = {
  schema: "lamarck/manifest@1",
  id: "one",
  created: "2026-01-01",
  updated: "2026-01-01",
  lamarck: "0.0.0",
  spec: campaignOf({}).spec,
  state: "running",
  summary: { generation: -1, births: 0, evaluations: 0, elapsedMs: 0 },
} as const;

/** Stores these genomes in a run's folder, in one sitting each. */
function store(folder: string, ...sittings: readonly (readonly (typeof base)[])[]): void {
  for (const genomes of sittings) {
    const run = openRun(folder);
    run.writeManifest(manifest);
    for (const genome of genomes) run.store(genome);
    run.close();
  }
}

function hashesIn(folder: string): string[] {
  const lines = readFileSync(join(folder, "genomes.jsonl"), "utf8").trimEnd().split("\n");
  return lines.map((line) => (JSON.parse(line) as { hash: string }).hash);
}

describe("genomes that are relative to another", () => {
  test("come back with it, in order and by their hash", () =>
    inFolder((folder) => {
      store(folder, [base, ...relatives, other]);
      expect([...readRun(folder).genomes()]).toEqual([base, ...relatives, other]);
      const genomes = openGenomes(join(folder, "genomes.jsonl"));
      for (const one of [...relatives, base, other]) {
        const found = genomes.find(one.hash)!;
        expect(found).toEqual(one);
        expect(networkOf(found)).toEqual(networkOf(one));
      }
    }));

  test("are written after it, which is written once in a sitting", () =>
    inFolder((folder) => {
      const [first, second, third] = relatives;
      store(folder, [first!, other, second!], [third!]);
      expect(hashesIn(folder)).toEqual([base, first!, other, second!, base, third!].map(({ hash }) => hash));
    }));

  test("are not there where it is missing, and the file is said to be damaged", () =>
    inFolder((folder) => {
      store(folder, [base, ...relatives]);
      const path = join(folder, "genomes.jsonl");
      const [, ...lines] = readFileSync(path, "utf8").split("\n");
      writeFileSync(path, lines.join("\n"));
      expect(() => [...readRun(folder).genomes()]).toThrow(WorldError);
      expect(() => openGenomes(path).find(relatives[0]!.hash)).toThrow("which it is relative to");
    }));

  test("never lead in circles", () =>
    inFolder((folder) => {
      store(folder, [other]);
      const [a, b] = ["a".repeat(64), "b".repeat(64)];
      const path = join(folder, "genomes.jsonl");
      appendFileSync(path, `${JSON.stringify({ kind: "network", hash: a, bytes: "{}", base: b })}\n`);
      appendFileSync(path, `${JSON.stringify({ kind: "network", hash: b, bytes: "{}", base: a })}\n`);
      expect(() => openGenomes(path).find(a)).toThrow(WorldError);
    }));
});
