import { number } from "../text/figures.ts";
import { markup, type Markup } from "./markup.ts";
import { at, type Caption, figure, type Frame, page, plotWidth, xAxis } from "./plot.ts";
import { type Scale, scaleOf } from "./scale.ts";

/** An estimate and its interval beside a name. */
export interface Estimate {
  readonly name: string;
  readonly value: number;
  /** Absent where there is none. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** Drawn as a filled diamond rather than a ring, and in bold. */
  readonly isMain?: boolean;
}

/** What a chart of estimates shows. */
export interface IntervalPlot extends Caption {
  readonly axis: string;
  readonly rows: readonly Estimate[];
  readonly format?: (value: number) => string;
  /** A value that all are to be seen against. */
  readonly zero?: number;
}

const rowHeight = 24;
const labelMax = 22;

/** One row an estimate: a mark on the value, whiskers to the ends of its interval. */
export function intervalPlot(plot: IntervalPlot): Markup {
  const { rows, axis, format = number, zero } = plot;
  const longest = Math.max(4, ...rows.map(({ name }) => Math.min(labelMax, name.length)));
  const left = Math.round(longest * 7 + 12);
  const frame: Frame = { left, top: 4, width: plotWidth - left - 12, height: rows.length * rowHeight };
  const values = rows.flatMap(({ value, interval }) => [value, interval?.low ?? value, interval?.high ?? value]);
  const scale = scaleOf(zero === undefined ? values : [...values, zero], 4);
  const marks = rows.map((row, i) => rowOf(row, frame.top + (i + 0.5) * rowHeight, frame, scale));
  const body = markup`${xAxis(frame, scale, axis, format)}${marks}`;
  const about = scale.kind === "logarithmic" ? `${plot.about} The scale is logarithmic.`.trim() : plot.about;
  const caption = { title: plot.title, about };
  return figure(caption, page(frame.height + 38, caption, body));

  function rowOf({ name, value, interval, isMain = false }: Estimate, y: number, place: Frame, x: Scale): Markup {
    const px = (one: number): number => place.left + x.share(one) * place.width;
    const ends = interval === undefined ? "" : ` [${format(interval.low)}, ${format(interval.high)}]`;
    const kind = isMain ? "main" : "other";
    const label = name.length > labelMax ? `${name.slice(0, labelMax - 1).toWellFormed()}…` : name;
    const whisker =
      interval === undefined
        ? undefined
        : markup`<path
            class="whisker ${kind}"
            d="M${at(px(interval.low))} ${at(y)}H${at(px(interval.high))}M${at(px(interval.low))} ${at(y - 4)}v8M${at(px(interval.high))} ${at(y - 4)}v8"
          />`;
    const mark = isMain
      ? markup`<path class="mark main" d="M${at(px(value) - 5.5)} ${at(y)}l5.5 -5.5l5.5 5.5l-5.5 5.5Z" />`
      : markup`<circle class="mark other" cx="${at(px(value))}" cy="${at(y)}" r="3.6" />`;
    return markup`<g
      ><title>${name}: ${format(value)}${ends}</title
      ><text class="label ${kind}" x="${at(place.left - 8)}" y="${at(y + 4)}" text-anchor="end">${label}</text
      >${whisker}${mark}</g
    >`;
  }
}
