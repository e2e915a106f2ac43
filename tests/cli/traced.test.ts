import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Traced, tracedLines } from "../../src/cli/traced.ts";
import { call } from "./terminal.ts";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-traced-"));
  const size = "--set population=10 --set births=10 --budget-generations 1 --jobs 1 --display none".split(" ");
  for (const scenario of ["prisoners-dilemma", "symbolic-regression"]) {
    const words = ["run", scenario, "--seed", "3", ...size, "--run-dir", `.lamarck/runs/${scenario}`];
    const { code, err } = await call(folder, words);
    if (code !== 0) throw new Error(err);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const ask = async (...words: string[]): Promise<Traced> => {
  const { out, err } = await call(folder, ["show", "prisoners-dilemma", ...words, "--trace", "--json"]);
  const { schema, data } = JSON.parse(out) as { schema: string; data: Traced };
  expect({ schema, err }).toEqual({ schema: "lamarck/show-trace@1", err: "" });
  return data;
};

const moves = ["cooperate", "defect", "they-cooperate", "they-defect"];

/** What the own move at a place in a trace and the other's right after it bring; 0 at any other place. */
function pointsOf(tokens: readonly string[], at: number): number {
  const points: Readonly<Record<string, readonly number[]>> = { cooperate: [3, 0], defect: [5, 1] };
  return points[tokens[at]!]?.[tokens[at + 1] === "they-cooperate" ? 0 : 1] ?? 0;
}

describe("lamarck show --trace", () => {
  test("tells what a variant did on each training case, also against the rivals of its generation", async () => {
    const { id, scenario, alphabet, cases } = await ask("best");
    expect({ scenario, alphabet }).toEqual({ scenario: "prisoners-dilemma", alphabet: moves });
    expect(cases.map((one) => one.case)).toContain("train-rival-7");
    const born = JSON.parse((await call(folder, ["show", "prisoners-dilemma", String(id), "--json"])).out).data;
    for (const [i, { tokens, counts }] of cases.entries()) {
      const payoff = 2 * (tokens.reduce((sum, _, at) => sum + pointsOf(tokens, at), 0) / tokens.length);
      expect(payoff).toBeCloseTo(born.outcome.scores[i][0], 10);
      expect(Object.values(counts).reduce((sum, times) => sum + times)).toBe(tokens.length);
    }
  });

  test("tells of one case of any split, whole", async () => {
    const { cases } = await ask("best", "--case", "test-tit-for-tat-2");
    expect(cases.map((one) => one.case)).toEqual(["test-tit-for-tat-2"]);
    const { out } = await call(folder, ["show", "prisoners-dilemma", "best", "--trace", "--case", cases[0]!.case]);
    const [heading, blank, counted, ...lines] = out.trimEnd().split("\n");
    expect(heading).toMatch(
      /^What #\d+ did in prisoners-dilemma, in the tokens cooperate, defect, they-cooperate, they-defect$/,
    );
    expect([blank, counted!.startsWith("test-tit-for-tat-2   ")]).toEqual(["", true]);
    // The environment names no character set.
    const runs = lines.flatMap((line) => line.trim().split(" ")).map((run) => run.split("x"));
    expect(runs.flatMap(([name, times = "1"]) => Array(Number(times)).fill(name))).toEqual(cases[0]!.tokens);
  });

  test.each([
    [["symbolic-regression", "best", "--trace"], "The scenario symbolic-regression has no traces"],
    [["prisoners-dilemma", "best", "--trace", "--case", "nobody"], "The scenario has no case `nobody`"],
    [["prisoners-dilemma", "99999", "--trace"], "There is no variant 99999"],
    [["prisoners-dilemma", "best", "--case", "a"], "`--case` does nothing without `--trace`"],
    [["prisoners-dilemma", "best", "--trace", "--raw"], "`--raw` does nothing with `--trace`"],
  ])("of %s is refused with the reason", async (words, message) => {
    const { code, err, out } = await call(folder, ["show", ...words]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  test("repeats a token only in numbers, and leaves the rest of long traces to those who ask for it", () => {
    const counts = { left: 1500, "right\u001b[2J": 1 };
    const one = { case: "a\nb", tokens: [...Array(1500).fill("left"), "right\u001b[2J"] as string[], counts };
    const traced: Traced = { id: 7, scenario: "mine", alphabet: Object.keys(counts), cases: [one] };
    expect(tracedLines(traced, false).slice(2)).toEqual(["a b   left 1,500, right[2J 1", "  left×1500 right[2J"]);
    const long = { ...one, tokens: Array.from({ length: 1500 }, (_, i) => ["left", "right\u001b[2J"][i % 2]!) };
    const short = tracedLines({ ...traced, cases: [long] }, false);
    expect(short.at(-1)).toBe("  ... all of it with --case a b");
    expect(tracedLines({ ...traced, cases: [long] }, true).length).toBeGreaterThan(short.length);
    expect(tracedLines({ ...traced, cases: [{ case: "a", tokens: [], counts: {} }] }, false)).toContain("a   nothing");
  });
});
