import type { Target } from "../scenario/target.ts";
import { UserError } from "../std/errors.ts";
import { secondsIn, usdIn } from "../std/span.ts";

/** A flag whose value is not what was expected, with a value that would be. */
export function badFlag(flag: string, text: string, expected: string, example: string): UserError {
  const message = `Expected \`${flag}\` to be ${expected}, got \`${text}\``;
  return new UserError("bad-option-value", message, `Write \`${flag} ${example}\`, for example.`);
}

/** The value of a flag that counts. Throws `UserError` unless it is a whole number in the range. */
export function wholeFlag(flag: string, text: string, from: number, to = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  const expected =
    to === Number.MAX_SAFE_INTEGER ? `a whole number from ${from}` : `a whole number from ${from} to ${to}`;
  throw badFlag(flag, text, expected, String(Math.max(from, Math.min(to, 100))));
}

/** The value of a flag that measures. Throws `UserError` unless it is a number in the range, ends included. */
export function numberFlag(flag: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= from && value <= to) return value;
  throw badFlag(flag, text, `a number from ${from} to ${to}`, String(to));
}

/** Seconds out of `90`, `90s`, `5m`, `1.5h` or `4m30s`. Throws `UserError`. */
export function secondsFlag(flag: string, text: string): number {
  const seconds = secondsIn(text);
  if (seconds !== undefined) return seconds;
  throw badFlag(flag, text, "a time above 0 such as 90, 90s, 4m30s or 2h", "90s");
}

/** US dollars out of `5`, `0.50` or `$5`. Throws `UserError`. */
export function dollarsFlag(flag: string, text: string): number {
  const usd = usdIn(text);
  if (usd !== undefined) return usd;
  throw badFlag(flag, text, "US dollars from 0 to 1,000,000, or none", "0.50");
}

/** A comparison of one of these quantities with a number. */
export interface Comparison {
  readonly quantity: string;
  readonly compare: "<=" | ">=";
  readonly value: number;
}

/** Reads `quantity<=number` or `quantity>=number`. Throws `UserError`. */
export function comparisonFlag(flag: string, text: string, quantities: readonly string[]): Comparison {
  const [, quantity, compare, value] = /^\s*([a-z]+)\s*(<=|>=)\s*(\S+)\s*$/.exec(text) ?? [];
  if (
    quantity !== undefined &&
    quantities.includes(quantity) &&
    value !== undefined &&
    Number.isFinite(Number(value))
  ) {
    return { quantity, compare: compare as Comparison["compare"], value: Number(value) };
  }
  const expected = `${quantities.join(" or ")}, then <= or >=, then a number`;
  throw badFlag(flag, text, expected, `"${quantities[0]}<=0.01"`);
}

/** The value of `--target`. Throws `UserError`. */
export function targetFlag(text: string): Target {
  const { quantity, compare, value } = comparisonFlag("--target", text, ["mean", "worst"]);
  return { over: quantity as Target["over"], compare, value };
}

/** Whether a comparison holds for a value. */
export function holds({ compare, value }: Comparison, actual: number): boolean {
  return compare === "<=" ? actual <= value : actual >= value;
}

/** How many failed evaluations are too many: a share below 1, or a number. */
export type ErrorLimit = { readonly share: number } | { readonly count: number } | undefined;

/** The value of `--fail-on-error`. Throws `UserError`. */
export function errorLimitFlag(text: string): ErrorLimit {
  if (text === "false") return undefined;
  const value = Number(text);
  if (/^\d*\.\d+$/.test(text) && value > 0 && value < 1) return { share: value };
  if (/^\d+$/.test(text)) return { count: value };
  throw badFlag("--fail-on-error", text, "a share between 0 and 1, a whole number or `false`", "0.1");
}

/** One of a few words. Throws `UserError`. */
export function choiceFlag<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw badFlag(flag, text, `one of ${choices.join(", ")}`, choices[0]!);
}

/** `path=value` pairs in the order given. Throws `UserError` for one without a path or `=`. */
export function settingsFlag(pairs: readonly string[]): (readonly [path: string, value: string])[] {
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1)] as const;
    throw badFlag("--set", pair, "`path=value`", "population=500");
  });
}
