import { count, dollars, duration, percent } from "../../text/figures.ts";
import { rowWidth, wrapped } from "../../text/layout.ts";
import { type Row, span } from "../../text/row.ts";
import type { Model } from "../../view/model.ts";
import { asksModels, type Money, moneyOf, spentText, type Trouble, troubleOf } from "../../view/money.ts";
import { labelColumns, labelled } from "./overview-rows.ts";

/** What language models have cost and how long the money lasts, and in red what keeps them from answering; none offline. */
export function moneyRows({ view, live }: Model, columns: number): readonly Row[] {
  if (!asksModels(view.state)) return [];
  const budget = live?.budget ?? view.state.spec.budget;
  const money = moneyOf(view, budget);
  const trouble = troubleOf(view, budget);
  const [shown, rest] = split(
    labelled("spent", span(spentText(money, budget), "strong")),
    figuresOf(money, live !== undefined),
    columns,
  );
  return [shown, ...(rest.length === 0 ? [] : [labelled("", rest.join("   "))]), ...troubleRows(trouble, columns)];
}

/** A row with as many of the texts as there is room for, and those that are left. */
function split(head: Row, texts: readonly string[], columns: number): readonly [Row, readonly string[]] {
  const [next, ...others] = texts;
  if (next === undefined) return [head, []];
  const longer = [...head, span(`   ${next}`)];
  return rowWidth(longer) <= columns ? split(longer, others, columns) : [head, texts];
}

/** The most telling first. */
function figuresOf({ calls, cached, usdPerHour, secondsLeft }: Money, isLive: boolean): readonly string[] {
  const left = secondsLeft === undefined || !isLive ? "" : `, lasts ${duration(secondsLeft)}`;
  return [
    `${count(calls)} ${calls === 1 ? "call" : "calls"}`,
    ...(cached === undefined ? [] : [`cached ${percent(cached, 1)}`]),
    ...(usdPerHour === undefined || usdPerHour === 0 ? [] : [`${dollars(usdPerHour)}/h${left}`]),
  ];
}

function troubleRows(trouble: Trouble | undefined, columns: number): readonly Row[] {
  if (trouble === undefined) return [];
  const style = trouble.name === "budget" ? "warn" : "bad";
  const room = Math.max(20, columns - labelColumns);
  const lines = [trouble.text, trouble.effect ?? ""].flatMap((text) => wrapped(text, room).slice(0, 2));
  return [
    ...lines.map((line, i) => labelled(i === 0 ? "models" : "", span(line, style))),
    ...wrapped(trouble.advice ?? "", room).map((line) => labelled("", line)),
  ];
}
