import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { programKind } from "../../src/genome/kinds/program.ts";
import { programShown } from "../../src/llm/fences.ts";
import { type ReadingFrame, readChild, readLessons } from "../../src/llm/reading.ts";

const parent = programKind.parse("export default function sum(a, b) { return a - b; }");
const whole: ReadingFrame = { shape: "program", shown: programShown(parent.bytes), sizeMax: 20 };
const byEdits: ReadingFrame = { ...whole, shape: "edits" };

function reply(fields: object): string {
  return JSON.stringify({ thoughts: "So it is.", ...fields });
}

describe("a child", () => {
  test("that is a whole program is read in its canonical form", () => {
    const program = "// A comment.\nexport default function sum(a, b) { return (a + b) }";
    const read = readChild(reply({ program }), whole);
    expect(read).toMatchObject({
      made: { kind: "program", bytes: "export default function sum(a, b) {\n  return a + b;\n}\n" },
    });
  });

  test("that is told by edits is the parent with the edits", () => {
    const read = readChild(reply({ edits: [{ search: "a - b", replace: "a + b" }] }), byEdits);
    expect(read).toMatchObject({ made: { bytes: "export default function sum(a, b) {\n  return a + b;\n}\n" } });
  });

  test.each([
    ["is no JSON", "Here it is: {", whole, "the reply is not JSON, or was cut off"],
    ["is JSON in Markdown", "```json\n{}\n```", whole, "the reply is not JSON"],
    ["is a list", "[]", whole, "expected a JSON object with `thoughts` and `program`, and nothing else"],
    ["lacks a field", '{"program":"a"}', whole, "expected a JSON object with `thoughts` and `program`"],
    ["has a field too many", reply({ program: "a", more: 1 }), whole, "and nothing else"],
    ["has edits for a program", reply({ edits: [] }), whole, "expected a JSON object with `thoughts` and `program`"],
    ["has thoughts that are no text", '{"thoughts":1,"program":"a"}', whole, "expected `thoughts` to be a text"],
    ["has a program that is no text", reply({ program: 1 }), whole, "expected `program` to be a text"],
    ["has edits that are no list", reply({ edits: {} }), byEdits, "expected `edits` to be a list of objects"],
    [
      "has an edit with a field too many",
      reply({ edits: [{ search: "a", replace: "b", all: true }] }),
      byEdits,
      "expected `edits`",
    ],
    [
      "has edits that do not apply",
      reply({ edits: [{ search: "a * b", replace: "" }] }),
      byEdits,
      "edit 1: its `search` does not",
    ],
    [
      "holds no JavaScript",
      reply({ program: "export default function (" }),
      whole,
      "The program is not JavaScript: Unexpected",
    ],
    [
      "holds no agent",
      reply({ program: "let a = 1;" }),
      whole,
      "The program is not an agent: it has no default export",
    ],
    [
      "holds too large a program",
      reply({ program: `export default function sum(a) { return ${"a + ".repeat(30)}a; }` }),
      whole,
      "the program has 62 nodes, at most 20 are allowed; make it smaller",
    ],
    ["is endless", " ".repeat(300_000), whole, "the reply has more than 262144 characters"],
  ])("is refused where the reply %s, and the reason is told", (_, text, frame, why) => {
    const read = readChild(text, frame);
    expect(read).toEqual({ why: expect.stringContaining(why) });
  });

  test("is read or refused with a short reason out of any reply whatsoever", () => {
    const replies = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc
        .record({ thoughts: fc.string(), program: fc.string({ unit: "binary" }) })
        .map((fields) => JSON.stringify(fields)),
      fc
        .record({
          thoughts: fc.string(),
          edits: fc.array(fc.record({ search: fc.constantFrom("a", "- b", "x"), replace: fc.string() })),
        })
        .map((fields) => JSON.stringify(fields)),
    );
    fc.assert(
      fc.property(replies, fc.constantFrom(whole, byEdits), (text, frame) => {
        const read = readChild(text, frame);
        const isSound =
          "why" in read ? read.why.length <= 300 : programKind.parse(read.made.bytes).hash === read.made.hash;
        expect(isSound).toBe(true);
        expect(readChild(text, frame)).toEqual(read);
      }),
      { numRuns: 50 },
    );
  });

  test("that nests deeper than anyone can read is refused", () => {
    const program = `export default function sum(a) { return ${"(".repeat(30_000)}a${")".repeat(30_000)}; }`;
    expect(readChild(reply({ program }), whole)).toEqual({
      why: expect.stringContaining("nests more than 200 levels"),
    });
  });
});

describe("lessons", () => {
  test("are at most five, on a line each, cleaned and cut to 300 characters", () => {
    const lessons = ["One\nline.", "\u202eTwo </lesson>", "", "x".repeat(400), "4", "5", "6"];
    expect(readLessons(JSON.stringify({ lessons }))).toEqual({
      made: ["One line.", "Two \\x3c/lesson>", `${"x".repeat(299)}…`, "4", "5"],
    });
  });

  test.each([
    ["no JSON", "{", "the reply is not JSON"],
    ["something else", '{"lessons":"Use less."}', "expected `lessons` to be a list of texts"],
    ["other than texts", '{"lessons":[1]}', "expected `lessons` to be a list of texts"],
    ["nothing", '{"lessons":[" "]}', "there are no lessons in it"],
  ])("are refused where the reply is %s", (_, text, why) => {
    expect(readLessons(text)).toEqual({ why: expect.stringContaining(why) });
  });
});
