import { describe, expect, test } from "vitest";
import { resolveOptions } from "../../src/scenario/options.ts";
import type { Options, OptionSpec } from "../../src/scenario/scenario.ts";
import type { UserError } from "../../src/std/errors.ts";

const specs: Readonly<Record<string, OptionSpec>> = {
  target: { type: "string", about: "What to find.", default: "one", choices: ["one", "two", "three"] },
  label: { type: "string", about: "Any text." },
  rounds: { type: "number", about: "How many rounds.", default: 10, range: [1, 100], whole: true },
  noise: { type: "number", about: "How often a move slips.", range: [0, 0.5] },
  scaling: { type: "boolean", about: "Whether to scale.", default: false },
  csv: { type: "file", about: "A table." },
};

function fault(given: Options): UserError {
  try {
    resolveOptions(specs, given, "a.ts");
  } catch (error) {
    return error as UserError;
  }
  throw new Error("It was accepted");
}

describe("The settings of a scenario", () => {
  test("have their defaults where nothing is given", () => {
    expect(resolveOptions(specs, {}, "a.ts")).toEqual({ target: "one", rounds: 10, scaling: false });
  });

  test("may be given as the text of a command line", () => {
    const csv = { path: "a.csv", text: "x" };
    expect(resolveOptions(specs, { rounds: "12", noise: "0.25", scaling: "true", label: "5", csv }, "a.ts")).toEqual({
      target: "one",
      rounds: 12,
      noise: 0.25,
      scaling: true,
      label: "5",
      csv,
    });
  });

  test.each<readonly [Options, string]>([
    [{ target: "four" }, "Expected `target` to be one of one, two, three, got `four` (a.ts)"],
    [{ label: 5 }, "Expected `label` to be a text, got `5` (a.ts)"],
    [{ rounds: 0 }, "Expected `rounds` to be a whole number from 1 to 100, got `0` (a.ts)"],
    [{ rounds: 101 }, "Expected `rounds` to be a whole number from 1 to 100, got `101` (a.ts)"],
    [{ rounds: 1.5 }, "Expected `rounds` to be a whole number from 1 to 100, got `1.5` (a.ts)"],
    [{ rounds: "many" }, "Expected `rounds` to be a whole number from 1 to 100, got `many` (a.ts)"],
    [{ rounds: "" }, "Expected `rounds` to be a whole number from 1 to 100, got `` (a.ts)"],
    [{ noise: NaN }, "Expected `noise` to be a number from 0 to 0.5, got `NaN` (a.ts)"],
    [{ scaling: "yes" }, "Expected `scaling` to be true or false, got `yes` (a.ts)"],
    [{ csv: "a.csv" }, "Expected `csv` to be a file, got `a.csv` (a.ts)"],
    [{ round: 5 }, "The scenario has no setting `round` (a.ts)"],
  ])("%o is refused", (given, message) => {
    expect(fault(given).name).toBe("UserError");
    expect(fault(given).message).toBe(message);
  });

  test("with a slip are refused with what was meant", () => {
    expect(fault({ round: 5 }).hint).toContain("Did you mean `rounds`?");
    expect(fault({ target: "tow" }).hint).toBe("Did you mean `two`?");
    expect(fault({ toString: 5 }).message).toBe("The scenario has no setting `toString` (a.ts)");
  });
});
