import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/std/errors.ts";
import { filterFields, parseFilter } from "../../src/view/filter.ts";
import type { VariantRow } from "../../src/view/model.ts";

const row: VariantRow = {
  id: 6187,
  generation: 40,
  island: 0,
  kind: "program",
  operator: "subtree-crossover",
  parents: [5990, 12],
  size: 41,
  genome: "ab12".padEnd(64, "0"),
  status: "scored",
  score: 0.9312,
  interval: 0.002,
  gain: -0.5,
  children: 3,
  alive: true,
};
const broken: VariantRow = {
  ...row,
  id: 7,
  status: "failed",
  fault: "exhausted",
  message: "Out of Fuel",
  score: undefined,
  gain: undefined,
  alive: false,
};

function passing(text: string): string {
  const filter = parseFilter(text);
  return [filter(row) ? "row" : "", filter(broken) ? "broken" : ""].filter((name) => name !== "").join(" ");
}

/** What a filter says of the row, or that it is none. Whatever else is thrown is a defect. */
function outcomeOf(text: string): boolean | "refused" {
  try {
    return parseFilter(text)(row);
  } catch (error) {
    if (error instanceof UserError) return "refused";
    throw error;
  }
}

describe("a filter", () => {
  test.each([
    ["", "row broken"],
    ["   ", "row broken"],
    ["fit>0.8 island=0 op~crossover state!=failed gen>=20 /tree", "row"],
    ["score>0.9312", ""],
    ["score>=0.9312", "row"],
    ["score<1e9", "row"],
    ["gain<0", "row"],
    ["gain!=1", "row broken"],
    ["id=#6187", "row"],
    ["id=6187", "row"],
    ["parent=5990", "row broken"],
    ["parent=#12", "row broken"],
    ["parent!=12", ""],
    ["parent>5000", "row broken"],
    ["loc<=41 size>=41 SIZE=41", "row broken"],
    ["state=failed", "broken"],
    ["status=FAILED", "broken"],
    ["alive", "row"],
    ["alive=no", "broken"],
    ["alive!=no", "row"],
    ["fault!=exhausted", "row"],
    ["fault=exhausted", "broken"],
    ["fault~haus", "broken"],
    ["fault!~haus", "row"],
    ['message~"of fuel"', "broken"],
    ['/"out of"', "broken"],
    ["/fuel", "broken"],
    ["/#618", "row"],
    ["/ab12", "row broken"],
    ["genome~ab12", "row broken"],
    ["children=3 ms>0", ""],
    ["operator=subtree-crossover", "row broken"],
    ["isl=0 generation=40", "row broken"],
  ])("%j lets pass %j", (text, names) => expect(passing(text)).toBe(names));

  test.each([
    ["fitness", /`fitness`, which is no condition/],
    ["scor>1", /cannot ask for `scor`.*/],
    ["constructor=1", /cannot ask for `constructor`/],
    ["score>abc", /`score>abc`, where a number is wanted/],
    ["score=NaN", /a number is wanted/],
    ["score=1x", /a number is wanted/],
    ["score~1", /`~` is for words/],
    ["op>a", /`>` is for numbers/],
    ["state=dead", /one of running, scored, failed, reused is wanted/],
    ["alive=maybe", /one of yes, no is wanted/],
    ["gen>=", /compares with nothing/],
    ["/", /asks for no text/],
    ['op="a', /quotation mark without its other half/],
    ["id=1 ".repeat(51), /more than 50 conditions/],
    ["score>0.8;process.exit()", /a number is wanted/],
  ])("%j is refused", (text, message) => {
    expect(() => parseFilter(text)).toThrow(UserError);
    expect(() => parseFilter(text)).toThrow(message);
  });

  test("suggests the name that was meant", () => {
    expect(() => parseFilter("scor>1")).toThrow(expect.objectContaining({ hint: "Did you mean `score`?" }));
  });

  test("is the same function for the same text, so that tables know it again", () => {
    expect(parseFilter("gen>3")).toBe(parseFilter("gen>3"));
  });

  test("of any text is a filter or a mistake that is explained", () => {
    const words = fc.constantFrom(...filterFields, "=", "!=", ">", "~", '"', "/", " ", "1", "a", "#", "alive");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join("")),
        ),
        (text) => {
          expect([true, false, "refused"]).toContain(outcomeOf(text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
