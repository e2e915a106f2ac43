import * as fc from "fast-check";
import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/events/event.ts";
import { WorldError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { followLog } from "../../src/store/follow.ts";
import { openGenomes } from "../../src/store/genome-index.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder, sit } from "../simulation/mortal.ts";
import { campaignOf } from "../simulation/worlds.ts";

const random = randomFromSeed(1);
const campaign = campaignOf({ budget: { generations: 3 } });

const { log, genomes, events, all } = await inFolder(async (folder) => {
  await sit(folder, campaign, calmBackend(), { random });
  const run = readRun(folder);
  return {
    log: readFileSync(join(folder, "events.jsonl")),
    genomes: readFileSync(join(folder, "genomes.jsonl")),
    events: [...run.events()],
    all: [...run.genomes()],
  };
});

function inFile<T>(work: (path: string) => T | Promise<T>): Promise<T> {
  return inFolder((folder) => work(join(folder, "file.jsonl")));
}

describe("a log that is followed", () => {
  test("gives each event once, in whatever pieces it is written and read", async () => {
    const steps = fc.array(fc.record({ bytes: fc.nat(4000), polls: fc.nat(3), most: fc.nat(20) }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(steps, (pieces) =>
        inFile((path) => {
          const follower = followLog(path);
          const found: Event[] = [];
          let written = 0;
          for (const { bytes, polls, most } of pieces) {
            appendFileSync(path, log.subarray(written, written + bytes));
            written = Math.min(log.length, written + bytes);
            for (let i = 0; i < polls; i++) {
              const piece = follower.poll(most);
              expect(piece.length).toBeLessThanOrEqual(most);
              found.push(...piece);
            }
            expect(follower.position().events).toBe(found.length);
          }
          appendFileSync(path, log.subarray(written));
          for (let piece = follower.poll(7); piece.length > 0; piece = follower.poll(7)) found.push(...piece);
          expect(found).toEqual(events);
          expect(follower.position()).toEqual({ bytes: log.length, events: events.length });
          expect([follower.size(), follower.restarts()]).toEqual([log.length, 0]);
        }),
      ),
      { numRuns: 100 },
    );
  });

  test("is empty as long as there is none", () =>
    inFile((path) => {
      const follower = followLog(path);
      expect(follower.poll(9)).toEqual([]);
      expect([follower.position(), follower.size()]).toEqual([{ bytes: 0, events: 0 }, 0]);
      writeFileSync(path, log);
      expect(follower.poll(9)).toEqual(events.slice(0, 9));
    }));

  test("goes on where its torn last line is cut and written again", () =>
    inFile((path) => {
      const follower = followLog(path);
      const whole = log.indexOf("\n", 3000) + 1;
      writeFileSync(path, log.subarray(0, whole + 20));
      const before = follower.poll(1000);
      truncateSync(path, whole);
      expect(follower.poll(1000)).toEqual([]);
      appendFileSync(path, log.subarray(whole));
      expect([...before, ...follower.poll(1000)]).toEqual(events);
      expect(follower.restarts()).toBe(0);
    }));

  test.each<[string, (path: string) => void]>([
    ["cut below what was read", (path) => truncateSync(path, 1000)],
    ["cut to nothing", (path) => truncateSync(path, 0)],
    ["gone", (path) => rmSync(path)],
    [
      "another file",
      (path) => {
        writeFileSync(`${path}.new`, log);
        renameSync(`${path}.new`, path);
      },
    ],
    [
      "cut and grown past what was read",
      (path) => writeFileSync(path, log.toString("utf8").replace('"observed":{', '"observed":{"added":1,')),
    ],
  ])("begins again, and says so, when the file is %s", (_, change) =>
    inFile((path) => {
      const follower = followLog(path);
      writeFileSync(path, log);
      expect(follower.poll(40)).toHaveLength(40);
      change(path);
      const again = follower.poll(1000);
      expect(follower.restarts()).toBe(1);
      expect(again.map(({ type }) => type)).toEqual(events.slice(0, again.length).map(({ type }) => type));
      expect(follower.position().events).toBe(again.length);
      writeFileSync(path, log);
      expect(follower.poll(1000).length + (follower.restarts() > 1 ? 0 : again.length)).toBe(events.length);
    }),
  );

  test("says which line is damaged", () =>
    inFile((path) => {
      const lines = log.toString("utf8").split(/(?<=\n)/);
      writeFileSync(path, [...lines.slice(0, 5), "{}\n", ...lines.slice(6)].join(""));
      expect(() => followLog(path).poll(5)).not.toThrow();
      expect(() => followLog(path).poll(6)).toThrow(WorldError);
      expect(() => followLog(path).poll(6)).toThrow(/damaged at line 6: expected an event of schema 1 with seq 5/);
      expect(() => followLog(join(path, "..")).poll(6)).toThrow(/Cannot read/);
    }));

  test("may have lines of any length", () =>
    inFile((path) => {
      const start = events[0] as Event & { type: "campaign-started" };
      const long: Event = { ...start, spec: { ...start.spec, start: ["ä".repeat(3_000_000)] } };
      const line = `${JSON.stringify({ v: 1, seq: 0, event: long })}\n`;
      const follower = followLog(path);
      writeFileSync(path, line.slice(0, 2_000_000));
      expect(follower.poll(5)).toEqual([]);
      writeFileSync(path, `${line}${JSON.stringify({ v: 1, seq: 1, event: start })}\n`);
      expect(follower.poll(5)).toEqual([long, start]);
    }));
});

describe("the genomes of a run", () => {
  test("are found by their hashes while the file grows", () =>
    inFile((path) => {
      const open = openGenomes(path);
      expect(open.find(all[0]!.hash)).toBeUndefined();
      const half = genomes.indexOf("\n", genomes.length / 2) + 10;
      writeFileSync(path, genomes.subarray(0, half));
      const early = all.filter(({ hash }) => open.find(hash) !== undefined);
      expect(early.length).toBeGreaterThan(0);
      expect(early.length).toBeLessThan(all.length);
      appendFileSync(path, genomes.subarray(half));
      for (const genome of all) expect(open.find(genome.hash)).toEqual(genome);
      expect(open.find("0".repeat(64))).toBeUndefined();
      expect(open.find("nonsense")).toBeUndefined();
    }));

  test("are told apart where their hashes begin alike, however they are written", () =>
    inFile((path) => {
      const same = "ab".repeat(20);
      const made = Array.from({ length: 200 }, (_, i) => ({
        kind: "program",
        hash: `${same}${String(i).padStart(24, "0")}`,
        bytes: `${i} "hash":"${"ä".repeat(i % 50)}"`,
      }));
      const lines = made.map(({ kind, hash, bytes }, i) =>
        JSON.stringify(i % 2 === 0 ? { kind, hash, bytes } : { bytes, kind, hash }),
      );
      writeFileSync(path, `${lines.join("\n")}\n`);
      const open = openGenomes(path);
      for (const genome of [...made, ...made.toReversed()]) expect(open.find(genome.hash)).toEqual(genome);
    }));

  test("are found again when the file has become another one", () =>
    inFile((path) => {
      writeFileSync(path, genomes);
      const open = openGenomes(path);
      expect(open.find(all[1]!.hash)).toEqual(all[1]);
      const long = { kind: "program", hash: "c".repeat(64), bytes: "x".repeat(100_000) };
      writeFileSync(path, `${JSON.stringify(long)}\n`);
      expect(open.find(long.hash)).toEqual(long);
      expect(open.find(all[2]!.hash)).toBeUndefined();
    }));

  test("say where their file is damaged", () =>
    inFile((path) => {
      writeFileSync(path, `${JSON.stringify(all[0])}\n{"kind":1}\n`);
      expect(() => openGenomes(path).find(all[1]!.hash)).toThrow(/damaged at line 2: expected a genome/);
    }));
});
