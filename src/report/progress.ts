import { kindsOf } from "../events/spec.ts";
import { count, number } from "../text/figures.ts";
import { sizeUnit } from "../view/genome-text.ts";
import type { GenerationRow, SearchRow } from "../view/model.ts";
import { markup, type Markup } from "./markup.ts";
import { type Band, type Line, linePlot, type LinePlot, topOf } from "./line-plot.ts";
import type { ReportFacts } from "./report-facts.ts";
import { time } from "./ran.ts";
import { folded } from "./table.ts";

const linesMax = 120;
/** So many islands are drawn in one plot. */
const strokes = [1, 2, 3, 4] as const;

/** How the score got better, over evaluations and over time, and what became of the population meanwhile. */
export function progressSection(report: ReportFacts): Markup {
  const { view } = report;
  const [objective] = view.facts.scenario.objectives;
  const rows = view.generations;
  if (rows.length === 0) return markup`<p class="empty">No generation is finished yet.</p>`;
  const better = objective.direction === "minimize" ? "lower" : "higher";
  const rivals =
    (view.facts.scenario.rivals ?? 0) > 0 ? " Rivals change, so that generations are not quite comparable." : "";
  const kinds = kindsOf(view.state.spec);
  const sizeUnits = kinds.map((kind) => (kinds.length > 1 ? `${sizeUnit(kind)} (${kind})` : sizeUnit(kind))).join(", ");
  const clock = clockOf(rows.at(-1)!.elapsedMs);
  const about = `Scores on the training cases; ${better} is better. The band holds the middle half of those who live.${rivals}`;
  return markup`
    <p>${sentence(rows, objective.name)}</p>
    <div class="pair">
      ${scores(rows, { title: `${objective.name} over evaluations`, about, x: { name: "evaluations" } }, evaluationsOf)}
      ${scores(
        rows,
        { title: `${objective.name} over running time`, about: "", x: { name: clock.name } },
        ({ elapsedMs }) => elapsedMs / clock.ms,
      )}
    </div>
    <div class="pair">
      ${linePlot({
        title: "Diversity",
        about: "Distinct agents among those who live, as a share.",
        x: { name: "evaluations" },
        high: 1.05,
        lines: [{ name: "share", stroke: 1, points: rows.map((row) => [evaluationsOf(row), row.diversity]) }],
      })}
      ${linePlot({
        title: "Size",
        about: `The median of those who live, in ${sizeUnits}.`,
        x: { name: "evaluations" },
        high: topOf(rows.map(({ sizeMedian }) => sizeMedian)),
        lines: [{ name: "median size", stroke: 1, points: rows.map((row) => [evaluationsOf(row), row.sizeMedian]) }],
      })}
    </div>
    ${searchPlots(rows)} ${happened(report)}`;
}

/** How wide strategies drew their samples, and how good their means were. */
function searchPlots(rows: readonly GenerationRow[]): Markup | undefined {
  const islands = [...new Set(rows.flatMap(({ searches }) => searches.map(({ island }) => island)))].slice(
    0,
    strokes.length,
  );
  if (islands.length === 0) return undefined;
  const lineOf = (of: (search: SearchRow) => number | undefined): Line[] =>
    islands.map((island, place) => ({
      name: islands.length === 1 ? "" : `island ${island}`,
      stroke: strokes[place]!,
      points: rows.map((row) => {
        const search = row.searches.find((one) => one.island === island);
        return [evaluationsOf(row), (search && of(search)) ?? Number.NaN];
      }),
    }));
  const restarts = rows.at(-1)!.searches.reduce((sum, one) => sum + (one.restarts ?? 0), 0);
  const about = `How wide samples were drawn around the mean. The search ${restarts === 0 ? "never began anew" : `began anew ${restarts === 1 ? "once" : `${count(restarts)} times`}`}.`;
  const x = { name: "evaluations" };
  const means = lineOf(({ mean }) => mean?.score);
  const hasMeans = means.some(({ points }) => points.some(([, score]) => Number.isFinite(score)));
  return markup`<div class="pair">
    ${linePlot({ title: "Step size (sigma)", about, x, lines: lineOf(({ sigma }) => sigma) })}
    ${hasMeans ? linePlot({ title: "Score of the mean", about: "The centre of the distribution itself.", x, lines: means }) : undefined}
  </div>`;
}

/** Those included whose outcome was taken from an equal program: so the budget counts. */
export function evaluationsOf({ evaluations, reused }: GenerationRow): number {
  return evaluations + reused;
}

/** What running time is counted in, for a campaign that ran so long. */
export function clockOf(elapsedMs: number): { readonly name: string; readonly ms: number } {
  if (elapsedMs > 5_400_000) return { name: "running time in hours", ms: 3_600_000 };
  return elapsedMs > 120_000
    ? { name: "running time in minutes", ms: 60_000 }
    : { name: "running time in seconds", ms: 1000 };
}

function scores(
  rows: readonly GenerationRow[],
  plot: { readonly title: string; readonly about: string; readonly x: LinePlot["x"] },
  place: (row: GenerationRow) => number,
): Markup {
  const best: Line = { name: "best", stroke: 1, points: rows.map((row) => [place(row), row.best]) };
  const median: Line = { name: "median", stroke: 2, points: rows.map((row) => [place(row), row.quartiles[1]]) };
  const band: Band = {
    name: "middle half",
    stroke: 1,
    points: rows.map((row) => [place(row), row.quartiles[0], row.quartiles[2]] as const).map(inOrder),
  };
  return linePlot({ ...plot, lines: [best, median], bands: [band] });
}

function inOrder([x, a, b]: readonly [number, number, number]): readonly [number, number, number] {
  return [x, Math.min(a, b), Math.max(a, b)];
}

function sentence(rows: readonly GenerationRow[], objective: string): string {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const since = rows.find(({ best }) => best === last.best) ?? last;
  const change = `In ${count(last.generation + 1)} generations the best ${objective} on the training cases went from ${number(first.best)} to ${number(last.best)}.`;
  return since.generation === last.generation
    ? change
    : `${change} It was reached in generation ${count(since.generation)}, after ${count(evaluationsOf(since))} evaluations.`;
}

function happened({ view }: ReportFacts): Markup {
  const lines = view.lines.slice(-linesMax);
  const items = lines.map(
    ({ t, level, text }) =>
      markup`<li class="${level}">
        ${t === "" ? undefined : markup`<span class="dim">${time(t).slice(11, 19)}</span> `}${text}
      </li>`,
  );
  const which = view.lines.length > linesMax ? `the latest ${linesMax} lines` : `${lines.length} lines`;
  return folded(
    `What happened: ${which}`,
    markup`<ol class="log">
      ${items}
    </ol>`,
  );
}
