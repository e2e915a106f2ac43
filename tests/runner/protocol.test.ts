import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineReader, lineOf, parseFromRunner, parseFromViewer } from "../../src/runner/protocol.ts";
import { settingNames, settingOf, settingText } from "../../src/runner/settings.ts";

/** What a reader makes of a text that comes in these pieces. */
function readIn(pieces: readonly Buffer[], lineMax: number): { readonly lines: string[]; readonly floods: number } {
  const lines: string[] = [];
  let floods = 0;
  const read = createLineReader(
    lineMax,
    (line) => lines.push(line),
    () => floods++,
  );
  for (const piece of pieces) read(piece);
  return { lines, floods };
}

describe("lines", () => {
  test("are the same however a stream is cut, also within a character", () => {
    const text = fc.array(fc.string({ unit: "binary" }).map((line) => line.replaceAll("\n", " ")));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { minLength: 1 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const pieces: Buffer[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const length = 1 + cuts[i % cuts.length]!;
          pieces.push(bytes.subarray(at, at + length));
          at += length;
        }
        const whole = readIn([bytes], 1000);
        expect(readIn(pieces, 1000)).toEqual(whole);
        expect(whole.lines).toEqual(bytes.toString().split("\n").slice(0, -1));
      }),
    );
  });

  test("that are too long are said once, and nothing is taken after them", () => {
    const pieces = ["short\n", "x".repeat(11), "xx\nlate\n"].map((text) => Buffer.from(text));
    expect(readIn(pieces, 10)).toEqual({ lines: ["short"], floods: 1 });
  });
});

describe("messages", () => {
  test("of any kind are read or refused, and never throw", () => {
    const rubbish = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(rubbish, (line) => {
        const heard = parseFromViewer(line);
        expect(["refused", "hello", "subscribe", "command"]).toContain(
          typeof heard === "string" ? "refused" : heard.type,
        );
        parseFromRunner(line);
      }),
    );
  });

  test("come through as they were sent, with nothing besides", () => {
    const command = {
      type: "command",
      id: 3,
      verb: "note",
      args: ["a", "b"],
      author: "jo@host",
      reason: "why",
    } as const;
    expect(parseFromViewer(lineOf(command))).toEqual(command);
    expect(parseFromViewer(JSON.stringify({ ...command, more: 1 }))).toEqual(command);
  });

  test.each([
    { id: 1.5 },
    { verb: null },
    { args: "text" },
    { args: [1] },
    { args: Array.from({ length: 17 }, () => "") },
    { author: undefined },
    { author: "x".repeat(2001) },
    { reason: 1 },
  ])("that are no command are refused: %o", (change) => {
    const command = { type: "command", id: 3, verb: "note", args: [], author: "jo@host", ...change };
    expect(parseFromViewer(JSON.stringify(command))).toMatch(/^expected /);
  });
});

describe("a setting", () => {
  test("replaces one limit of the budget or takes it away, and leaves the others", () => {
    const budget = { evaluations: 100, seconds: 60 };
    expect(settingOf("budget-evals", "7", budget)).toEqual({ budget: { evaluations: 7, seconds: 60 } });
    expect(settingOf("budget-time", "1.5h", budget)).toEqual({ budget: { evaluations: 100, seconds: 5400 } });
    expect(settingOf("budget-time", "none", budget)).toEqual({ budget: { evaluations: 100 } });
    expect(settingOf("budget-usd", "$2.50", budget)).toEqual({ budget: { ...budget, usd: 2.5 } });
    expect(settingOf("budget-usd", "none", { ...budget, usd: 1 })).toEqual({ budget });
    expect(settingOf("budget-tokens", "0", budget)).toEqual({ budget: { ...budget, tokens: 0 } });
    expect(settingText("budget-usd", { usd: 2.5 }, 4)).toBe("$2.50");
    expect(settingOf("jobs", "4", budget)).toEqual({ jobs: 4 });
    expect(settingText("budget-time", budget, 4)).toBe("1m00s");
    expect(settingText("budget-generations", budget, 4)).toBe("none");
  });

  test("that is none is named, with what was expected", () => {
    const bad = fc.string().filter((text) => !/^(\$?\d*\.?\d+[smh]?|none)$/.test(text));
    fc.assert(
      fc.property(fc.constantFrom(...settingNames), bad, (name, text) => {
        expect(settingOf(name, text, {})).toEqual({ fault: expect.stringContaining(`\`${name}\``) });
      }),
    );
    for (const text of ["0", "1025", "none", "2.5"]) expect(settingOf("jobs", text, {})).toHaveProperty("fault");
  });
});
