import { bar, createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { Case, Playback } from "../../src/scenario/scenario.ts";
import { judge } from "./judge.ts";
import type { Packing } from "./play.ts";

/** Shows a packing item by item: the bins as bars that fill up. Throws where it is none. */
export function playback(answer: unknown, one: Case): Playback {
  judge(answer, one);
  const { capacity, items } = one.instance as Packing;
  const bins = typeof answer === "number" ? [answer] : (answer as readonly number[]);
  const binsMax = bins.reduce((most, bin) => Math.max(most, bin + 1), 0);
  return {
    frames: items.length + 1,
    draw(frame, columns, rows) {
      const picture = createPicture(columns, rows);
      const scene = { capacity, items, placed: frame, bin: bins[frame - 1] ?? -1, fills: fillsAt(bins, items, frame) };
      const top = drawFigures(picture, scene);
      drawBins(picture, scene, { top, binsMax });
      return picture.lines();
    },
  };
}

interface Scene extends Packing {
  /** How many items are in bins. */
  readonly placed: number;
  /** Where the last of them went; -1 before the first. */
  readonly bin: number;
  /** The sizes in each bin that is used, summed up. */
  readonly fills: readonly number[];
}

function fillsAt(bins: readonly number[], items: readonly number[], placed: number): number[] {
  const fills: number[] = [];
  for (let i = 0; i < placed; i++) fills[bins[i]!] = (fills[bins[i]!] ?? 0) + items[i]!;
  return fills;
}

/** What is packed, in figures; returns the first row that is left. */
function drawFigures(picture: Picture, { capacity, items, placed, bin, fills }: Scene): number {
  const { columns, rows } = picture;
  const size = items[placed - 1];
  const steps = size === undefined ? [] : [`size ${String(size).padStart(3)} into bin ${bin + 1}`];
  const [done, total] = [items.slice(0, placed).reduce((sum, item) => sum + item, 0), items.length];
  const bound = Math.ceil(done / capacity);
  const full = fills.filter((fill) => fill === capacity).length;
  const rest = fills.length * capacity - done;
  const figures = [
    `bins ${fills.length}`,
    `at least ${bound}`,
    `excess ${bound === 0 ? "-" : `${((100 * fills.length) / bound - 100).toFixed(1)} %`}`,
    `full ${full}`,
    `unused ${fills.length === 0 ? "-" : `${((100 * rest) / (fills.length * capacity)).toFixed(1)} %`}`,
  ];
  const coming = placed === total ? "all packed" : `then ${items.slice(placed, placed + 8).join(" ")}`;
  const head = [`item ${String(placed).padStart(String(total).length)}/${total}`, ...steps];
  if (rows < 5) {
    picture.write(0, 0, inLine([...head, ...figures], columns));
    return 1;
  }
  picture.write(0, 0, inLine([...head, coming], columns));
  picture.write(0, 1, inLine(figures, columns));
  if (rows < 10) return 2;
  const width = Math.min(50, columns - 12);
  if (width > 0) picture.write(0, 2, `item  [${bar((size ?? 0) / capacity, width).padEnd(width)}] ${capacity}`);
  return rows < 14 ? 3 : 4;
}

/** Bars side by side in as many bands as all bins will need; the last bins where even that is too little room. */
function drawBins(
  picture: Picture,
  { capacity, bin, fills }: Scene,
  { top, binsMax }: { readonly top: number; readonly binsMax: number },
): void {
  const room = picture.rows - top;
  if (room < 1) return;
  const gap = binsMax * 2 <= picture.columns ? 2 : 1;
  const across = Math.max(1, Math.floor(picture.columns / gap));
  const wanted = Math.max(1, Math.ceil(binsMax / across));
  // Under each band a row that points out the last bin, where there is room for it.
  const pointed = room >= 3 * wanted;
  const bands = Math.min(wanted, room);
  const height = Math.max(1, Math.min(10, Math.floor(room / bands) - (pointed ? 1 : 0)));
  const hidden = Math.max(0, Math.ceil(fills.length / across) - bands) * across;
  for (const [at, fill] of fills.entries()) {
    const place = at - hidden;
    if (place < 0) continue;
    const [column, band] = [(place % across) * gap, Math.floor(place / across)];
    const base = top + (band + 1) * (height + (pointed ? 1 : 0)) - (pointed ? 2 : 1);
    // Only a bin that is filled exactly reaches the upper edge.
    const eighths =
      fill === capacity ? height * 8 : Math.min(height * 8 - 1, Math.round((fill / capacity) * height * 8));
    for (let level = 0; level < height; level++) {
      const part = Math.min(8, Math.max(0, eighths - 8 * level));
      picture.write(column, base - level, part === 0 ? "·" : " ▁▂▃▄▅▆▇█"[part]!);
    }
    if (pointed && at === bin) picture.write(column, base + 1, "▲");
  }
}
