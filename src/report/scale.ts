import { number } from "../text/figures.ts";

/** How values become places along an axis. */
export interface Scale {
  readonly kind: "linear" | "logarithmic";
  readonly low: number;
  readonly high: number;
  /** Where a value lies, from 0 to 1; outside of that for values beyond the ends. */
  share(value: number): number;
  /** Round values between the ends, at most about as many as asked for, smallest first. */
  readonly ticks: readonly number[];
}

/** From this ratio of the largest to the smallest on, positive values are shown by their logarithms. */
const logarithmicFrom = 60;

/** Values beyond this are as good as infinite: with them, room at the ends could not be counted any more. */
const valueMax = 1e300;
/** Distances below this are as good as none. */
const valueMin = 1e-290;

/**
 * A scale over all finite values of a list; by logarithms where they span several powers of ten. `margin` is the room
 * beyond both ends, as a share of their distance.
 */
export function scaleOf(values: readonly number[], ticksMax: number, margin = 0.04): Scale {
  const finite = values.filter((value) => Math.abs(value) < valueMax);
  if (finite.length === 0) return linear(0, 1, ticksMax);
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  if (low > 0 && high / low > logarithmicFrom) {
    const [from, to] = [Math.log10(low), Math.log10(high)];
    return logarithmic(from - (to - from) * margin, to + (to - from) * margin, ticksMax);
  }
  const room = (high / 2 - low / 2) * 2 * margin;
  return linear(low - room, high + room, ticksMax);
}

/** An even scale; ends that are equal are moved apart. */
export function linear(from: number, to: number, ticksMax: number): Scale {
  const size = Math.max(Math.abs(from), Math.abs(to));
  const isPoint = !(to - from > Math.max(size * 1e-9, valueMin));
  const room = isPoint ? (size > valueMin ? size * 0.05 : 1) : 0;
  const [low, high] = [from - room, to + room];
  const share = (value: number): number => (value / 2 - low / 2) / (high / 2 - low / 2);
  return { kind: "linear", low, high, share, ticks: roundValues(low, high, ticksMax) };
}

/** A scale between two powers of ten. */
function logarithmic(from: number, to: number, ticksMax: number): Scale {
  const share = (value: number): number => (Math.log10(value) - from) / (to - from);
  const powers = to - from;
  const steps = powers < 2.5 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(powers / ticksMax));
  const ticks: number[] = [];
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    if (power % every !== 0) continue;
    const round = steps.map((step) => Number(`${step}e${power}`));
    ticks.push(...round.filter((tick) => share(tick) >= 0 && share(tick) <= 1));
  }
  return { kind: "logarithmic", low: 10 ** from, high: 10 ** to, share, ticks };
}

/** Multiples of 1, 2 or 5 times a power of ten. */
function roundValues(low: number, high: number, countMax: number): number[] {
  const rough = (high / 2 - low / 2) * (2 / Math.max(1, countMax));
  if (!Number.isFinite(rough) || rough <= 0) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, Math.min(50, last - first + 1)) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

const prefixes: readonly (readonly [size: number, letter: string])[] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

/** A value as it stands at an axis: short, with k, M and G for thousands, millions and milliards. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12))
    return value
      .toExponential()
      .replace(/^(.{5})\d*e/, "$1e")
      .replace("+", "");
  const [unit, letter] = prefixes.find(([from]) => size >= from * 10) ?? [1, ""];
  return `${number(value / unit)}${letter}`;
}
