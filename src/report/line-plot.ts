import { quantile } from "../std/statistics.ts";
import { markup, type Markup } from "./markup.ts";
import { at, type Caption, figure, type Frame, page, plotWidth, xAxis, yAxis } from "./plot.ts";
import { linear, type Scale, scaleOf } from "./scale.ts";

/** A line through points. Values that are not finite are gaps. */
export interface Line {
  readonly name: string;
  /** Lines are told apart by their strokes too: 1 is drawn through, 2 is dashed, 3 is dotted, 4 is dashed and dotted. */
  readonly stroke: 1 | 2 | 3 | 4;
  readonly points: readonly Point[];
  /** Whether a value holds until the next one. */
  readonly steps?: boolean;
}

export type Point = readonly [x: number, y: number];

/** The area between two values at each place. */
export interface Band {
  readonly name: string;
  /** The line that it belongs to. */
  readonly stroke: 1 | 2 | 3 | 4;
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
}

/** What a chart of lines shows. */
export interface LinePlot extends Caption {
  readonly x: { readonly name: string; readonly format?: (value: number) => string };
  readonly lines: readonly Line[];
  readonly bands?: readonly Band[];
  /** Where there is one, the y axis is even, from 0 to this. */
  readonly high?: number;
}

const frame: Frame = { left: 48, top: 8, width: plotWidth - 58, height: 158 };
const pointsMax = 300;

/** Lines and bands over two axes, with a legend. The few highest and lowest values of a band are cut at the frame. */
export function linePlot(plot: LinePlot): Markup {
  const { lines, bands = [] } = plot;
  const xs = [...lines, ...bands].flatMap(({ points }) => points.map(([x]) => x)).filter(Number.isFinite);
  const values = lines.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite);
  if (values.length === 0) return figure(plot, markup`<p class="empty">There is nothing to draw yet.</p>`);
  const [first, last] = ends(xs);
  // An axis that begins near 0 begins at 0.
  const x = linear(first > 0 && first < last / 4 ? 0 : first, last, 5);
  const y = plot.high === undefined ? scaleOf([...ends(values), ...core(bands)], 4) : linear(0, plot.high, 4);
  const areas = bands.map((band) => bandPath(band, x, y));
  const strokes = lines.map((line) => linePath(line, x, y));
  // A nested page cuts what lies outside, and needs no ids to do so.
  const data = markup`<svg
    x="${frame.left}"
    y="${frame.top}"
    width="${frame.width}"
    height="${frame.height}"
    viewBox="0 0 ${frame.width} ${frame.height}"
    overflow="hidden"
  >
    ${areas}${strokes}
  </svg>`;
  const note = y.kind === "logarithmic" ? `${plot.about} The scale is logarithmic.`.trim() : plot.about;
  const caption = { title: plot.title, about: note };
  const body = markup`${yAxis(frame, y)}${xAxis(frame, x, plot.x.name, plot.x.format)}${data}`;
  return figure(caption, page(frame.top + frame.height + 34, caption, body), legend(lines, bands));
}

/** The end of an axis that begins at 0, for values up to the highest of some. */
export function topOf(values: readonly number[]): number {
  return 1.05 * Math.max(1e-9, ends(values.filter(Number.isFinite))[1]);
}

function ends(values: readonly number[]): readonly [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** The values of the bands without the wildest twentieth at either end, which would leave no room for the rest. */
function core(bands: readonly Band[]): readonly number[] {
  return bands.flatMap(({ points }) => {
    const [lows, highs] = [1, 2].map((i) => points.map((point) => point[i]!).filter(Number.isFinite));
    if (lows!.length === 0 || highs!.length === 0) return [];
    return [quantile(lows!, 0.1), quantile(lows!, 0.9), quantile(highs!, 0.1), quantile(highs!, 0.9)];
  });
}

function linePath({ points, stroke, steps = false }: Line, x: Scale, y: Scale): Markup {
  let path = "";
  let isOpen = false;
  for (const [px, py] of thinned(points)) {
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      isOpen = false;
      continue;
    }
    const place = at(x.share(px) * frame.width);
    const height = at(heightOf(py, y));
    path += isOpen ? (steps ? `H${place}V${height}` : `L${place} ${height}`) : `M${place} ${height}`;
    isOpen = true;
  }
  return markup`<path class="line s${stroke}" d="${path}" />`;
}

function heightOf(value: number, y: Scale): number {
  // Far outside of the frame is as good as outside, and no number that a path cannot hold.
  const share = Math.min(5, Math.max(-5, y.share(value)));
  return (1 - (Number.isNaN(share) ? 0 : share)) * frame.height;
}

function bandPath({ points, stroke }: Band, x: Scale, y: Scale): Markup {
  const whole = thinned(points).filter((point) => point.every(Number.isFinite));
  const place = ([px]: readonly number[], py: number): string =>
    `${at(x.share(px!) * frame.width)} ${at(heightOf(py, y))}`;
  const upper = whole.map((point) => place(point, point[2]));
  const lower = whole.map((point) => place(point, point[1])).toReversed();
  if (upper.length < 2) return markup``;
  return markup`<path class="band s${stroke}" d="M${[...upper, ...lower].join("L")}Z" />`;
}

/** At most so many points at even distances, the last one always. */
function thinned<T>(points: readonly T[]): readonly T[] {
  if (points.length <= pointsMax) return points;
  return Array.from({ length: pointsMax }, (_, i) => points[Math.round((i * (points.length - 1)) / (pointsMax - 1))]!);
}

/** The title says what a single line is. */
function legend(lines: readonly Line[], bands: readonly Band[]): Markup | undefined {
  if (lines.length + bands.length === 1) return undefined;
  const keys = [
    ...lines.map(
      ({ name, stroke }) =>
        markup`<li>
          <svg class="key" viewBox="0 0 24 8"><path class="line s${stroke}" d="M0 4H24" /></svg>${name}
        </li>`,
    ),
    ...bands.map(
      ({ name, stroke }) =>
        markup`<li>
          <svg class="key" viewBox="0 0 24 8"><rect class="band s${stroke}" width="24" height="8" /></svg>${name}
        </li>`,
    ),
  ];
  return markup`<ul class="legend">
    ${keys}
  </ul>`;
}
