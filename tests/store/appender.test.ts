import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WorldError } from "../../src/std/errors.ts";
import { attempt, openAppender } from "../../src/store/appender.ts";
import { linesOf } from "../../src/store/lines.ts";
import { inFolder } from "../simulation/mortal.ts";

const lines = fc.array(
  fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll("\n", " ")),
  { maxLength: 20 },
);

describe("a file of lines", () => {
  test("gives back what was added, across openings, and nothing before it was flushed", () =>
    fc.assert(
      fc.asyncProperty(fc.array(lines, { maxLength: 4 }), (sittings) =>
        inFolder((folder) => {
          const path = join(folder, "lines");
          const all: string[] = [];
          for (const sitting of sittings) {
            const file = openAppender(path);
            for (const line of sitting) file.add(line);
            expect([...linesOf(path)]).toEqual(all);
            file.flush();
            all.push(...sitting);
            expect([...linesOf(path)]).toEqual(all);
            file.close();
          }
        }),
      ),
      { numRuns: 30 },
    ));

  test("cut at any byte, reads as its whole lines, and goes on after them", () =>
    inFolder((folder) => {
      const path = join(folder, "lines");
      const whole = Buffer.from("first\nzweite ü\n{}\nlast 🦎\n");
      for (let cut = 0; cut <= whole.length; cut++) {
        writeFileSync(path, whole.subarray(0, cut));
        const kept = String(whole.subarray(0, whole.subarray(0, cut).lastIndexOf(0x0a) + 1))
          .split("\n")
          .slice(0, -1);
        expect([...linesOf(path)]).toEqual(kept);
        const file = openAppender(path);
        file.add("next");
        file.sync();
        file.close();
        expect([...linesOf(path)]).toEqual([...kept, "next"]);
      }
    }));

  test("is cut rightly when the torn line is longer than what is read at once", () =>
    inFolder((folder) => {
      const path = join(folder, "lines");
      writeFileSync(path, "whole\n");
      appendFileSync(path, "x".repeat(200_000));
      openAppender(path).close();
      expect(readFileSync(path, "utf8")).toBe("whole\n");
      writeFileSync(path, "x".repeat(200_000));
      openAppender(path).close();
      expect(readFileSync(path, "utf8")).toBe("");
    }));

  test("reads lines that are longer than what is read at once", () =>
    inFolder((folder) => {
      const path = join(folder, "lines");
      const long = "ü".repeat(400_001);
      writeFileSync(path, `a${long}\nb${long}\n`);
      expect([...linesOf(path)]).toEqual([`a${long}`, `b${long}`]);
    }));

  test("says that it is full when more than a mebibyte waits", () =>
    inFolder((folder) => {
      const file = openAppender(join(folder, "lines"));
      file.add("x".repeat(1 << 20));
      expect(file.isFull()).toBe(true);
      file.flush();
      expect(file.isFull()).toBe(false);
      file.close();
    }));

  test("that cannot be opened is named, with what to do", () =>
    inFolder((folder) => {
      const path = join(folder, "no", "such", "folder");
      expect(() => openAppender(path)).toThrow(WorldError);
      expect(() => openAppender(path)).toThrow(`Cannot write ${path}: ENOENT`);
    }));

  test.each([
    ["ENOSPC", "free some space"],
    ["EDQUOT", "free some space"],
    ["EROFS", "--run-dir"],
    ["EACCES", "--run-dir"],
    ["EIO", "Check the disk"],
  ])("a failure with %s says what to do", (code, hint) => {
    const fail = (): never => {
      throw Object.assign(new Error(`${code}: something`), { code });
    };
    expect(() => attempt("/a/file", fail)).toThrow(
      expect.objectContaining({
        code: "disk",
        message: `Cannot write /a/file: ${code}: something`,
        hint: expect.stringContaining(hint),
      }),
    );
  });
});
