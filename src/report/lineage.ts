import { count, number, signed } from "../text/figures.ts";
import { ancestorsOf, improvements, type LineageStep, lineOf, operatorsOf, stepsOf } from "../view/lineage.ts";
import { standingOf } from "../view/standing.ts";
import { changeLines } from "../view/gene-change.ts";
import { networkDifference } from "../view/network-difference.ts";
import { diffBlock, preBlock, programBlock } from "./code.ts";
import { markup, type Markup } from "./markup.ts";
import { linePlot } from "./line-plot.ts";
import { programOf, type ReportFacts, shownId } from "./report-facts.ts";
import { folded, table } from "./table.ts";

const stepsMax = 40;
/** Of a network, so many changes a step are told, the largest. */
const changesMax = 20;

/** How the champion came about: the steps of its line that made the score better, with what each changed. */
export function lineageSection(report: ReportFacts): Markup {
  const { variants, facts } = report.view;
  const id = shownId(report);
  if (id === undefined) return markup`<p class="empty">Nobody lives.</p>`;
  const [objective] = facts.scenario.objectives;
  const line = lineOf(variants, id);
  const better = improvements(variants, id, objective.direction);
  const shown = better.slice(-stepsMax);
  const last = better.at(-1);
  const since = last === undefined || last.row.id === id ? "" : ` Since #${last.row.id} the score did not get better.`;
  const left = better.length - shown.length;
  const family = ancestorsOf(variants, id, 0).total - 1;
  if (variants.row(id)?.parents.length === 0) {
    const drawn = standingOf(report.view, id).find(({ label }) => label === "drawn");
    const how = drawn === undefined ? `${variants.row(id)!.operator} made it` : `it was drawn, ${drawn.text}`;
    return markup`<p>#${id} has no parents, and its line begins here: ${how}.</p>`;
  }
  return markup` <p>
      #${id} stands at the end of a line of ${count(line.length)} variants (first parents); ${count(better.length)} of
      them beat all before them in the line. With second parents it has ${count(family)} ancestors.${since}
    </p>
    <div class="pair">${stair(better, report)}${operatorTable(report, line)}</div>
    <h3>The steps that made it better</h3>
    ${left > 0 ? markup`<p class="about">The first ${count(left)} are left out.</p>` : undefined}
    <div class="steps">${shown.map((step, i) => stepBlock(report, step, better[left + i - 1]))}</div>`;
}

function stair(steps: readonly LineageStep[], { view }: ReportFacts): Markup {
  const [{ name }] = view.facts.scenario.objectives;
  return linePlot({
    title: `${name} along the line`,
    about: "Each step is a variant of the line that beat all before it.",
    x: { name: "generation" },
    lines: [
      {
        name,
        stroke: 1,
        steps: true,
        points: steps.map(({ row }) => [row.generation, row.score ?? Number.NaN] as const),
      },
    ],
  });
}

function operatorTable({ view }: ReportFacts, line: readonly number[]): Markup {
  const { variants, facts } = view;
  const rows = operatorsOf(stepsOf(variants, line, facts.scenario.objectives[0].direction));
  return table(rows, [
    { title: "operator", cell: ({ operator }) => operator },
    { title: "steps in the line", cell: ({ steps }) => steps, isFigure: true },
    { title: "made it better", cell: ({ improved }) => improved, isFigure: true },
  ]);
}

function stepBlock(report: ReportFacts, { row, progress }: LineageStep, before: LineageStep | undefined): Markup {
  const { id, generation, operator, parents, size, score } = row;
  const change = progress === undefined ? undefined : signed((score ?? 0) - (before?.row.score ?? 0));
  const from = parents.map((parent) => `#${parent}`).join(" and ");
  const head = markup`<span class="step-score">${number(score)}</span> <span class="change">${change}</span>
    <b>${operator}</b>
    <span class="dim">#${id}, gen ${generation}, size ${size}${from === "" ? "" : ` from ${from}`}</span>`;
  const after = programOf(report, id);
  if (after === undefined) return folded(head, markup`<p class="empty">Its program is not on the disk.</p>`);
  const parent = programOf(report, parents[0]);
  if (parent === undefined) return folded(head, programBlock(after));
  return folded(head, genesBlock(report, parents[0]!, id) ?? diffBlock(parent, after));
}

/** How a network differs from another one, gene by gene; undefined where that cannot be said. */
function genesBlock({ view, genome }: ReportFacts, from: number, to: number): Markup | undefined {
  const [before, after] = [from, to].map((id) => genome(view.variants.row(id)?.genome ?? ""));
  if (before === undefined || after === undefined) return undefined;
  const found = networkDifference(before, after, view.facts.scenario, changesMax);
  if (found === undefined) return undefined;
  const hidden = found.total - found.changes.length;
  const rest = hidden === 0 ? [] : [`${count(hidden)} smaller changes are left out.`];
  return preBlock([...found.summary, "", ...changeLines(found.changes), ...rest].join("\n"));
}
