import { UserError } from "./errors.ts";

/** Checks a setting that counts something. Throws `UserError` unless it is a whole number in the range, ends included. */
export function expectWhole(setting: string, value: number, from: number, to: number): void {
  if (!Number.isInteger(value) || value < from || value > to)
    throw outside(setting, value, `a whole number from ${from} to ${to}`);
}

/** Checks a setting that measures something. Throws `UserError` unless it is a number in the range, ends included. */
export function expectNumber(setting: string, value: number, from: number, to: number): void {
  if (!(value >= from && value <= to)) throw outside(setting, value, `a number from ${from} to ${to}`);
}

function outside(setting: string, value: number, expected: string): UserError {
  return new UserError(
    "bad-setting",
    `Expected \`${setting}\` to be ${expected}, got \`${value}\``,
    `Set \`${setting}\` to ${expected}.`,
  );
}
