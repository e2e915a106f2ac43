/**
 * A line of comma-separated values. Text that a spreadsheet would take for a formula gets an apostrophe in front; what
 * holds a comma, a quote or a line end stands in quotes.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(",")}\n`;
}

function csvCell(cell: string | number): string {
  if (typeof cell === "number") return String(cell);
  const harmless = /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
