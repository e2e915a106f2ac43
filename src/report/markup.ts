/** Markup that may stand in a page as it is. Only `markup` makes it. */
export interface Markup {
  readonly markup: string;
}

/** What can stand in a template: texts and numbers are escaped, markup is not, and nothing is left out. */
export type Part = string | number | Markup | readonly Markup[] | undefined;

// Control characters but newline and tab, format characters (bidirectional controls, zero-width and tag characters),
// line separators, surrogates without their other half, and what no font shows.
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A template of markup, in which attributes stand in double quotes. It is not called `html`, since formatters move the
 * blanks of templates of that name.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: String.raw({ raw: strings }, ...parts.map(markupOf)) };
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map((one) => one.markup).join("");
}

/** A text as it stands in markup or in an attribute: characters that nobody sees are shown by their code points. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (found) => entities[found]!);
}

/** A text in which every character can be seen: `⟨U+202E⟩` stands where the writing was turned round. */
export function visible(text: string): string {
  return text.replace(unseen, (found) => `⟨U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
