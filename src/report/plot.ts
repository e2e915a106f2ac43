import { markup, type Markup } from "./markup.ts";
import { type Scale, tickText } from "./scale.ts";

/** Every chart is drawn on a page of this width: on a phone it is shown at about its own size, on a screen larger. */
export const plotWidth = 360;

/** The place of a chart's data on its page. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a chart is, for whoever cannot see it. */
export interface Caption {
  readonly title: string;
  /** What it shows, in a sentence with its figures. */
  readonly about: string;
}

/** A chart's page. */
export function page(height: number, { title, about }: Caption, body: Markup): Markup {
  const label = about === "" ? title : `${title}. ${about}`;
  return markup`<svg class="plot" viewBox="0 0 ${plotWidth} ${height}" role="img" aria-label="${label}">${body}</svg>`;
}

/** A chart with its title above and a sentence below. */
export function figure(caption: Caption, chart: Markup, legend?: Markup): Markup {
  const about = caption.about === "" ? undefined : markup`<p class="about">${caption.about}</p>`;
  return markup`<figure>
    <figcaption>${caption.title}</figcaption>
    ${legend}${chart}${about}
  </figure>`;
}

/** A coordinate, short. */
export function at(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The lower axis with its ticks, grid and name. */
export function xAxis(frame: Frame, scale: Scale, name: string, format: (value: number) => string = tickText): Markup {
  const { left, top, width, height } = frame;
  const bottom = top + height;
  const ticks = scale.ticks.map((tick) => {
    const x = left + scale.share(tick) * width;
    return markup`<line class="grid" x1="${at(x)}" x2="${at(x)}" y1="${at(top)}" y2="${at(bottom)}" /><text
        class="tick"
        x="${at(x)}"
        y="${at(bottom + 14)}"
        text-anchor="${anchorOf(x, frame)}"
        >${format(tick)}</text
      >`;
  });
  const label = markup`<text class="name" x="${at(left + width / 2)}" y="${at(bottom + 29)}" text-anchor="middle"
    >${name}</text
  >`;
  return markup`${ticks}<line
      class="axis"
      x1="${at(left)}"
      x2="${at(left + width)}"
      y1="${at(bottom)}"
      y2="${at(bottom)}"
    />${label}`;
}

/** Labels at the right end would be cut. */
function anchorOf(x: number, { left, width }: Frame): string {
  if (x > left + width - 8) return "end";
  return x < left + 4 ? "start" : "middle";
}

/** The left axis with its ticks and grid. */
export function yAxis({ left, top, width, height }: Frame, scale: Scale): Markup {
  const ticks = scale.ticks.map((tick) => {
    const y = top + (1 - scale.share(tick)) * height;
    return markup`<line class="grid" x1="${at(left)}" x2="${at(left + width)}" y1="${at(y)}" y2="${at(y)}" /><text
        class="tick"
        x="${at(left - 5)}"
        y="${at(y + 3.5)}"
        text-anchor="end"
        >${tickText(tick)}</text
      >`;
  });
  return markup`${ticks}`;
}
