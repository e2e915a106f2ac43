import type { Spent } from "../events/spending.ts";
import { compact, count, dollars, percent } from "../text/figures.ts";
import type { CallFault, LessonsRow } from "../view/calls.ts";
import { type Credit, creditsOf } from "../view/credit.ts";
import type { RunView } from "../view/model.ts";
import { cachedShare, spentText } from "../view/money.ts";
import { linePlot, topOf } from "./line-plot.ts";
import { markup, type Markup } from "./markup.ts";
import { clockOf, evaluationsOf } from "./progress.ts";
import type { ReportFacts } from "./report-facts.ts";
import { type Column, facts, folded, table } from "./table.ts";

/** What language models cost, what that brought, what they learnt and where they failed. */
export function modelsSection({ view }: ReportFacts): Markup {
  const { state } = view;
  const { spending } = state;
  if (spending.calls === 0) return markup`<p class="empty">No language model was asked.</p>`;
  return markup` <p>${sentence(view)}</p>
    <div class="pair">${overTime(view)}</div>
    <div class="pair">
      <div>${costTable("model", Object.entries(spending.models))}</div>
      <div>${costTable("asked for", Object.entries(spending.roles))}</div>
    </div>
    ${creditTable(creditsOf(state).filter(({ drafts }) => drafts > 0))}
    <div class="pair">
      <div>${replies(view)}</div>
      <div>${lessons(view.calls.lessons)}</div>
    </div>`;
}

function sentence({ state }: RunView): string {
  const { spending, spec } = state;
  const cached = cachedShare(spending.usage);
  const share = cached === undefined ? "" : `; ${percent(cached, 1)} of the input came out of the provider's cache`;
  return `${count(spending.calls)} calls of language models cost ${spentText(spending, spec.budget)}${share}.`;
}

function overTime({ generations, state }: RunView): Markup {
  const clock = clockOf(state.elapsedMs);
  const high = topOf(generations.map(({ usd }) => usd));
  const plot = (title: string, name: string, place: (row: RunView["generations"][number]) => number): Markup =>
    linePlot({
      title,
      about: "US dollars in all.",
      x: { name },
      high,
      lines: [{ name: "US dollars", stroke: 1, steps: true, points: generations.map((row) => [place(row), row.usd]) }],
    });
  return markup`${plot("Money over evaluations", "evaluations", evaluationsOf)}
  ${plot("Money over running time", clock.name, ({ elapsedMs }) => elapsedMs / clock.ms)}`;
}

type Entry = readonly [name: string, spent: Spent];

function costTable(title: string, entries: readonly Entry[]): Markup {
  const columns: readonly Column<Entry>[] = [
    { title, cell: ([name]) => name },
    { title: "calls", cell: ([, { calls }]) => count(calls), isFigure: true },
    { title: "no reply", cell: ([, { failed }]) => count(failed), isFigure: true, isMinor: true },
    {
      title: "tokens in",
      cell: ([, { usage }]) => compact(usage.input + usage.cacheWrite + usage.cacheRead),
      isFigure: true,
    },
    { title: "cached", cell: ([, { usage }]) => percent(cachedShare(usage) ?? 0, 1), isFigure: true, isMinor: true },
    { title: "out", cell: ([, { usage }]) => compact(usage.output), isFigure: true },
    { title: "cost", cell: ([, { usd }]) => dollars(usd), isFigure: true },
  ];
  return table(entries, columns, true);
}

function creditTable(credits: readonly Credit[]): Markup {
  return markup`<h3>What the money brought</h3>
    ${table(
      credits,
      [
        { title: "operator", cell: ({ name }) => name },
        { title: "drafts", cell: ({ drafts }) => count(drafts), isFigure: true },
        { title: "written", cell: ({ childrenPerDraft = 0 }) => percent(childrenPerDraft, 1), isFigure: true },
        { title: "failed", cell: ({ failed, births }) => percent(failed, births), isFigure: true },
        { title: "better", cell: ({ improved, births }) => percent(improved, births), isFigure: true },
        { title: "cost", cell: ({ usd }) => dollars(usd), isFigure: true },
        {
          title: "per better child",
          cell: ({ usdPerImprovement }) => (usdPerImprovement === undefined ? "–" : dollars(usdPerImprovement)),
          isFigure: true,
        },
      ],
      true,
    )}
    <p class="about">
      <b>drafts</b>: children that a model was to write. <b>written</b>: those that it wrote; another operator made the
      others in their place. <b>better</b>: children that beat their best parent.
    </p>`;
}

function replies({ calls }: RunView): Markup {
  const { used, rejected, duplicate, failed } = calls.results;
  return markup`<h3>Replies</h3>
    ${facts([
      ["Used", count(used)],
      ["Rejected", `${count(rejected)}: no valid child`],
      ["No news", `${count(duplicate)}: the child had lived before, or does what somebody does who lives`],
      ["No reply", count(failed)],
    ])}
    ${calls.faults.length === 0 ? undefined : faultTable(calls.faults)}`;
}

function faultTable(faults: readonly CallFault[]): Markup {
  return markup`<h3>Calls without a reply</h3>
    ${table(faults, [
      { title: "fault", cell: ({ name }) => name },
      { title: "the latest", cell: ({ why }) => markup`<bdi>${why}</bdi>`, isLong: true },
      { title: "count", cell: (fault) => count(fault.count), isFigure: true },
    ])}`;
}

function lessons(rows: readonly LessonsRow[]): Markup {
  const [last, ...earlier] = rows.toReversed();
  if (last === undefined) return markup`<h3>Lessons</h3><p class="empty">None were drawn.</p>`;
  const before = earlier.map((row) => folded(titleOf(row), listOf(row)));
  return markup`<h3>Lessons that models drew</h3>
    <p class="about">The latest, ${titleOf(last)}; they stand in the prompts from then on.</p>
    ${listOf(last)}${before}`;
}

function titleOf({ generation, evaluations }: LessonsRow): string {
  return `in generation ${count(generation)}, after ${count(evaluations)} evaluations`;
}

function listOf({ texts }: LessonsRow): Markup {
  return markup`<ol>
    ${texts.map((text) => markup`<li><bdi>${text}</bdi></li>`)}
  </ol>`;
}
