import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scenarioOf } from "../../src/cli/history.ts";
import { createPlayer, type Player } from "../../src/cli/playback.ts";
import { findRun } from "../../src/store/run-directory.ts";
import type { Episode } from "../../src/view/model.ts";
import { call } from "./terminal.ts";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-play-"));
  const size = [
    "--set",
    "population=20",
    "--set",
    "births=20",
    "--budget-generations",
    "2",
    "--jobs",
    "1",
    "--display",
    "none",
  ];
  for (const scenario of ["prisoners-dilemma", "symbolic-regression"]) {
    const { code, err } = await call(folder, [
      "run",
      scenario,
      "--seed",
      "3",
      ...size,
      "--run-dir",
      `.lamarck/runs/${scenario}`,
    ]);
    if (code !== 0) throw new Error(err);
  }
  writeFileSync(join(folder, "best-fit.js"), "export default function priority(item, space) { return -space; }");
  writeFileSync(join(folder, "broken.js"), "export default function priority() { throw new Error('not today'); }");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("lamarck play", () => {
  test("prints pictures of the champion from the first to the last, without escape codes", async () => {
    const { code, out, err } = await call(folder, ["play", "prisoners-dilemma", "--frames", "3", "--size", "60x9"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).not.toContain("\u001b");
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^#\d+ {3}train-tit-for-tat {3}payoff \d\.\d+ {3}agent against tit-for-tat$/);
    const heads = lines.filter((line) => line.startsWith("-- "));
    expect(heads).toHaveLength(3);
    expect(heads[0]).toMatch(/^-- 0\/(\d+) -+$/);
    expect(heads[2]).toMatch(/^-- (\d+)\/\1 -+$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60 + 20);
    // The environment names no character set.
    expect(out).toMatch(/^[ -~\n]*$/);
  });

  test("meets in a rival's case those who sat there when the variant was born", async () => {
    const { code, out } = await call(folder, [
      "play",
      "prisoners-dilemma",
      "best",
      "--case",
      "train-rival-2",
      "--json",
    ]);
    expect(code).toBe(0);
    const { schema, data, counts, truncated } = JSON.parse(out);
    expect({ schema, truncated }).toEqual({ schema: "lamarck/play@1", truncated: true });
    expect(data).toMatchObject({ scenario: "prisoners-dilemma", case: "train-rival-2", frames: counts.total });
    expect(new Set(data.seats)).toEqual(new Set(["agent", "rival 2"]));
    expect(data.pictures).toHaveLength(5);
    const shown = data.pictures.at(-1).lines.join("\n");
    expect(shown).toContain(`agent ${data.scores[0].toFixed(2)}`);
    const born = JSON.parse((await call(folder, ["show", "prisoners-dilemma", data.agent, "--json"])).out).data;
    // Nine classics come before the rivals.
    expect(data.scores).toEqual(born.outcome.scores[9 + 2]);
  });

  test("plays cases that the search did not see", async () => {
    const { out } = await call(folder, ["play", "symbolic-regression", "--case", "test-7", "--frames", "1"]);
    expect(out).toMatch(/^#\d+ {3}test-7 {3}error /);
    expect(out).toContain("1000/1000");
  });

  test("plays a program of one's own in a scenario", async () => {
    const words = ["--set", "scenario.items=50", "--seed", "4", "--frames", "2"];
    const { code, out } = await call(folder, ["play", "bin-packing", "--program", "best-fit.js", ...words]);
    expect(code).toBe(0);
    expect(out).toMatch(/^best-fit\.js {3}train-0 {3}excess /);
    expect(out).toContain("item 50/50");
  });

  test.each([
    [["play", "symbolic-regression", "--case", "tset-7"], "case-not-found", /Did you mean `test-7`\?/],
    [["play", "bin-packing", "--program", "broken.js"], "agent-failed", /crashed on case train-0: Error: not today/],
    [["play", "symbolic-regression", "999"], "variant-not-found", /no variant 999/],
    [["play", "symbolic-regression", "--size", "9x9"], "bad-option-value", /from 10x3/],
    [["play", "symbolic-regression", "--frames", "0"], "bad-option-value", /`--frames`/],
  ])("refuses %j with %s", async (words, kind, message) => {
    const { code, err } = await call(folder, words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    const { out } = await call(folder, [...words, "--json"]);
    expect(JSON.parse(out).error.kind).toBe(kind);
  });

  test("refuses to play on what is no terminal", async () => {
    const { code, err } = await call(folder, ["play", "symbolic-regression", "--display", "full"]);
    expect(code).toBe(2);
    expect(err).toContain("needs a terminal");
  });
});

describe("The player of a viewer", () => {
  async function player(): Promise<{ readonly player: Player; settled(): Promise<Episode> }> {
    const run = findRun("prisoners-dilemma", folder);
    const scenario = await scenarioOf(run);
    let wake = (): void => {};
    const made = createPlayer({ run, scenario, changed: () => wake() });
    const settled = async (): Promise<Episode> => {
      while (made.episode().state === "loading") {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      return made.episode();
    };
    return { player: made, settled };
  }

  test("plays what was asked for last, and begins when it is there", async () => {
    const { player: made, settled } = await player();
    expect(made.episode()).toEqual({ state: "none" });
    const begun = performance.now();
    made.play(1);
    made.play(2, "train-grim-trigger");
    expect(made.episode()).toEqual({ state: "loading", id: 2 });
    const episode = await settled();
    if (episode.state !== "ready") throw new Error(`the episode is ${JSON.stringify(episode)}`);
    expect(episode.id).toBe(2);
    expect(episode.since).toBeGreaterThan(begun);
    expect(episode.since).toBeLessThanOrEqual(performance.now());
    expect(episode.episodes.cases[episode.episodes.first]!.id).toBe("train-grim-trigger");
    await made.close();
  });

  test("says why it cannot, with what to do", async () => {
    const { player: made, settled } = await player();
    made.play(123_456);
    expect(await settled()).toMatchObject({
      state: "failed",
      id: 123_456,
      message: expect.stringMatching(/no variant 123456.*lamarck top/),
    });
    made.play(2, "nowhere");
    expect(await settled()).toMatchObject({ state: "failed", message: expect.stringContaining("no case `nowhere`") });
    await made.close();
  });

  test("that is closed while it loads leaves nothing behind and stays silent", async () => {
    const { player: made } = await player();
    made.play(2);
    await made.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(made.episode().state).toBe("loading");
  });
});
