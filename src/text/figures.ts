/** A number as people read it: five significant digits. */
export function number(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? "-" : String(Number(value.toPrecision(5)));
}

/** A number with its sign. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${number(value)}`;
}

/** A whole number with its thousands set apart. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A share as a percentage. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)}%`;
}

/** An amount of US dollars: cents, or two significant digits where it is less than a dollar. */
export function dollars(usd: number): string {
  if (usd >= 1) return `$${count(Math.floor(Number(usd.toFixed(2))))}${usd.toFixed(2).slice(-3)}`;
  if (usd <= 0) return "$0.00";
  if (usd < 0.000_1) return "<$0.0001";
  const digits = Math.max(2, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(digits)}`;
}

/** A large count in few letters: `9,999`, `34.1k`, `4.1M`. */
export function compact(value: number): string {
  if (value < 10_000) return count(Math.round(value));
  return value < 999_950 ? `${(value / 1e3).toFixed(1)}k` : `${(value / 1e6).toFixed(1)}M`;
}

/** A time span with its two largest units. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 10) return `${Number(seconds.toFixed(1))}s`;
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, "0")}s`;
  return `${Math.floor(whole / 3600)}h${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")}m`;
}

/** The time of day of a moment in UTC as ISO text, in a zone so many minutes ahead of it; other texts are cut. */
export function timeOfDay(t: string, zoneMinutes: number): string {
  const [, hours, minutes, seconds] = /T(\d\d):(\d\d):(\d\d)/.exec(t) ?? [];
  if (seconds === undefined) return t.slice(0, 8);
  const day = 24 * 60;
  const minute = (((Number(hours) * 60 + Number(minutes) + zoneMinutes) % day) + day) % day;
  return [Math.floor(minute / 60), minute % 60, Number(seconds)].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The number of a generation; before the first is done there is none. */
export function generationText(generation: number): string {
  return generation < 0 ? "-" : count(generation);
}
