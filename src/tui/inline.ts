import { bar } from "../text/chart.ts";
import { count } from "../text/figures.ts";
import { cutRow, spread } from "../text/layout.ts";
import { type Row, row, span } from "../text/row.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Notice } from "../view/live.ts";
import type { LogLine } from "../view/model.ts";
import { budgetShares, positionOf } from "../view/progress.ts";
import { elapsedMs, headerRow } from "./header.ts";
import { leaveChoices } from "./leave.ts";
import { type AppState, isLive, type Situation } from "./state.ts";

/** A short block that stays in place: which run, how far by each limit, its best, and what the keys do. */
export function inlineRows(state: AppState, situation: Situation): Row[] {
  const { model, size, now, clock, symbols } = situation;
  const { view, live } = model;
  const position = { ...positionOf(live ?? view.state), elapsedMs: elapsedMs(model, now) };
  const shares = budgetShares(position, live?.budget ?? view.state.spec.budget);
  const last = view.generations.at(-1);
  const best =
    last === undefined ? "nothing is scored yet" : `best ${Number(last.best.toPrecision(5))} #${last.bestId}`;
  const counts = `${count(position.evaluations)} evaluated, ${count(live?.failed ?? 0)} failed`;
  const { message } = state;
  return [
    headerRow(situation),
    ...shares.map(({ limit, share }) =>
      row(span(` ${limit.padEnd(6)}`, "dim"), span(bar(share, 30, symbols), "accent"), ` ${(100 * share).toFixed(1)}%`),
    ),
    spread(row(` ${best}`), row(span(`${counts} `, "dim")), size.columns, symbols),
    message !== undefined && clock < message.until ? row(" ", span(message.text, "accent")) : keyRow(state, situation),
  ].map((line) => cutRow(line, size.columns, symbols));
}

function keyRow({ mode }: AppState, situation: Situation): Row {
  const keys: readonly (readonly [string, string])[] =
    mode.on === "leave"
      ? [...leaveChoices(situation).map(({ key, name }) => [key, name] as const), ["Esc", "cancel"]]
      : mode.on === "ask"
        ? [
            ["y", "yes"],
            ["n", "no"],
          ]
        : isLive(situation.model)
          ? [
              ["space", "pause"],
              ["d", "detach"],
              ["q", "leave"],
            ]
          : [["q", "leave"]];
  const question = mode.on === "leave" ? " Leave this campaign?" : mode.on === "ask" ? ` ${mode.question}` : "";
  return [
    span(question, "warn"),
    ...keys.flatMap(([key, name]) => [span(` ${key}`, "strong"), span(` ${name} `, "dim")]),
  ];
}

const newsMax = 5;

/** Follows what there is to tell: each call gives rows for the warnings and notices since the one before, five at most. */
export function newsLines(): (situation: Situation) => Row[] {
  let seen: { line: LogLine | undefined; notice: Notice | undefined } | undefined;
  return ({ model, size, symbols }) => {
    const { view, notices } = model;
    const after = <T>(list: readonly T[], last: T | undefined): readonly T[] => list.slice(list.lastIndexOf(last!) + 1);
    // What was there before is in the log; the block begins with what comes.
    seen ??= { line: view.lines.at(-1), notice: notices.at(-1) };
    const fresh = [
      ...after(view.lines, seen.line).filter(({ level }) => level !== "info"),
      ...after(notices, seen.notice),
    ];
    seen = { line: view.lines.at(-1), notice: notices.at(-1) };
    const rows = fresh.slice(-newsMax).map(({ t, level, text }) => {
      const time = /T(\d\d:\d\d:\d\d)/.exec(t)?.[1] ?? "";
      const style = level === "info" ? "plain" : level === "warn" ? "warn" : "bad";
      return cutRow(row(span(`${time} `, "dim"), span(oneLine(text, 500), style)), size.columns, symbols);
    });
    const more = fresh.length - rows.length;
    return more > 0 ? [row(span(`${count(more)} more lines are in the log`, "dim")), ...rows] : rows;
  };
}
