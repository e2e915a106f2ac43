import { html, type Html, type Part } from "./html.ts";

/** A column of a table: its heading, and what stands in it. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Part;
  /** Figures stand to the right. */
  readonly isFigure?: boolean;
  /** Left out where the page is narrow. */
  readonly isMinor?: boolean;
}

/** Rows under headings; the first column names each row. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Html {
  const classOf = ({ isFigure = false, isMinor = false }: Column<Row>): string =>
    [isFigure ? "figure" : "", isMinor ? "minor" : ""].join(" ").trim();
  const head = columns.map((column) => html`<th scope="col" class="${classOf(column)}">${column.title}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map((column, i) =>
      i === 0
        ? html`<th scope="row" class="${classOf(column)}">${column.cell(row)}</th>`
        : html`<td class="${classOf(column)}">${column.cell(row)}</td>`,
    );
    return html`<tr>
      ${cells}
    </tr>`;
  });
  return html`<table>
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

/** Names and what they are, as a list. */
export function facts(entries: readonly (readonly [name: string, value: Part])[]): Html {
  const items = entries
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    );
  return html`<dl>${items}</dl>`;
}

/** What can be opened: on paper it is open. */
export function folded(summary: Part, body: Part, isOpen = false): Html {
  return isOpen
    ? html`<details open>
        <summary>${summary}</summary>
        ${body}
      </details>`
    : html`<details>
        <summary>${summary}</summary>
        ${body}
      </details>`;
}
