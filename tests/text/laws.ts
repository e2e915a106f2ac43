import fc from "fast-check";
import { type Row, type Style, span } from "../../src/text/row.ts";

/** Texts as evolution and people make them: plain, wide, joined, marked and half characters. */
export const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ..."a|b|  |漢|字|🙂|👨‍👩‍👧|🇩🇪|é|e\u0301|n\u0303\u0303\u0303|❤️|1️⃣|👍🏽|ᄀ|ᅡ|ᆨ|\u200d|\ufe0f|ｶ|ﾞ|－|…|▁|…|🏴|\ud83d|\t|क्षि|ம்".split(
        "|",
      ),
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 }),
  ),
  maxLength: 30,
});

const anyStyle: fc.Arbitrary<Style> = fc.constantFrom("plain", "dim", "strong", "selected", "bad");

export const anyRow: fc.Arbitrary<Row> = fc.array(
  fc.tuple(anyText, anyStyle).map(([text, style]) => span(text, style)),
  { maxLength: 6 },
);

/** The text of rows without their styles. */
export function textOf(rows: readonly Row[]): string[] {
  return rows.map((line) => line.map(({ text }) => text).join(""));
}
