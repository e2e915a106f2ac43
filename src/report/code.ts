import { scan } from "../text/highlight.ts";
import { lineDiff } from "../text/line-diff.ts";
import { markup, type Markup, type Part } from "./markup.ts";

const programMax = 40_000;

/** Program text with keywords, literals and comments marked. A text that is too long is cut, and says so. */
export function programBlock(source: string): Markup {
  const text = source.trimEnd();
  const shown = text.slice(0, programMax).toWellFormed();
  const spans = scan(shown).map(({ text: part, style }) =>
    style === "plain" ? markup`${part}` : markup`<span class="${style}">${part}</span>`,
  );
  const rest = text.length - shown.length;
  if (rest === 0) return preBlock(spans);
  return markup`${preBlock(spans)}<p class="about">${rest} more characters are left out.</p>`;
}

/** Text as it is, line by line. */
export function preBlock(text: Part): Markup {
  return markup`<pre class="code"><code>${text}</code></pre>`;
}

/** A stretch of a text, or of the way from one text to another. */
interface Piece {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

const diffMax = 20_000;

/** How two programs differ: what is gone, and what is new, word by word, so that long lines can be read. */
export function diffBlock(before: string, after: string): Markup {
  const pieces = differences(before.trimEnd().slice(0, diffMax), after.trimEnd().slice(0, diffMax));
  const parts = pieces.map(({ sign, text }) => {
    if (sign === "-") return markup`<del>${text}</del>`;
    return sign === "+" ? markup`<ins>${text}</ins>` : markup`${text}`;
  });
  return preBlock(parts);
}

function differences(before: string, after: string): readonly Piece[] {
  const pieces: { sign: Piece["sign"]; text: string }[] = [];
  for (const { sign, text } of lineDiff(words(before), words(after))) {
    const last = pieces.at(-1);
    if (last?.sign === sign) last.text += text;
    else pieces.push({ sign, text });
  }
  return pieces;
}

/** Names and numbers, blanks, and all other characters by themselves. */
function words(text: string): string[] {
  return text.toWellFormed().match(/[\p{L}\p{N}_$.]+|\s+|[^]/gu) ?? [];
}
