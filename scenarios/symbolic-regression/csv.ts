import type { Case, OptionFile, Split } from "../../src/scenario/scenario.ts";
import { UserError } from "../../src/std/errors.ts";

/** A user's table: the names of the input columns and the rows, the last number of each being the target. */
export interface Table {
  readonly inputs: readonly string[];
  readonly target: string;
  readonly rows: readonly (readonly number[])[];
}

const rowsMax = 100_000;
const columnsMax = 21;

/** Reads comma-separated numbers under a header line. Throws `UserError` with the line of what is wrong. */
export function parseTable(file: OptionFile): Table {
  const lines = file.text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split(/\r?\n/);
  const header = lines[0]!.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  if (header.length < 2 || header.length > columnsMax) {
    throw fault(file, 1, `expected 2 to ${columnsMax} column names, got ${header.length}`);
  }
  if (header.every((name) => isNumber(name))) throw fault(file, 1, "expected column names, got numbers");
  const rows = lines.slice(1).map((line, i) => rowOf(file, i + 2, line, header.length));
  if (rows.length < 5) throw fault(file, lines.length, `expected at least 5 rows, got ${rows.length}`);
  if (rows.length > rowsMax) throw fault(file, lines.length, `expected at most ${rowsMax} rows, got ${rows.length}`);
  return { inputs: header.slice(0, -1), target: header.at(-1)!, rows };
}

/**
 * The rows of a split, dealt in turn: of every five, three to train, one to validation and one to test. It does not
 * depend on chance, so that no seed of a campaign ever trains on another's test rows.
 */
export function casesOfTable({ rows }: Table, split: Split): readonly Case[] {
  const turns = { train: [0, 1, 2], validation: [3], test: [4] }[split];
  return rows
    .filter((_, i) => turns.includes(i % 5))
    .map((row, i) => ({ id: `${split}-${i}`, instance: row.slice(0, -1), expected: row.at(-1)! }));
}

function rowOf(file: OptionFile, line: number, text: string, columns: number): number[] {
  const cells = text.split(",").map((cell) => cell.trim());
  if (cells.length !== columns) throw fault(file, line, `expected ${columns} numbers, got ${cells.length}`);
  return cells.map((cell, i) => {
    if (!isNumber(cell)) throw fault(file, line, `expected a number in column ${i + 1}, got \`${cell.slice(0, 40)}\``);
    // Adding 0 makes 0 of -0, which JSON does not know.
    return Number(cell) + 0;
  });
}

function isNumber(cell: string): boolean {
  return cell !== "" && Number.isFinite(Number(cell));
}

function fault(file: OptionFile, line: number, what: string): UserError {
  const hint =
    "A header line with column names, then one row of comma-separated numbers a line; the last column is the target.";
  return new UserError("bad-cases-file", `In the file ${file.path}, line ${line}: ${what}`, hint);
}
