import type { Spent } from "../events/spending.ts";
import { count, dollars, percent } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import type { RunView } from "../view/model.ts";
import { asksModels, moneyOf, spentText, troubleOf, usageText } from "../view/money.ts";

/** What language models have cost and brought in a run, as plain data. */
export function modelSummary(view: RunView): object {
  const { state, calls } = view;
  const { usage, failed, failing, roles, models } = state.spending;
  const { budget } = state.spec;
  const trouble = troubleOf(view, budget);
  return {
    ...moneyOf(view, budget),
    usage,
    failed,
    failing,
    roles,
    models,
    results: calls.results,
    faults: calls.faults,
    lessons: calls.lessons,
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** The same in lines; none where no models are asked. */
export function modelLines(view: RunView | undefined): readonly string[] {
  if (view === undefined || !asksModels(view.state)) return [];
  const { state, calls } = view;
  const { spending, spec } = state;
  const money = moneyOf(view, spec.budget);
  const trouble = troubleOf(view, spec.budget);
  const rate = money.usdPerHour === undefined || money.usdPerHour === 0 ? "" : `  ${dollars(money.usdPerHour)} an hour`;
  const { used, rejected, duplicate, failed } = calls.results;
  const faults = calls.faults.map(({ name, count: many }) => `${name} ${count(many)}`).join(", ");
  return [
    `  spent ${spentText(money, spec.budget)}  calls ${count(money.calls)}  cached ${percent(money.cached ?? 0, 1)}${rate}`,
    `  replies used ${count(used)}  rejected ${count(rejected)}  no news ${count(duplicate)}  none ${count(failed)}${faults === "" ? "" : ` (${faults})`}`,
    ...Object.entries(spending.models).map(([name, spent]) => `  ${oneLine(name, 60)} ${spentLine(spent)}`),
    ...(Object.keys(spending.roles).length < 2
      ? []
      : [
          `  for ${Object.entries(spending.roles)
            .map(([role, { usd }]) => `${role} ${dollars(usd)}`)
            .join(", ")}`,
        ]),
    ...(trouble === undefined
      ? []
      : [`  models: ${[trouble.text, trouble.effect, trouble.advice].filter(Boolean).join("; ")}`]),
    ...lessonLines(view),
  ];
}

function spentLine({ calls, failed, usage, usd }: Spent): string {
  return `${dollars(usd)}  ${count(calls)} calls, ${count(failed)} without a reply, ${usageText(usage)} tokens`;
}

function lessonLines({ calls }: RunView): readonly string[] {
  const last = calls.lessons.at(-1);
  if (last === undefined) return [];
  return [`  lessons after ${count(last.evaluations)} evals`, ...last.texts.map((text, i) => `    ${i + 1}. ${text}`)];
}
