import { boxed, insideBox, sideBySide } from "../../text/layout.ts";
import type { Row, Size } from "../../text/row.ts";
import { archivePane, capabilitiesPane, diffPane, lineagePane, populationPane } from "../panes.ts";
import type { Scene } from "../screen.ts";
import { newestLines } from "./log.ts";
import { figuresOf } from "./overview-figures.ts";
import { islandTable, islandTableRows } from "./overview-islands.ts";
import { moneyRows } from "./overview-money.ts";
import { type ChartAxis, livingRows, scoreChart } from "./overview-panes.ts";
import { bestRows, budgetRows, lanesRows, outcomeRows, stageRow } from "./overview-rows.ts";
import { fixed, gap, stacked } from "./overview-stack.ts";

/** A part of the grid: its title and what is inside its frame. */
interface Pane {
  readonly title: string;
  draw(scene: Scene, size: Size): readonly Row[];
}

/** Everything at one glance, in frames; for at least 120 columns and 32 rows. */
export function largeOverview(scene: Scene, axis: ChartAxis): readonly Row[] {
  const { columns, rows } = scene.size;
  const log = rows >= 40 ? 6 : 5;
  const top = Math.min(16, Math.round(rows * 0.34));
  const bottom = Math.min(10, Math.round(rows * 0.2));
  const [left, middle] = [Math.round(columns * 0.36), Math.round(columns * 0.28)];
  const right = columns - left - middle;
  return [
    ...beside(scene, top, [
      [scores(axis), left],
      [archive, middle],
      [budget, right],
    ]),
    ...beside(scene, rows - top - bottom - log, [
      [population, left + middle],
      [lineage(scene), right],
    ]),
    ...beside(scene, bottom, [
      [diff(scene), left + middle],
      [islandTableRows(scene.model.view) > 0 ? islands : capabilities, right],
    ]),
    ...beside(scene, log, [[newest, columns]]),
  ];
}

function beside(scene: Scene, rows: number, panes: readonly (readonly [Pane, number])[]): readonly Row[] {
  const blocks = panes.map(([{ title, draw }, columns]) => {
    const inside = insideBox({ columns, rows });
    return { rows: boxed(title, draw(scene, inside), { columns, rows }, scene.symbols), columns };
  });
  return sideBySide(blocks, 0, scene.symbols);
}

function scores(axis: ChartAxis): Pane {
  return {
    title: axis === "time" ? "Scores over running time" : "Scores over generations",
    draw(scene, { columns, rows }) {
      const best = fixed(2, bestRows(scene.model, figuresOf(scene.model), columns));
      const chart = {
        keep: 1,
        least: 3,
        most: 40,
        draw: (high: number) => scoreChart(scene, axis, { columns, rows: high }),
      };
      return stacked([chart, best], rows);
    },
  };
}

const archive: Pane = { title: "Archive", draw: archivePane };
const population: Pane = { title: "Population", draw: populationPane };
const capabilities: Pane = { title: "Capabilities", draw: capabilitiesPane };

function lineage({ selected }: Scene): Pane {
  return { title: `Lineage of ${selected === undefined ? "the best" : `#${selected}`}`, draw: lineagePane };
}

function diff({ selected }: Scene): Pane {
  return { title: `${selected === undefined ? "The best" : `#${selected}`} beside its parent`, draw: diffPane };
}

const budget: Pane = {
  title: "Budget and throughput",
  draw(scene, { columns, rows }) {
    const { model } = scene;
    const figures = figuresOf(model);
    return stacked(
      [
        fixed(6, budgetRows(figures, scene, columns)),
        fixed(5, moneyRows(model, columns)),
        fixed(5, [stageRow(model, figures)]),
        fixed(4, outcomeRows(figures, model, columns)),
        fixed(3, lanesRows(model, columns)),
        gap(),
        { keep: 2, least: 1, most: 8, draw: (high) => livingRows(scene, columns).slice(0, high) },
      ],
      rows,
    );
  },
};

const islands: Pane = { title: "Islands", draw: (scene, { columns, rows }) => islandTable(scene, columns, rows) };
const newest: Pane = { title: "Newest", draw: newestLines };
