import { merged } from "./layout.ts";
import { lineDiff } from "./line-diff.ts";
import { type Row, row, type Span, span, type Style } from "./row.ts";
import { sanitize } from "./sanitize.ts";
import { head, widthOf } from "./width.ts";

const keywords: ReadonlySet<string> = new Set(
  (
    "async await break case catch class const continue debugger default delete do else export extends finally for " +
    "from function if import in instanceof let new of return static super switch this throw try typeof var void while yield"
  ).split(" "),
);
const literals: ReadonlySet<string> = new Set("true false null undefined NaN Infinity".split(" "));

// Comments and strings first, since they may hold anything; a regular expression cannot be told from a division here.
const tokens =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?)|(?<number>(?<![\p{L}\p{N}_$])(?:0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?))|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)/gu;

/** Program text as rows of at most so many columns, with keywords, literals and comments marked; long lines go on in the next row. */
export function programRows(source: string, columns: number): Row[] {
  return lines(source).flatMap((line) => folded(merged(line), columns));
}

/** How two program texts differ, line by line: what is gone, what is new, and some lines around. */
export function diffRows(before: string, after: string, columns: number, around = 3): Row[] {
  const diff = lineDiff(clean(before).split("\n"), clean(after).split("\n"));
  const near = diff.map((_, i) => diff.slice(Math.max(0, i - around), i + around + 1).some(({ sign }) => sign !== " "));
  const rows: Row[] = [];
  for (const [i, { sign, text }] of diff.entries()) {
    if (near[i]) {
      const style: Style = sign === "+" ? "added" : sign === "-" ? "removed" : "plain";
      rows.push(...folded([span(text, style)], columns - 2).map((part) => row(span(`${sign} `, style), ...part)));
    } else if (i > 0 && near[i - 1] && near.includes(true, i)) rows.push(row(span("@@".slice(0, columns), "dim")));
  }
  return columns > 2 ? rows : [];
}

/** How many lines of a difference are new and how many are gone. */
export function diffCounts(before: string, after: string): { readonly added: number; readonly removed: number } {
  const diff = lineDiff(clean(before).split("\n"), clean(after).split("\n"));
  const count = (wanted: string): number => diff.filter(({ sign }) => sign === wanted).length;
  return { added: count("+"), removed: count("-") };
}

/** The text with nothing that could steer a terminal, with tabs as two spaces and without empty lines at its end. */
function clean(source: string): string {
  return sanitize(source.replace(/\r\n?/g, "\n")).replaceAll("\t", "  ").trimEnd();
}

function lines(source: string): Row[] {
  const found: Span[][] = [[]];
  for (const { text, style } of scan(clean(source))) {
    for (const [i, part] of text.split("\n").entries()) {
      if (i > 0) found.push([]);
      if (part !== "") found.at(-1)!.push(span(part, style));
    }
  }
  return found;
}

/** A whole text in spans, in order: nothing is left out, not even line ends. */
export function scan(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    if (match.index > end) spans.push(span(text.slice(end, match.index)));
    spans.push(span(match[0], styleOf(match.groups!)));
    end = match.index + match[0].length;
  }
  return end < text.length ? [...spans, span(text.slice(end))] : spans;
}

function styleOf({ comment, text, number, word }: Readonly<Record<string, string | undefined>>): Style {
  if (comment !== undefined) return "comment";
  if (text !== undefined || number !== undefined || literals.has(word ?? "")) return "literal";
  return keywords.has(word ?? "") ? "keyword" : "plain";
}

/** One line as rows of at most so many columns; all but the first are set in by two columns. */
function folded(line: Row, columns: number): Row[] {
  const rows: Span[][] = [[]];
  const indent = columns > 8 ? "  " : "";
  let room = columns;
  for (const part of line) {
    let rest = part.text;
    while (rest !== "") {
      const shown = head(rest, room);
      if (shown !== "") rows.at(-1)!.push(span(shown, part.style));
      rest = rest.slice(shown.length);
      room -= widthOf(shown);
      if (rest === "") break;
      // A character that is wider than a whole row cannot be shown.
      if (shown === "" && room >= columns - indent.length) rest = "";
      rows.push(indent === "" ? [] : [span(indent)]);
      room = columns - indent.length;
    }
  }
  return rows;
}
