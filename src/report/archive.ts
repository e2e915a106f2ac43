import { median } from "../std/statistics.ts";
import { count, number } from "../text/figures.ts";
import { gridOf, islandRows, leaders, type Resident, residents } from "../view/archive.ts";
import { type SpeciesRow, speciesRows } from "../view/species.ts";
import { heatPlot } from "./heat-plot.ts";
import { markup, type Markup } from "./markup.ts";
import { linePlot, topOf } from "./line-plot.ts";
import { evaluationsOf } from "./progress.ts";
import type { ReportFacts } from "./report-facts.ts";
import { table } from "./table.ts";

const leadersMax = 10;

/** Who lives in the end: the grid or the scores of a population, the islands, and the best programs. */
export function archiveSection({ view }: ReportFacts): Markup {
  const [objective] = view.facts.scenario.objectives;
  const living = residents(view);
  if (living.length === 0) return markup`<p class="empty">Nobody lives.</p>`;
  const genomes = new Set(living.map(({ genome }) => genome)).size;
  const grid = gridOf(view);
  const { count: islands } = view.state.spec.islands;
  const species = speciesRows(view);
  const shape = grid !== undefined ? "a grid of behaviours (MAP-Elites)" : rankedText(species.length);
  const places = islands > 1 ? ` on ${islands} islands` : "";
  const best = bestTable(leaders(view, leadersMax), objective.name, view);
  return markup`
    <p>${count(living.length)} members with ${count(genomes)} distinct genomes live in ${shape}${places}.</p>
    <div class="pair">
      ${grid === undefined ? scoresPlot(living, objective.name) : heatPlot(grid, objective)}
      <div>${grid === undefined ? undefined : coverage(view)}${best}</div>
    </div>
    ${islands > 1 ? islandTable(view, objective.name) : undefined}
    ${species.length === 0 ? undefined : speciesPart(view, species, objective.name)}`;
}

function rankedText(species: number): string {
  return species === 0 ? "a ranked population" : `a population of ${count(species)} species`;
}

function speciesPart(view: ReportFacts["view"], rows: readonly SpeciesRow[], objective: string): Markup {
  const { generations } = view;
  return markup`<h3>Species</h3>
    ${table(rows, [
      { title: "founder", cell: ({ species }) => `#${species}` },
      { title: "members", cell: ({ members }) => count(members.length), isFigure: true },
      { title: `best ${objective}`, cell: ({ best }) => number(best.score), isFigure: true },
      { title: "median", cell: (row) => number(row.median), isFigure: true },
      { title: "size", cell: ({ size }) => number(size), isFigure: true, isMinor: true },
      { title: "age", cell: ({ age }) => count(age), isFigure: true },
      { title: "stagnant", cell: ({ stagnation }) => count(stagnation), isFigure: true },
      { title: "best", cell: ({ best }) => `#${best.id}` },
    ])}
    <p class="about">
      A species is named after its founder. <b>size</b>: the median of its members. <b>age</b>: generations since its
      founder was born; <b>stagnant</b>: since its best was.
    </p>
    ${linePlot({
      title: "How many species live",
      about: "",
      x: { name: "evaluations" },
      high: topOf(generations.map((row) => row.species)),
      lines: [{ name: "species", stroke: 1, points: generations.map((row) => [evaluationsOf(row), row.species]) }],
    })}`;
}

function scoresPlot(living: readonly Resident[], objective: string): Markup {
  const scores = living.map(({ score }) => score);
  return linePlot({
    title: `${objective} of those who live, best first`,
    about: `The best has ${number(scores[0])}, the median ${number(median(scores))}, the last ${number(scores.at(-1))} on the training cases.`,
    x: { name: "rank" },
    lines: [{ name: objective, stroke: 1, points: scores.map((score, i) => [i + 1, score]) }],
  });
}

function coverage({ generations }: ReportFacts["view"]): Markup {
  return linePlot({
    title: "Cells that are held",
    about: "",
    x: { name: "evaluations" },
    high: topOf(generations.map(({ cells }) => cells)),
    lines: [{ name: "cells", stroke: 1, points: generations.map((row) => [evaluationsOf(row), row.cells]) }],
  });
}

function bestTable(rows: readonly Resident[], objective: string, { variants }: ReportFacts["view"]): Markup {
  return markup`<div>
    <h3>The best that live</h3>
    ${table(rows, [
      { title: "id", cell: ({ id }) => `#${id}` },
      { title: objective, cell: ({ score }) => number(score), isFigure: true },
      { title: "size", cell: ({ size }) => size, isFigure: true },
      { title: "gen", cell: ({ generation }) => generation, isFigure: true },
      { title: "operator", cell: ({ id }) => variants.row(id)?.operator ?? "" },
    ])}
  </div>`;
}

function islandTable(view: ReportFacts["view"], objective: string): Markup {
  return markup`<h3>Islands</h3>
    ${table(islandRows(view), [
      { title: "island", cell: ({ island }) => island },
      { title: "members", cell: ({ size }) => count(size), isFigure: true },
      { title: `best ${objective}`, cell: ({ best }) => number(best?.score), isFigure: true },
      { title: "median", cell: (row) => number(row.median), isFigure: true },
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
