import type { AuthorStatus } from "../../campaign/author.ts";
import type { Spent } from "../../events/spending.ts";
import { compact, count, dollars, percent } from "../../text/figures.ts";
import { type Column, tableRows, wrapped } from "../../text/layout.ts";
import { type Row, row, type Span, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import type { Model } from "../../view/model.ts";
import { asksModels, cachedShare, troubleOf } from "../../view/money.ts";
import type { Scene } from "../screen.ts";
import { elapsed } from "./workers-lanes.ts";

/** What language models are doing at this moment, and what keeps them from it; none where they are not asked. */
export function authorRows({ live, view }: Model): readonly Row[] {
  if (!asksModels(view.state)) return [];
  const trouble = troubleOf(view, live?.budget ?? view.state.spec.budget);
  const style = trouble?.name === "budget" ? "warn" : "bad";
  const warning = trouble === undefined ? [] : [row(label(""), span(trouble.text, style))];
  if (live?.author === undefined) return warning;
  return [...statusRows(live.author), ...warning];
}

function statusRows({ inFlight, queued, recorded, asked, limited, overloaded, retryMs }: AuthorStatus): readonly Row[] {
  const refused = (many: number, text: string): Span => span(`   ${count(many)} ${text}`, many > 0 ? "warn" : "dim");
  return [
    row(
      label("models"),
      span(`${count(inFlight)} in flight`, "strong"),
      `   ${count(queued)} queued   ${count(asked)} asked`,
      ...(recorded === 0 ? [] : [`   ${count(recorded)} from the record`]),
    ),
    row(
      label("retries"),
      ...(retryMs === undefined ? [span("none waits", "dim")] : [span(`the next try in ${elapsed(retryMs)}`, "warn")]),
      refused(limited, "limited (429)"),
      refused(overloaded, "overloaded (529, 5xx)"),
    ),
  ];
}

function label(text: string): Span {
  return span(` ${text.padEnd(8)}`, "dim");
}

type Entry = readonly [name: string, spent: Spent];

/** What each model cost, and what it was asked for; none where none was asked. */
export function spendingRows({ model, size, symbols }: Scene): readonly Row[] {
  const { calls, models, roles } = model.view.state.spending;
  if (calls === 0) return [];
  const table = (title: string, entries: readonly Entry[]): readonly Row[] =>
    tableRows(columnsFor(title), entries, { columns: Math.max(1, size.columns - 1), symbols });
  const both = [
    ...table("MODEL", Object.entries(models)),
    ...table("ASKED FOR", Object.entries(roles)),
    ...faultRows(model),
    ...lessonRows(model, size.columns - 3),
  ];
  return both.map((line) => [span(" "), ...line]);
}

function columnsFor(title: string): readonly Column<Entry>[] {
  const figure = (name: string, drop: number, cell: (spent: Spent) => string | Span): Column<Entry> => {
    return { title: name, width: 8, align: "right", drop, cell: ([, spent]) => cell(spent) };
  };
  return [
    { title, width: 18, widthMax: 32, drop: 0, cell: ([name]) => oneLine(name, 60) },
    figure("CALLS", 0, ({ calls }) => count(calls)),
    figure("NO REPLY", 1, ({ failed }) => span(count(failed), failed > 0 ? "warn" : "plain")),
    figure("IN", 2, ({ usage }) => compact(usage.input + usage.cacheWrite + usage.cacheRead)),
    figure("CACHED", 3, ({ usage }) => percent(cachedShare(usage) ?? 0, 1)),
    figure("OUT", 2, ({ usage }) => compact(usage.output)),
    figure("COST", 0, ({ usd }) => span(dollars(usd), "strong")),
    figure("A CALL", 4, ({ usd, calls }) => dollars(usd / calls)),
  ];
}

function faultRows({ view: { calls } }: Model): readonly Row[] {
  const { used, rejected, duplicate, failed } = calls.results;
  const faults = calls.faults.map(({ name, count: many }) => `${name} ${count(many)}`).join(", ");
  const results = `${count(used)} used, ${count(rejected)} rejected, ${count(duplicate)} no news, ${count(failed)} no reply`;
  return [row(span("REPLIES  ", "title"), results, span(faults === "" ? "" : `: ${faults}`, "warn"))];
}

/** What models learnt last. */
function lessonRows({ view: { calls } }: Model, columns: number): readonly Row[] {
  const last = calls.lessons.at(-1);
  if (last === undefined) return [];
  const texts = last.texts.flatMap((text, i) =>
    wrapped(`${i + 1}. ${text}`, Math.max(20, columns)).map((line, j) => row(j === 0 ? line : `   ${line}`)),
  );
  return [row(span("LESSONS  ", "title"), span(`after ${count(last.evaluations)} evaluations`, "dim")), ...texts];
}
