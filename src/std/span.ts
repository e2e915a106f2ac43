const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

/** Seconds out of `90`, `90s`, `5m` or `1.5h`; undefined for anything else, and outside of 0 to 1e8 s. */
export function secondsIn(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(s|m|h|)$/.exec(text) ?? [];
  const seconds = Number(digits) * (units[unit ?? "?"] ?? Number.NaN);
  return seconds > 0 && seconds <= 1e8 ? seconds : undefined;
}
