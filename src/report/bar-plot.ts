import { count } from "../text/figures.ts";
import { html, type Html } from "./html.ts";
import { at, type Caption, figure, type Frame, page, plotWidth, xAxis, yAxis } from "./plot.ts";
import { linear } from "./scale.ts";

/** What a histogram shows. */
export interface Histogram extends Caption {
  readonly counts: readonly number[];
  /** The values where the first bar begins and the last one ends. */
  readonly low: number;
  readonly high: number;
  readonly x: string;
  /** What is counted. */
  readonly y: string;
}

const frame: Frame = { left: 40, top: 8, width: plotWidth - 52, height: 130 };

/** Upright bars over even stretches of values. */
export function histogram(plot: Histogram): Html {
  const { counts, low, high, x, y } = plot;
  const across = linear(low, high, 5);
  const up = linear(0, Math.max(1, ...counts), 3);
  const bars = counts.map((value, i) => {
    const [from, to] = [i, i + 1].map((edge) => frame.left + (edge / counts.length) * frame.width);
    const height = up.share(value) * frame.height;
    return html`<rect
      class="bar"
      x="${at(from! + 0.5)}"
      y="${at(frame.top + frame.height - height)}"
      width="${at(to! - from! - 1)}"
      height="${at(height)}"
      ><title>${count(value)}</title></rect
    >`;
  });
  const body = html`${yAxis(frame, up)}${bars}${xAxis(frame, across, `${x} (bars: ${y})`)}`;
  return figure(plot, page(frame.top + frame.height + 34, plot, body));
}
