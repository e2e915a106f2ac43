import { UserError } from "../std/errors.ts";
import { count } from "../text/figures.ts";
import { oneLine, toJson } from "../text/sanitize.ts";
import type { Terminal } from "./terminal.ts";

/** How much of the data is there, and how much is shown. */
export interface Counts {
  readonly total: number;
  readonly shown: number;
}

/** Prints the answer of a read command as JSON in its envelope. */
export function printEnvelope(terminal: Terminal, command: string, data: unknown, counts?: Counts): void {
  const { total, shown } = counts ?? { total: 1, shown: 1 };
  const schema = `lamarck/${command}@1`;
  const as_of = new Date().toISOString();
  terminal.out(`${toJson({ schema, as_of, truncated: shown < total, counts: { total, shown }, data })}\n`);
}

/** A column of a table: its heading and how a row's cell reads. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
}

/** Rows in aligned columns under a line of headings. Each cell is one line. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => oneLine(cell(row), 60))),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) =>
      line
        .map((text, i) => pad(text, widths[i]!, columns[i]!.right))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function pad(text: string, width: number, right = false): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

/** Prints rows as an envelope or as a table, with a note where some were left out. */
export function printRows<Row>(
  terminal: Terminal,
  shown: { readonly command: string; readonly json?: boolean; readonly total: number },
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): void {
  const counts = { total: shown.total, shown: rows.length };
  if (shown.json === true) return printEnvelope(terminal, shown.command, rows, counts);
  terminal.out(`${table(rows, columns)}\n`);
  if (rows.length < shown.total)
    terminal.err(`${rows.length} of ${count(shown.total)} shown; see more with --limit.\n`);
}

/** The value of `--limit`. Throws `UserError`. */
export function limitOf(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 1_000_000) return value;
  throw new UserError(
    "bad-option-value",
    `Expected \`--limit\` to be a whole number from 1 to 1000000, got \`${text}\``,
    "Set `--limit 20`, for example.",
  );
}
