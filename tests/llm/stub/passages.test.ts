import fc from "fast-check";
import { expect, test } from "vitest";
import { editsBetween, occurrences } from "../../../src/llm/stub/passages.ts";

const lines = fc.array(fc.constantFrom("a", "b", "  c", "}", "d$&", ""), { minLength: 1, maxLength: 12 });
const text = lines.map((parts) => parts.join("\n")).filter((joined) => joined !== "");

/** Applies edits as the reader of an answer does. */
function applied(before: string, edits: ReturnType<typeof editsBetween>): string {
  return edits.reduce((now, { search, replace }) => {
    expect(search).not.toBe("");
    expect(occurrences(now, search)).toBe(1);
    const at = now.indexOf(search);
    return now.slice(0, at) + replace + now.slice(at + search.length);
  }, before);
}

test("the edits between two texts make one of the other, each by a passage that stands there once", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = editsBetween(before, after);
      expect(applied(before, edits)).toBe(after);
      expect(edits.length === 0).toBe(before === after);
    }),
  );
});

test("two changes far apart are two edits of no more lines than they need", () => {
  const before = ["head", "one", "x", "two", "x", "three", "tail"].join("\n");
  const after = before.replace("one", "1").replace("three", "3");
  expect(editsBetween(before, after)).toEqual([
    { search: "one", replace: "1" },
    { search: "three", replace: "3" },
  ]);
});

test("a line that stands there twice is quoted with its neighbours", () => {
  const [edit] = editsBetween("a\nx\nb\nx\nc", "a\nx\nb\ny\nc");
  expect(edit).toEqual({ search: "b\nx\nc", replace: "b\ny\nc" });
});
