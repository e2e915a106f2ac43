import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/std/hash.ts";
import { openKept, readKept } from "../../src/store/kept.ts";
import { inFolder } from "../simulation/mortal.ts";

interface Note {
  readonly call: string;
  readonly text: string;
}

const note = (name: number, text: string): Note => ({ call: sha256(String(name)), text });
const notes = fc.array(
  fc
    .record({ name: fc.nat(9), text: fc.string({ unit: "binary", maxLength: 20 }) })
    .map(({ name, text }) => note(name, text)),
  { maxLength: 12 },
);

describe("what is kept", () => {
  test("is found under its name by writers, readers and later openings, the last one of each name", () =>
    fc.assert(
      fc.asyncProperty(fc.array(notes, { maxLength: 3 }), (sittings) =>
        inFolder((folder) => {
          const path = join(folder, "kept.jsonl");
          const reader = readKept<Note>(path);
          const all = new Map<string, Note>();
          const asWritten = (text: string): string => JSON.parse(JSON.stringify(text)) as string;
          for (const sitting of sittings) {
            const kept = openKept<Note>(path);
            for (const one of sitting) {
              kept.add(one);
              all.set(one.call, { ...one, text: asWritten(one.text) });
              expect(kept.find(one.call)).toEqual(all.get(one.call));
            }
            for (let name = 0; name < 10; name++) {
              const { call } = note(name, "");
              expect(kept.find(call)).toEqual(all.get(call));
              expect(readKept<Note>(path).find(call)).toEqual(all.get(call));
            }
            kept.close();
          }
          for (const call of all.keys()) expect(reader.find(call)).toEqual(all.get(call));
        }),
      ),
      { numRuns: 30 },
    ));

  test("is on the disk before it is acknowledged", () =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      const kept = openKept<Note>(path);
      const one = note(1, "ü");
      kept.add(one);
      expect(readFileSync(path, "utf8")).toBe(`${JSON.stringify(one)}\n`);
      kept.close();
    }));

  test("cut at any byte, is what was whole, and goes on after it", () =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      const lines = [note(1, "one"), note(2, "zwei ü 🦎"), note(3, "three")].map((one) => `${JSON.stringify(one)}\n`);
      const whole = Buffer.from(lines.join(""));
      for (let cut = 0; cut <= whole.length; cut += 7) {
        writeFileSync(path, whole.subarray(0, cut));
        const left = whole.subarray(0, cut).toString().split("\n").length - 1;
        const found = (kept: { find(call: string): Note | undefined }): number =>
          [1, 2, 3].filter((name) => kept.find(note(name, "").call) !== undefined).length;
        expect(found(readKept<Note>(path))).toBe(left);
        const kept = openKept<Note>(path);
        expect(found(kept)).toBe(left);
        kept.add(note(4, "more"));
        expect(kept.find(note(4, "").call)).toEqual(note(4, "more"));
        kept.close();
        expect(readFileSync(path, "utf8")).toBe(`${lines.slice(0, left).join("")}${JSON.stringify(note(4, "more"))}\n`);
      }
    }));

  test("is looked for again in a file that grows, and in one that is not there yet", () =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      const reader = readKept<Note>(path);
      expect(reader.find(note(1, "").call)).toBeUndefined();
      expect(existsSync(path)).toBe(false);
      const kept = openKept<Note>(path);
      for (const name of [1, 2]) {
        kept.add(note(name, "late"));
        expect(reader.find(note(name, "").call)).toEqual(note(name, "late"));
      }
      kept.close();
    }));

  test.each([
    ["a line that is no JSON", "oops"],
    ["a line without a name", '{"text":"no name"}'],
    ["a line that is nothing", "null"],
  ])("with %s before its end is refused, with the file and the line", (_title, line) =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      writeFileSync(path, `${JSON.stringify(note(1, "one"))}\n${line}\n${JSON.stringify(note(2, "two"))}\n`);
      const damage = `${path} is damaged at line 2: expected a JSON object with the \`call\``;
      expect(() => openKept(path)).toThrow(damage);
      expect(() => readKept(path).find(note(2, "").call)).toThrow(damage);
    }),
  );

  test("that was damaged inside of a line is refused when it is asked for", () =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      const line = JSON.stringify(note(1, "one"));
      writeFileSync(path, `${line.replace('"text"', "text")}\n`);
      expect(() => readKept(path).find(note(1, "").call)).toThrow(`${path} is damaged at line 1`);
    }));

  test("longer than 16 MiB is not kept, since nobody could read it", () =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      const kept = openKept<Note>(path);
      expect(() => kept.add(note(1, "y".repeat(1 << 24)))).toThrow("longer than 16 MiB");
      kept.close();
      expect(readFileSync(path, "utf8")).toBe("");
    }));

  test("in a file that was cut from outside is not mixed up", () =>
    inFolder((folder) => {
      const path = join(folder, "kept.jsonl");
      for (const name of [1, 2]) appendFileSync(path, `${JSON.stringify(note(name, "first"))}\n`);
      const reader = readKept<Note>(path);
      expect(reader.find(note(2, "").call)).toEqual(note(2, "first"));
      truncateSync(path);
      appendFileSync(path, `${JSON.stringify(note(3, "other"))}\n`);
      expect(reader.find(note(3, "").call)).toEqual(note(3, "other"));
      expect(reader.find(note(1, "").call)).toBeUndefined();
    }));
});
