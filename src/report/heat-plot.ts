import { number } from "../text/figures.ts";
import { type Axis, binRange, type Grid } from "../view/archive.ts";
import { markup, type Markup } from "./markup.ts";
import { at, figure, page, plotWidth } from "./plot.ts";
import { scaleOf } from "./scale.ts";

const side = plotWidth - 60;
const left = 48;
const top = 6;
/** So many shades there are; the style sheet names them `h0` to `h8`. */
const shades = 9;

/** The cells of a grid by the score of the best that holds them; better is darker, or lighter on a dark page. */
export function heatPlot(grid: Grid, objective: { readonly name: string; readonly direction: string }): Markup {
  const { columns, rows, cells } = grid;
  const wide = side / columns;
  // A grid of one axis is a strip.
  const tall = grid.y === undefined ? 40 : side / rows;
  const height = tall * rows;
  const held = cells.flatMap((cell) => (cell === undefined ? [] : [cell.best.score]));
  const scale = scaleOf(held, 4, 0);
  const better = (score: number): number =>
    objective.direction === "maximize" ? scale.share(score) : 1 - scale.share(score);
  const best = held.reduce((a, b) => (better(b) > better(a) ? b : a), held[0] ?? Number.NaN);
  const marks = cells.map((cell, i) => {
    const [x, y] = [left + (i % columns) * wide, top + (rows - 1 - Math.floor(i / columns)) * tall];
    const place = markup`x="${at(x)}" y="${at(y)}" width="${at(wide)}" height="${at(tall)}"`;
    if (cell === undefined) return markup`<rect class="cell empty" ${place} />`;
    const { id, score } = cell.best;
    const shade = Math.min(shades - 1, Math.max(0, Math.floor(better(score) * shades)));
    const mark =
      score === best
        ? markup`<path class="best" d="M${at(x + wide / 2 - 3)} ${at(y + tall / 2)}l3 -3l3 3l-3 3Z" />`
        : undefined;
    return markup`<rect class="cell h${shade}" ${place}><title>#${id}: ${objective.name} ${number(score)}</title></rect
      >${mark}`;
  });
  const body = markup`${marks}${axes(grid, height)}`;
  const caption = {
    title: `Cells by ${objective.name}`,
    about: `${grid.held} of ${grid.capacity} cells are held. A diamond marks the best, ${number(best)}.`,
  };
  return figure(caption, page(top + height + 34, caption, body), key(scale.low, scale.high, objective.direction));
}

function axes({ x, y }: Grid, height: number): Markup {
  const bottom = top + height;
  const [from, to] = endsOf(x);
  const below = markup`<text class="tick" x="${left}" y="${at(bottom + 14)}">${from}</text
    ><text class="tick" x="${left + side}" y="${at(bottom + 14)}" text-anchor="end">${to}</text
    ><text class="name" x="${left + side / 2}" y="${at(bottom + 28)}" text-anchor="middle">${x.name}</text>`;
  if (y === undefined) return below;
  const [low, high] = endsOf(y);
  const middle = top + height / 2;
  return markup`${below}<text class="tick" x="${left - 5}" y="${at(bottom)}" text-anchor="end">${low}</text
    ><text class="tick" x="${left - 5}" y="${top + 9}" text-anchor="end">${high}</text
    ><text class="name" x="16" y="${at(middle)}" text-anchor="middle" transform="rotate(-90 16 ${at(middle)})"
      >${y.name}</text
    >`;
}

function endsOf(axis: Axis): readonly [string, string] {
  return [number(binRange(axis, 0)[0]), number(binRange(axis, axis.bins - 1)[1])];
}

function key(low: number, high: number, direction: string): Markup {
  const [worst, best] = direction === "maximize" ? [low, high] : [high, low];
  const steps = Array.from(
    { length: shades },
    (_, i) => markup`<rect class="cell h${i}" x="${i * 12}" width="12" height="10" />`,
  );
  return markup`<p class="legend">
    ${number(worst)} <svg class="ramp" viewBox="0 0 ${shades * 12} 10">${steps}</svg> ${number(best)}
  </p>`;
}
