import { kindsOf } from "../../events/spec.ts";
import { sizeUnit } from "../../view/genome-text.ts";
import { legend, lineChart, type Series, sparkline } from "../../text/chart.ts";
import { count, duration, number, percent } from "../../text/figures.ts";
import { cutRow, padRow, spread } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { quantile } from "../../std/statistics.ts";
import type { GenerationRow, Model, SearchRow } from "../../view/model.ts";
import type { Scene } from "../screen.ts";
import { sampled } from "./overview-figures.ts";

/** What the chart's horizontal axis is. */
export type ChartAxis = "generations" | "time";

/** The best and the median score of the living over generations or running time. */
export function scoreChart(scene: Scene, axis: ChartAxis, { columns, rows }: Size): readonly Row[] {
  const { symbols, model } = scene;
  const { generations, facts } = model.view;
  const last = generations.at(-1);
  if (rows < 3 || columns < 12) return [];
  if (last === undefined) {
    return [
      row(),
      row(span("Best and median score are drawn here from the first", "dim")),
      row(span("generation on.", "dim")),
    ];
  }
  const samples = sampled(generations, axis, Math.max(2, 2 * columns));
  const series: readonly Series[] = [
    { values: samples.map(({ best }) => best), style: "series-1", label: "best" },
    {
      values: samples.map(({ quartiles }) => quartiles[1]),
      style: "series-2",
      label: "median",
    },
  ];
  const ends =
    axis === "time"
      ? (["0s", duration(last.elapsedMs / 1000)] as const)
      : ([`gen ${generations[0]!.generation}`, `gen ${last.generation}`] as const);
  const chart = lineChart(series, {
    size: { columns, rows: rows - 1 },
    symbols,
    axis: { ends, ...rangeOf(samples, facts.scenario.objectives[0].direction) },
  });
  const better = facts.scenario.objectives[0].direction === "minimize" ? "lower is better ↓" : "higher is better ↑";
  const heading = spread(legend(series, symbols), row(span(better, "dim")), columns, symbols);
  return [heading, ...chart].map((line) => cutRow(line, columns, symbols));
}

/** The range that shows the best well: medians much worse than any best are cut at the edge. */
function rangeOf(
  samples: readonly GenerationRow[],
  direction: "minimize" | "maximize",
): { readonly low?: number; readonly high?: number } {
  const bests = samples.map(({ best }) => best).filter(Number.isFinite);
  const medians = samples.map(({ quartiles }) => quartiles[1]).filter(Number.isFinite);
  if (bests.length < 2 || medians.length < 2) return {};
  const [low, high] = [Math.min(...bests), Math.max(...bests)];
  const reach = 1.5 * (high - low);
  if (reach === 0) return {};
  if (direction === "minimize") return { low, high: Math.min(Math.max(high, quantile(medians, 0.9)), high + reach) };
  return { low: Math.max(Math.min(low, quantile(medians, 0.1)), low - reach), high };
}

/** How spread, how diverse and how large the living are, each with its course over the generations. */
export function livingRows({ model, symbols }: Scene, columns: number): readonly Row[] {
  const { generations } = model.view;
  const last = generations.at(-1);
  if (last === undefined) return [];
  const [low, median, high] = last.quartiles;
  const { spec } = model.view.state;
  const fact = (label: string, text: string, course: LivingFact[2]): Row => {
    const head = padRow([span(label.padEnd(10), "dim"), span(text)], Math.min(columns, 22), { symbols });
    const room = Math.min(40, columns - 23);
    return room < 4 ? head : [...head, span(" "), span(sparkline(generations.map(course), room, symbols), "series-3")];
  };
  return [
    fact("median", number(median), ({ quartiles }) => quartiles[1]),
    row(span("quartiles ", "dim"), `${number(low)} to ${number(high)}`),
    fact("diversity", percent(last.diversity, 1), ({ diversity }) => diversity),
    ...[...coverage(model, last), ...searchFacts(last)].map(([label, text, course]) => fact(label, text, course)),
    fact(
      "size",
      `${number(last.sizeMedian)} ${kindsOf(spec).length > 1 ? "" : sizeUnit(spec.kind)}`,
      ({ sizeMedian }) => sizeMedian,
    ),
    row(span("living    ", "dim"), livingText(model, last)),
  ].map((line) => cutRow(line, columns, symbols));
}

/** A grid has cells in place of a population's size. */
function livingText({ view }: Model, { living }: GenerationRow): string {
  const { archive, population } = view.state.spec;
  return archive.name === "map-elites" ? count(living) : `${count(living)} of ${count(population)}`;
}

/** What is told of the living: its name, its figure, and its course. */
type LivingFact = readonly [label: string, text: string, course: (one: GenerationRow) => number];

function coverage({ view }: Model, last: GenerationRow): readonly LivingFact[] {
  const { archive } = view.state.spec;
  if (archive.name === "species")
    return [["species", `${last.species} of ${archive.target}`, ({ species }) => species]];
  if (archive.name !== "map-elites") return [];
  const whole = archive.bins.reduce((product, bins) => product * bins, 1);
  return [
    ["coverage", percent(last.cells, whole), ({ cells }) => cells],
    ["QD score", number(last.qd), ({ qd }) => qd],
  ];
}

/** How strategies draw their samples, and its course; where there are several, each by its island. */
function searchFacts({ searches }: GenerationRow): readonly LivingFact[] {
  return searches.flatMap(({ island, sigma, axisRatio, restarts, idle = 0, mean }) => {
    const fact = (label: string, text: string, of: (search: SearchRow) => number | undefined): LivingFact => [
      searches.length > 1 ? `${label} ${island}` : label,
      text,
      (one) => one.searches.filter((search) => search.island === island).map(of)[0] ?? Number.NaN,
    ];
    return [
      fact("sigma", number(sigma), (search) => search.sigma),
      ...(axisRatio === undefined ? [] : [fact("axes", `1 to ${number(axisRatio)}`, (search) => search.axisRatio)]),
      ...(mean === undefined ? [] : [fact("mean", number(mean.score), (search) => search.mean?.score)]),
      ...(restarts === undefined ? [] : [fact("restarts", `${restarts}, idle ${idle}`, (search) => search.idle)]),
    ];
  });
}
