import { markup, type Markup, type Part } from "./markup.ts";

/** A column of a table: its heading, and what stands in it. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Part;
  /** Figures stand to the right. */
  readonly isFigure?: boolean;
  /** Words may be broken anywhere. */
  readonly isLong?: boolean;
  /** Left out where the page is narrow. */
  readonly isMinor?: boolean;
}

/** Rows under headings; the first column names each row: where the page is narrow and `isWide`, in a line of its own. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], isWide = false): Markup {
  const head = columns.map(
    (column) => markup`<th scope="col" class="${classOf(column, column.title)}">${column.title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map((column, i) => {
      const part = column.cell(row);
      return i === 0
        ? markup`<th scope="row" class="${classOf(column, part)}">${part}</th>`
        : markup`<td class="${classOf(column, part)}">${part}</td>`;
    });
    return markup`<tr>${cells}</tr>`;
  });
  return markup`<table class="${isWide ? "wide" : ""}">
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

/** Words that are longer than those of ours may be broken anywhere: they must not widen the page. */
function classOf<Row>({ isFigure = false, isLong = false, isMinor = false }: Column<Row>, part: Part): string {
  const breaks = isLong || (typeof part === "string" && /\S{22}/.test(part));
  return [isFigure ? "figure" : "", breaks ? "long" : "", isMinor ? "minor" : ""].join(" ").trim();
}

/** Names and what they are, as a list. */
export function facts(entries: readonly (readonly [name: string, value: Part])[]): Markup {
  const items = entries
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        markup`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    );
  return markup`<dl>${items}</dl>`;
}

/** What can be opened: on paper it is open. */
export function folded(summary: Part, body: Part): Markup {
  return markup`<details><summary>${summary}</summary>${body}</details>`;
}
