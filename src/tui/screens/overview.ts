import { sideBySide } from "../../text/layout.ts";
import type { Row, Size } from "../../text/row.ts";
import { speciesRows } from "../../view/species.ts";
import type { Scene, Screen, Step } from "../screen.ts";
import { figuresOf } from "./overview-figures.ts";
import { largeOverview } from "./overview-large.ts";
import { islandTable, islandTableRows } from "./overview-islands.ts";
import { moneyRows } from "./overview-money.ts";
import { type ChartAxis, livingRows, scoreChart } from "./overview-panes.ts";
import { bestRows, budgetRows, indented, lanesRows, outcomeRows, stageRow } from "./overview-rows.ts";
import { fixed, gap, type Part, stacked } from "./overview-stack.ts";
import { newestLines } from "./log.ts";
import { speciesTable } from "./species-table.ts";
import { jobsStep } from "./workers.ts";

/** How the overview is drawn. */
export interface OverviewState {
  readonly axis: ChartAxis;
}

/** Is it alive, is it improving, what does it cost? */
export const overviewScreen: Screen<OverviewState> = {
  id: "overview",
  title: "Overview",
  short: "Over",
  keys: [
    { keys: ["enter"], does: "open the champion, or the best of the living", hint: "open best" },
    { keys: ["c"], does: "draw the chart over generations, or over running time", hint: "chart axis" },
    { keys: ["+", "="], does: "one evaluation lane more, from the next batch on" },
    { keys: ["-"], does: "one evaluation lane fewer, from the next batch on" },
  ],
  start: { axis: "generations" },
  render: (scene, state) => (isLarge(scene.size) ? largeOverview(scene, state.axis) : smallOverview(scene, state.axis)),
  press,
};

/** Room for the grid of panes: a terminal of 120 columns and 40 rows. */
function isLarge({ columns, rows }: Size): boolean {
  return columns >= 120 && rows >= 32;
}

function smallOverview(scene: Scene, axis: ChartAxis): readonly Row[] {
  const { model, size } = scene;
  const inside = size.columns - 1;
  const figures = figuresOf(model);
  const islands = islandTableRows(model.view);
  const species = speciesRows(model.view);
  const parts: readonly Part[] = [
    fixed(9, budgetRows(figures, scene, inside)),
    fixed(7, moneyRows(model, inside)),
    fixed(6, outcomeRows(figures, model, Infinity)),
    fixed(8, [stageRow(model, figures)]),
    gap(),
    fixed(10, bestRows(model, figures, inside)),
    { keep: 4, least: 5, most: 16, draw: (rows) => chartAndFacts(scene, axis, { columns: inside, rows }) },
    gap(),
    { keep: 3, least: Math.min(6, islands), most: islands, draw: (rows) => islandTable(scene, inside, rows) },
    {
      keep: 3,
      least: Math.min(5, species.length + 1),
      most: species.length === 0 ? 0 : species.length + 1,
      draw: (rows) => speciesTable(scene, species, { columns: inside, rows }),
    },
    gap(),
    fixed(5, lanesRows(model, Infinity)),
    { keep: 2, least: 1, most: 6, draw: (rows) => newestLines(scene, { columns: inside, rows }) },
  ];
  return indented(stacked(parts, size.rows), scene, size.columns);
}

function chartAndFacts(scene: Scene, axis: ChartAxis, { columns, rows }: Size): readonly Row[] {
  const facts =
    columns < 76 || scene.model.view.generations.length === 0 ? 0 : Math.min(44, Math.floor(columns * 0.38));
  const chart = scoreChart(scene, axis, { columns: columns - facts - (facts > 0 ? 2 : 0), rows });
  if (facts === 0) return chart;
  const blocks = [
    { rows: chart, columns: columns - facts - 2 },
    { rows: livingRows(scene, facts).slice(0, rows), columns: facts },
  ];
  return sideBySide(blocks, 2, scene.symbols);
}

function press(key: string, { model }: Scene, { axis }: OverviewState): Step<OverviewState> | undefined {
  switch (key) {
    case "enter":
      return openBest(model.view.state.finished?.champion ?? model.view.state.best?.id);
    case "c":
      return { state: { axis: axis === "time" ? "generations" : "time" } };
    case "+":
    case "=":
      return jobsStep(model, 1);
    case "-":
      return jobsStep(model, -1);
    default:
      return undefined;
  }
}

function openBest(id: number | undefined): Step<OverviewState> {
  if (id === undefined)
    return { act: { do: "say", text: "Nobody lives yet: the first scores come with the first generation." } };
  return { act: { do: "open", screen: "variant", id } };
}
