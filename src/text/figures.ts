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
