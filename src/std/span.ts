const numeral = String.raw`(\d+(?:\.\d+)?)`;
const parts = new RegExp(`^(?:${numeral}h)?(?:${numeral}m)?(?:${numeral}s)?$`);

/** Seconds out of `90`, `90s`, `5m`, `1.5h` or `4m30s`; undefined for anything else, and outside of 0 to 1e8 s. */
export function secondsIn(text: string): number | undefined {
  const [, hours = 0, minutes = 0, rest = 0] = parts.exec(/^[\d.]+$/.test(text) ? `${text}s` : text) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return seconds > 0 && seconds <= 1e8 ? seconds : undefined;
}

/** US dollars out of `5`, `0.50` or `$5`; undefined for anything else, and above 1e6. */
export function usdIn(text: string): number | undefined {
  const [, amount] = /^\$?(\d+(?:\.\d+)?|\.\d+)$/.exec(text) ?? [];
  const usd = Number(amount);
  return amount !== undefined && usd <= 1e6 ? usd : undefined;
}
