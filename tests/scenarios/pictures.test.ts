import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Options, PlayedScenario } from "../../src/scenario/scenario.ts";
import { createEpisodes, type Episodes } from "../../src/view/playback.ts";
import { recordingOf } from "../view/recordings.ts";

async function episodesOf(name: string, options: Options, program: string, casesMax?: number): Promise<Episodes> {
  const scenario = await loadScenario(name, options);
  return createEpisodes(scenario, recordingOf(scenario, program, casesMax));
}

function picture(episodes: Episodes, frame: number, columns = 80, rows = 18): readonly string[] {
  return episodes.open(0).draw(frame, columns, rows);
}

describe("The picture of a packing", () => {
  const bestFit = "function f(item, space) { return -space; }";

  test("has a bar for each bin, and points out where the last item went", async () => {
    const episodes = await episodesOf("bin-packing", { items: 60, trainCases: 1 }, bestFit);
    for (const frame of [1, 7, 30, 60]) {
      const lines = picture(episodes, frame);
      const bins = Number(/bins (\d+)/.exec(lines[1]!)?.[1]);
      const [, last] = /into bin (\d+)/.exec(lines[0]!)!;
      const foot = lines.find((_, row) => row > 3 && lines[row + 1]?.includes("▲"))!;
      expect(foot.replaceAll(/\s/g, "")).toHaveLength(bins);
      expect(lines.find((line) => line.includes("▲"))!.indexOf("▲")).toBe((Number(last) - 1) * 2);
    }
  });

  test("ends with the excess that the judge gives", async () => {
    const episodes = await episodesOf("bin-packing", { items: 200, trainCases: 1 }, bestFit);
    const excess = 100 * episodes.cases[0]!.scores![0]!;
    expect(picture(episodes, 200)[1]).toContain(`excess ${excess.toFixed(1)} %`);
    expect(picture(episodes, 200)[0]).toContain("all packed");
  });

  test("shows the latest bins where all are too many", async () => {
    const episodes = await episodesOf("bin-packing", { items: 2000, trainCases: 1 }, bestFit);
    const lines = picture(episodes, 2000, 20, 8);
    expect(lines).toHaveLength(8);
    expect(lines.slice(2).every((line) => /[█▇▆▅▄▃▂▁]/.test(line))).toBe(true);
  });
});

describe("The picture of a cap set", () => {
  test("marks as many vectors as there are in the set, and blocks the others", async () => {
    const episodes = await episodesOf("cap-set", { n: 4 }, "function f(el, n, zeros) { return zeros; }");
    const { frames } = episodes.open(0);
    for (const frame of [1, 5, frames - 1]) {
      const lines = picture(episodes, frame);
      const body = lines.slice(2).join("\n");
      expect(body.match(/█+|▓+/g)).toHaveLength(frame);
      expect(body.match(/▓+/g)).toHaveLength(1);
      expect(body.match(/·/g)?.length ?? 0).toBe(Number(/blocked (\d+)/.exec(lines[0]!)![1]));
    }
    expect(picture(episodes, frames - 1)[0]).toContain(`size  ${frames - 1}`);
    expect(picture(episodes, frames - 1)[0]).toContain("free 0 of 81");
  });

  test.each([
    [6, 80, 18, /in the set +blocked/],
    [6, 60, 12, /in the set +blocked/],
    [8, 80, 18, /in the set +blocked/],
    [8, 170, 60, /in the set +blocked/],
  ])(
    "of dimension %i fits into %i columns and %i rows, with what is blocked beside it",
    async (n, columns, rows, expected) => {
      const episodes = await episodesOf("cap-set", { n }, "function f() { return 0; }");
      expect(picture(episodes, 20, columns, rows)[1]).toMatch(expected);
    },
  );
});

describe("The picture of a regression", () => {
  test("joins the outputs in a curve that meets the points where they are right", async () => {
    const right = "function f(x) { return Math.sin(x * x) * Math.cos(x) - 1; }";
    const episodes = await episodesOf("symbolic-regression", {}, right, 20);
    const { frames } = episodes.open(0);
    expect(frames).toBe(21);
    expect(picture(episodes, 0).slice(2).join("")).not.toMatch(/[x\u2801-\u28ff]/);
    const last = picture(episodes, 20);
    expect(last[0]).toContain("point 20/20   mean error 0   worst 0");
    expect(last.slice(2).join("")).not.toContain("o");
    expect(last.slice(2).join("")).toMatch(/x.*[\u2801-\u28ff]/);
  });

  test("applies the scaling that is judged", async () => {
    const half = "function f(x) { return 5 + (Math.sin(x * x) * Math.cos(x)) / 2; }";
    const [plain, scaled] = await Promise.all(
      [false, true].map((scaling) => episodesOf("symbolic-regression", { scaling }, half, 20)),
    );
    expect(picture(plain!, 20)[0]).not.toMatch(/mean error \d(\.\d+)?e-/);
    expect(picture(scaled!, 20)[0]).toMatch(/mean error (0|\d(\.\d+)?e-1\d) /);
  });

  test("of more inputs sets the outputs against what was sought, and of many points shows several at a time", async () => {
    const episodes = await episodesOf(
      "symbolic-regression",
      { target: "keijzer-5" },
      "function f(x, y, z) { return x + y + z; }",
      1000,
    );
    expect(picture(episodes, 1)[1]).toContain("output over sought");
    expect(episodes.open(0).frames).toBeLessThanOrEqual(61);
  });

  test("of an answer that is none is refused", async () => {
    const scenario = (await loadScenario("symbolic-regression", {})) as PlayedScenario;
    const one = { id: "a", instance: [1], expected: 1 };
    expect(() => scenario.playback!(Number.NaN as never, one, { answers: [], cases: [] })).toThrow(
      "not a finite number",
    );
    expect(scenario.playback!(1 as never, one, { answers: [], cases: [] }).frames).toBe(2);
  });
});

describe("The picture of a match", () => {
  test("has a sign for each move, and the points add up to the score", async () => {
    const episodes = await episodesOf(
      "prisoners-dilemma",
      { noise: 0.2 },
      "function f(round, mine, theirs) { return theirs; }",
    );
    const rounds = episodes.open(0).frames - 1;
    const lines = picture(episodes, rounds, 200, 30);
    const moves = lines.filter((line) => /^(agent|tit-for-tat) +[█·▒x]+$/.test(line));
    expect(moves.map((line) => line.replace(/^\S+ +/, "").length)).toEqual([rounds, rounds]);
    expect(moves.join("")).toMatch(/[▒x]/);
    const [, points, mean] = /^agent +(\d+) +(\d\.\d\d) /m.exec(lines.join("\n"))!;
    expect(Number(points) / rounds).toBeCloseTo(episodes.cases[0]!.scores![0]!, 10);
    expect(mean).toBe(episodes.cases[0]!.scores![0]!.toFixed(2));
    const pairs = lines
      .map((line) => / (?:both \w+|only \S+) +(\d+)/.exec(line)?.[1])
      .filter((found) => found !== undefined);
    expect(pairs.map(Number).reduce((sum, times) => sum + times, 0)).toBe(rounds);
  });

  test("follows the match where there is too little room for all of it", async () => {
    const episodes = await episodesOf(
      "prisoners-dilemma",
      { rounds: 2000 },
      "function f(round) { return round > 1500 ? -1 : 1; }",
    );
    expect(picture(episodes, 100, 60, 12).join("")).toContain("█");
    expect(picture(episodes, 1600, 60, 12).slice(2, 9).join("")).toContain("·");
  });
});
