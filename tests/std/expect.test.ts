import { expect, test } from "vitest";
import { UserError } from "../../src/std/errors.ts";
import { expectNumber, expectWhole } from "../../src/std/expect.ts";

test.each([0, 5.5, 11, Number.NaN, Infinity])("%d is no whole number from 1 to 10", (value) => {
  expect(() => expectWhole("batch", value, 1, 10)).toThrow(UserError);
  expect(() => expectWhole("batch", value, 1, 10)).toThrow(
    `Expected \`batch\` to be a whole number from 1 to 10, got \`${value}\``,
  );
});

test.each([-0.1, 1.1, Number.NaN])("%d is no number from 0 to 1", (value) => {
  expect(() => expectNumber("rate", value, 0, 1)).toThrow(UserError);
});

test("the ends of a range belong to it", () => {
  for (const value of [1, 10]) expect(() => expectWhole("batch", value, 1, 10)).not.toThrow();
  for (const value of [0, 0.5, 1]) expect(() => expectNumber("rate", value, 0, 1)).not.toThrow();
});
