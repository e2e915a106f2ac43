import { count, number } from "../text/figures.ts";
import { binned } from "../text/chart.ts";
import { gridOf, islandRows, leaders, type Resident, residents } from "../view/archive.ts";
import { histogram } from "./bar-plot.ts";
import { heatPlot } from "./heat-plot.ts";
import { html, type Html } from "./html.ts";
import { linePlot } from "./line-plot.ts";
import { evaluationsOf } from "./progress.ts";
import type { ReportFacts } from "./report-facts.ts";
import { table } from "./table.ts";

const leadersMax = 10;
const barsMax = 24;

/** Who lives in the end: the grid or the scores of a population, the islands, and the best programs. */
export function archiveSection({ view }: ReportFacts): Html {
  const [objective] = view.facts.scenario.objectives;
  const living = residents(view);
  if (living.length === 0) return html`<p class="empty">Nobody lives.</p>`;
  const genomes = new Set(living.map(({ genome }) => genome)).size;
  const grid = gridOf(view);
  const { count: islands } = view.state.spec.islands;
  const shape = grid === undefined ? "a ranked population" : "a grid of behaviours (MAP-Elites)";
  const places = islands > 1 ? ` on ${islands} islands` : "";
  return html` <p>
      ${count(living.length)} members with ${count(genomes)} distinct programs live in ${shape}${places}.
    </p>
    <div class="pair">
      ${grid === undefined ? scoresPlot(living, objective.name) : heatPlot(grid, objective)}${
        grid === undefined ? bestTable(leaders(view, leadersMax), objective.name, view) : coverage(view)
      }
    </div>
    ${grid === undefined ? undefined : bestTable(leaders(view, leadersMax), objective.name, view)}
    ${islands > 1 ? islandTable(view, objective.name) : undefined}`;
}

function scoresPlot(living: readonly Resident[], objective: string): Html {
  const scores = living.map(({ score }) => score).filter(Number.isFinite);
  const { counts, low, high } = binned(scores, barsMax);
  return histogram({
    title: `${objective} of those who live`,
    about: `From ${number(low)} to ${number(high)}, on the training cases.`,
    counts: low === high ? [scores.length] : counts,
    low,
    high,
    x: objective,
    y: "members",
  });
}

function coverage({ generations }: ReportFacts["view"]): Html {
  return linePlot({
    title: "Cells that are held",
    about: "",
    x: { name: "evaluations" },
    fromZero: true,
    lines: [{ name: "cells", stroke: 1, points: generations.map((row) => [evaluationsOf(row), row.cells]) }],
  });
}

function bestTable(rows: readonly Resident[], objective: string, { variants }: ReportFacts["view"]): Html {
  return html`<div>
    <h3>The best programs that live</h3>
    ${table(rows, [
      { title: "id", cell: ({ id }) => `#${id}` },
      { title: objective, cell: ({ score }) => number(score), isFigure: true },
      { title: "size", cell: ({ size }) => size, isFigure: true },
      { title: "gen", cell: ({ generation }) => generation, isFigure: true },
      { title: "operator", cell: ({ id }) => variants.row(id)?.operator ?? "" },
    ])}
  </div>`;
}

function islandTable(view: ReportFacts["view"], objective: string): Html {
  return html`<h3>Islands</h3>
    ${table(islandRows(view), [
      { title: "island", cell: ({ island }) => island },
      { title: "members", cell: ({ size }) => count(size), isFigure: true },
      { title: `best ${objective}`, cell: ({ best }) => number(best?.score), isFigure: true },
      { title: "median", cell: ({ median }) => number(median), isFigure: true },
      { title: "stagnant", cell: ({ stagnation }) => (stagnation === undefined ? "–" : stagnation), isFigure: true },
      {
        title: "best by",
        cell: ({ operator, isGuest }) => `${operator ?? "–"}${isGuest === true ? " (guest)" : ""}`,
        isMinor: true,
      },
    ])}
    <p class="about">
      <b>stagnant</b>: generations since the island's best was born. A guest was born on another island.
    </p>`;
}
