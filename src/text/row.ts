/** What a piece of text means; the theme decides how it looks, and without colour it looks plain. */
export type Style =
  | "plain"
  | "dim"
  | "strong"
  | "title"
  | "good"
  | "warn"
  | "bad"
  | "accent"
  | "selected"
  /** The lines of a chart, and the steps of a heat map from low to high. */
  | "series-1"
  | "series-2"
  | "series-3"
  | "heat-1"
  | "heat-2"
  | "heat-3"
  | "heat-4"
  | "heat-5"
  /** Parts of program text. */
  | "keyword"
  | "literal"
  | "comment"
  | "added"
  | "removed";

/** Text in one style. It holds no newline and no control character. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One line of a screen. */
export type Row = readonly Span[];

/** How many columns and rows a picture may take. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Text in a style. */
export function span(text: string, style: Style = "plain"): Span {
  return { text, style };
}

/** A row of spans; texts are plain. */
export function row(...parts: readonly (Span | string)[]): Row {
  return parts.map((part) => (typeof part === "string" ? span(part) : part));
}
