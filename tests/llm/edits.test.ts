import fc from "fast-check";
import { expect, test } from "vitest";
import { applied, editsMax } from "../../src/llm/edits.ts";

const text = "let a = 1;\nlet b = 1;\nreturn a + b;\n";

test("a passage that occurs once is replaced", () => {
  expect(applied(text, [{ search: "let a = 1", replace: "let a = 2" }])).toEqual({
    made: "let a = 2;\nlet b = 1;\nreturn a + b;\n",
  });
});

test("edits are applied one after the other: a later one finds what an earlier one wrote", () => {
  const edits = [
    { search: "a + b", replace: "a * b" },
    { search: "a * b", replace: "b" },
  ];
  expect(applied(text, edits)).toEqual({ made: "let a = 1;\nlet b = 1;\nreturn b;\n" });
});

test("a replacement is taken as it is, whatever signs are in it", () => {
  expect(applied("x", [{ search: "x", replace: "$& $1 $$" }])).toEqual({ made: "$& $1 $$" });
});

test.each([
  ["no edits", [], "expected 1 to 20 edits, got 0"],
  [
    "too many edits",
    Array.from({ length: editsMax + 1 }, () => ({ search: "a", replace: "a" })),
    "expected 1 to 20 edits, got 21",
  ],
  ["nothing to search", [{ search: "", replace: "c" }], "edit 1: its `search` is empty; quote the passage"],
  [
    "a passage that is not there",
    [
      { search: "a + b", replace: "b" },
      { search: "a + b", replace: "a" },
    ],
    "edit 2: its `search` does not occur in the program as the edits before it left it; quote it exactly",
  ],
  ["spaces that differ", [{ search: "let  a", replace: "" }], "edit 1: its `search` does not occur"],
  [
    "a passage that is there twice",
    [{ search: " = 1", replace: " = 2" }],
    "edit 1: its `search` occurs 2 times in the program; quote more of what is around it",
  ],
])("%s are refused, and what to do is said", (_, edits, why) => {
  expect(applied(text, edits)).toEqual({ why: expect.stringContaining(why) });
});

test("passages that overlap themselves count as often as they begin", () => {
  expect(applied("aaa", [{ search: "aa", replace: "b" }])).toEqual({ why: expect.stringContaining("occurs 2 times") });
});

test("passages that repeat themselves very often are counted no further than twenty", () => {
  const long = "a".repeat(200_000);
  expect(applied(long, [{ search: long.slice(0, 100_000), replace: "b" }])).toEqual({
    why: expect.stringContaining("occurs 20 times or more"),
  });
});

test("an edit changes its passage and nothing around it", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.string(),
      (before, search, after, replace) => {
        const whole = before + search + after;
        const result = applied(whole, [{ search, replace }]);
        const isOnce = whole.indexOf(search) === whole.lastIndexOf(search);
        expect("why" in result).toBe(!isOnce);
        expect("made" in result ? result.made : before + replace + after).toBe(before + replace + after);
      },
    ),
  );
});
