import { count } from "../text/figures.ts";
import { markup, type Markup } from "./markup.ts";
import { at, type Caption, figure, type Frame, page, plotWidth } from "./plot.ts";
import { type Scale, scaleOf } from "./scale.ts";

/** Something at a place. */
export interface Dot {
  readonly at: readonly [x: number, y: number];
  /** How dark it is, from 0 to 1. */
  readonly shade: number;
  /** What it belongs to, in a character or two. */
  readonly group?: string;
  readonly text: string;
}

/** What a plot of dots shows: places without axes. */
export interface DotPlot extends Caption {
  /** Of those of one place, the first is told and gives the shade. */
  readonly dots: readonly Dot[];
  /** What the lightest and the darkest shade stand for. */
  readonly low: string;
  readonly high: string;
}

const frame: Frame = { left: 4, top: 4, width: plotWidth - 8, height: 252 };
/** The style sheet names shades `h0` to `h8`. The first ones are too faint for a dot. */
const shades = [2, 3, 4, 5, 6, 7, 8];
const radiusMin = 2.4;
const radiusMax = 11;

/** Dots by their places, those of one place as one that is larger, with the name of each group where most of it is. */
export function dotPlot(plot: DotPlot): Markup {
  const spots = spotsOf(plot.dots);
  const most = spots.reduce((largest, spot) => Math.max(largest, spot.count), 1);
  const circles = spots
    .toSorted((a, b) => b.count - a.count)
    .map(({ x, y, first, count: many }) => {
      const radius = Math.max(radiusMin, radiusMax * Math.sqrt(many / most));
      const shade = shades[Math.min(shades.length - 1, Math.floor(first.shade * shades.length))]!;
      const text = many === 1 ? first.text : `${count(many)} variants, first ${first.text}`;
      return markup`<circle class="dot h${shade}" cx="${x}" cy="${y}" r="${at(radius)}"><title>${text}</title></circle>`;
    });
  const { left, top, width, height } = frame;
  const plane = markup`<rect class="plane" x="${left}" y="${top}" width="${width}" height="${height}" />`;
  return figure(plot, page(2 * top + height, plot, markup`${plane}${circles}${names(spots)}`), key(plot));
}

/** Dots of one group in one place of the page. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly first: Dot;
  readonly count: number;
}

function spotsOf(dots: readonly Dot[]): readonly Spot[] {
  const scaleAlong = (k: 0 | 1): Scale =>
    scaleOf(
      dots.map((dot) => dot.at[k]),
      4,
      0.06,
    );
  const [across, up] = [scaleAlong(0), scaleAlong(1)];
  const spots = new Map<string, Spot>();
  for (const dot of dots) {
    const x = Math.round(frame.left + across.share(dot.at[0]) * frame.width);
    const y = Math.round(frame.top + (1 - up.share(dot.at[1])) * frame.height);
    const place = [x, y, dot.group].join();
    const { first, count: many } = spots.get(place) ?? { first: dot, count: 0 };
    spots.set(place, { x, y, first, count: many + 1 });
  }
  return [...spots.values()];
}

/** The name of each group, at the place where most of it is. */
function names(spots: readonly Spot[]): Markup {
  const largest = new Map<string, Spot>();
  for (const spot of spots) {
    const { group } = spot.first;
    if (group !== undefined && spot.count > (largest.get(group)?.count ?? 0)) largest.set(group, spot);
  }
  const texts = [...largest].map(
    ([group, { x, y }]) => markup`<text class="group" x="${x}" y="${y + 3.5}" text-anchor="middle">${group}</text>`,
  );
  return markup`${texts}`;
}

function key({ low, high }: DotPlot): Markup {
  const steps = shades.map((shade, i) => markup`<rect class="cell h${shade}" x="${i * 12}" width="12" height="10" />`);
  return markup`<p class="legend">
    ${low} <svg class="ramp" viewBox="0 0 ${shades.length * 12} 10">${steps}</svg> ${high}
  </p>`;
}
