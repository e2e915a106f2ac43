import { scan } from "../text/highlight.ts";
import { lineDiff } from "../text/line-diff.ts";
import { html, type Html } from "./html.ts";

const programMax = 40_000;

/** Program text with keywords, literals and comments marked. A text that is too long is cut, and says so. */
export function programBlock(source: string): Html {
  const text = source.trimEnd();
  const shown = text.slice(0, programMax).toWellFormed();
  const spans = scan(shown).map(({ text: part, style }) =>
    style === "plain" ? html`${part}` : html`<span class="${style}">${part}</span>`,
  );
  const rest = text.length - shown.length;
  return html`<pre class="code"><code>${spans}</code></pre>
    ${rest > 0 ? html`<p class="about">${rest} more characters are left out.</p>` : undefined}`;
}

/** A stretch of a text, or of the way from one text to another. */
interface Piece {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

const diffMax = 20_000;

/** How two programs differ: what is gone, and what is new, word by word, so that long lines can be read. */
export function diffBlock(before: string, after: string): Html {
  const pieces = differences(before.trimEnd().slice(0, diffMax), after.trimEnd().slice(0, diffMax));
  const parts = pieces.map(({ sign, text }) => {
    if (sign === "-") return html`<del>${text}</del>`;
    return sign === "+" ? html`<ins>${text}</ins>` : html`${text}`;
  });
  return html`<pre class="code diff"><code>${parts}</code></pre>`;
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
