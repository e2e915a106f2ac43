import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffBlock, programBlock } from "../../src/report/code.ts";
import { markup, visible } from "../../src/report/markup.ts";

const hostile = "</style><script>alert(1)</script>\u202eevil\u0000\u001b[31m\u2028\ud800\u{e0041}&\"'";

describe("text in markup", () => {
  test("is escaped, and shows the code points of what cannot be seen", () => {
    expect(markup`<p title="${hostile}">${hostile}</p>`.markup).not.toMatch(/<(?!\/?p)|[\p{Cc}\p{Cf}\u2028]/u);
    expect(markup`${hostile}`.markup).toBe(
      "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;⟨U+202E⟩evil⟨U+0000⟩⟨U+001B⟩[31m⟨U+2028⟩⟨U+D800⟩⟨U+E0041⟩&amp;&quot;&#39;",
    );
  });

  test("never becomes an element or ends an attribute, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(markup`<p title="${text}">`.markup.slice(10, -2)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        expect(visible(text)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });

  test("keeps its letters, line ends and tabs, and markup as it is", () => {
    expect(markup`<b>${"für\n\tζ 漢字 👩"}</b>${markup`<i>${1}</i>`}${undefined}${[markup`<u>`]}`.markup).toBe(
      "<b>für\n\tζ 漢字 👩</b><i>1</i><u>",
    );
  });
});

describe("a program", () => {
  test("is shown whole, each character once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        expect(textOf(programBlock(text).markup)).toBe(visible(text.trimEnd()));
      }),
    );
  });

  test("that is very long is cut, and says how much is missing", () => {
    expect(programBlock("x".repeat(50_000)).markup).toContain("10000 more characters are left out");
  });
});

describe("a difference", () => {
  test("holds what was there before and what is there now", () => {
    const source = fc
      .array(fc.constantFrom("x", " + ", "1.5", "Math.sin(", ")", "\n", "<b>", "\u202e"))
      .map((a) => a.join(""));
    fc.assert(
      fc.property(source, source, (before, after) => {
        const { markup: text } = diffBlock(before, after);
        expect(textOf(text.replace(/<ins>[^]*?<\/ins>/g, ""))).toBe(visible(before.trimEnd()));
        expect(textOf(text.replace(/<del>[^]*?<\/del>/g, ""))).toBe(visible(after.trimEnd()));
      }),
    );
  });

  test("marks words, not lines", () => {
    expect(diffBlock("return x + 1;", "return x + 2;").markup).toContain("return x + <del>1</del><ins>2</ins>;");
  });
});

/** The text of some markup, as a browser would read it. */
function textOf(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return html.replace(/<[^>]*>/g, "").replace(/&(#?\w+);/g, (_, name: string) => entities[name]!);
}
