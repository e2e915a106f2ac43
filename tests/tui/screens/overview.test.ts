import { describe, expect, test } from "vitest";
import { number } from "../../../src/text/figures.ts";
import { figuresOf, latestImprovement, openGeneration, sampled } from "../../../src/tui/screens/overview-figures.ts";
import { fixed, gap, stacked } from "../../../src/tui/screens/overview-stack.ts";
import { overviewScreen } from "../../../src/tui/screens/overview.ts";
import type { Live } from "../../../src/view/live.ts";
import type { Model } from "../../../src/view/model.ts";
import { modelOf, pressed, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";

const small = { columns: 80, rows: 18 };
const large = { columns: 160, rows: 42 };

function show(model: Model, size = small, keys: readonly string[] = []): string {
  const scene = sceneOf(model, size);
  return textOf(overviewScreen.render(scene, pressed(overviewScreen, scene, keys).state)).join("\n");
}

function inPhase(model: Model, phase: Live["phase"]): Model {
  return { ...model, live: { ...model.live!, phase } };
}

describe("the overview", () => {
  test("fits any terminal, and its keys do what the help says", () => checkScreen(overviewScreen));

  test("shows how much of each limit is used, the rate and its direction, and when the first limit comes", async () => {
    const text = show(await modelOf("islands", "running"));
    expect(text).toMatch(/evals +4,162 of 4,500 {2}█+.░+ +92\.5% {2}120\/s ↘/);
    expect(text).toMatch(/time +38s of 1m00s {2}█+.░+ +62\.7% {2}left \d+s.* \(evals\)/);
  });

  test("says which score is best, which way is better, whose it is, and when it came", async () => {
    const { view } = await modelOf("islands", "running");
    const best = view.generations.at(-1)!;
    const text = show(await modelOf("islands", "running"));
    expect(text).toContain(`best     error↓ ${number(best.best)}  #${best.bestId}`);
    expect(text).toMatch(/-0\.0154 2 gens ago, 2\.5s/);
    expect(text).toContain("lower is better ↓");
    expect(show(await modelOf("plain", "running"))).toContain("worth↑ ");
  });

  test("says in the first seconds what goes on, and shows no figure that is not known", async () => {
    const opening = show(await modelOf("islands", "opening"));
    expect(opening).toContain("starting the scenario is checked and 4 evaluation lanes are started");
    expect(opening).toContain("no scores of error↓ yet");
    expect(opening).toContain("drawn here from the first");
    expect(opening).not.toMatch(/NaN|Infinity|undefined|left/);
    const first = show(await modelOf("islands", "first generation"));
    expect(first).toContain("gen 0    the first: 42 of 100 evaluated; scores appear when it is done");
  });

  test("tells a campaign that is paused, stopping, judging or lost from one that runs", async () => {
    const running = await modelOf("islands", "running");
    expect(show(inPhase(running, "pausing"))).toContain("pausing  34 agents are being finished first");
    expect(show(inPhase(running, "paused"))).toContain(
      "paused   nothing is being evaluated, and no time of the budget is used",
    );
    expect(show(inPhase(running, "stopping"))).toContain("stopping 34 agents are being finished first");
    expect(show(await modelOf("islands", "judging"))).toContain("judging  the best on validation cases");
    expect(show(await modelOf("islands", "lost"), { columns: 120, rows: 18 })).toMatch(
      /lost +the runner is gone; it goes on with +lamarck resume r7q2/,
    );
    expect(show({ ...running, live: undefined, link: { state: "idle" } })).toContain("lamarck resume r7q2");
    expect(show({ ...running, live: undefined, link: { state: "reading", share: 0.5 } })).toContain("50.0% is read");
  });

  test("shows the champion with its test score beside the references, once it is judged", async () => {
    const model = await modelOf("islands", "finished");
    const text = show(model);
    const champion = model.view.state.finished!.champion!;
    expect(text).toContain("ended    the evaluations of its budget are used");
    expect(text).toContain(`#${champion}`);
    expect(text).toMatch(new RegExp(`on test {2}#${champion} [\\d.]+ \\[[\\d.]+, [\\d.]+\\] {2}zero [\\d.]+`));
    expect(text).not.toContain("left");
  });

  test("lists islands where there are several, and coverage where there is a grid", async () => {
    const islands = show(await modelOf("islands", "running"));
    expect(islands).toMatch(/ISLAND +SIZE +BEST +MEDIAN +DIV +STAG +BEST IS *\n(?: +\d +30 .*\n){4}/);
    expect(islands).not.toContain("coverage");
    const grid = show(await modelOf("grid", "running"));
    expect(grid).toMatch(/coverage +\d+\.\d%/);
    expect(grid).toMatch(/QD score +\d/);
    expect(grid).not.toContain("ISLAND");
  });

  test("lists species where there are some, and how a strategy draws where there is one", async () => {
    const species = show(await modelOf("species", "running"));
    expect(species).toMatch(/species +\d of 5/);
    expect(species).toMatch(/SPECIES +SIZE +BEST/);
    const model = await modelOf("plain", "running");
    const search = { island: 0, sigma: 0.25, axisRatio: 12.5, restarts: 2, idle: 7, mean: { id: 3, score: 0.75 } };
    const generations = model.view.generations.map((row) => ({ ...row, searches: [search] }));
    const drawn = show({ ...model, view: { ...model.view, generations } });
    expect(drawn).toMatch(/sigma +0\.25/);
    expect(drawn).toMatch(/axes +1 to 12\.5/);
    expect(drawn).toMatch(/mean +0\.75/);
    expect(drawn).toMatch(/restarts +2, idle 7/);
  });

  test("has every pane at once on a large terminal", async () => {
    const text = show(await modelOf("grid", "running"), large);
    for (const title of [
      "Scores over generations",
      "Archive",
      "Budget and throughput",
      "Population",
      "Lineage",
      "Capabilities",
      "Newest",
    ]) {
      expect(text).toContain(` ${title}`);
    }
    expect(show(await modelOf("islands", "running"), large)).toContain(" Islands ");
    expect(text.split("\n")).toHaveLength(large.rows);
  });

  test("draws its chart over generations or over running time", async () => {
    const model = await modelOf("plain", "running");
    expect(show(model)).toMatch(/gen 0 +gen 40/);
    expect(show(model, small, ["c"])).toMatch(/0s +37s/);
    expect(show(model, small, ["c", "c"])).toBe(show(model));
  });

  test("opens the champion, or the best while there is none", async () => {
    const running = await modelOf("islands", "running");
    const { acts } = pressed(overviewScreen, sceneOf(running, small), ["enter"]);
    expect(acts).toEqual([{ do: "open", screen: "variant", id: running.view.state.best!.id }]);
    const done = await modelOf("islands", "finished");
    expect(pressed(overviewScreen, sceneOf(done, small), ["enter"]).acts).toEqual([
      { do: "open", screen: "variant", id: done.view.state.finished!.champion },
    ]);
    const opening = sceneOf(await modelOf("islands", "opening"), small);
    expect(pressed(overviewScreen, opening, ["enter"]).acts).toMatchObject([{ do: "say" }]);
    expect(pressed(overviewScreen, sceneOf(running, small), ["+"]).acts).toEqual([
      { do: "command", words: ["set", "jobs", "5"] },
    ]);
  });

  test("shows no bar and no time left where there is no budget", async () => {
    const model = await modelOf("islands", "running");
    const text = show({ ...model, live: { ...model.live!, budget: {} } });
    expect(text).toMatch(/evals +4,162 +120\/s ↘ +no budget: it runs until it is stopped/);
    expect(text).not.toContain("left");
    const timed = show({ ...model, live: { ...model.live!, budget: { seconds: 60 } } });
    expect(timed).toContain("outcomes 4,162 evals  94.1% ok");
  });
});

describe("the figures of the overview", () => {
  test("count the open generation by what is evaluated in it, within the budget", async () => {
    const model = await modelOf("islands", "running");
    expect(openGeneration(model, figuresOf(model))).toEqual({ generation: 41, evaluated: 62, whole: 100 });
    const judging = await modelOf("islands", "judging");
    expect(openGeneration(judging, figuresOf(judging)).evaluated).toBe(0);
  });

  test("take the log's word where the runner's is older", async () => {
    const model = await modelOf("islands", "running");
    const stale = { ...model, live: { ...model.live!, evaluations: 10, reused: 0, failed: 3 } };
    expect(figuresOf(stale).position.evaluations).toBe(4162);
    expect(figuresOf(stale).failed).toBe(figuresOf(model).failed);
  });

  test("date the latest improvement by generations and running time", async () => {
    const { view } = await modelOf("islands", "running");
    const found = latestImprovement(view, view.state.elapsedMs)!;
    const at = view.generations[view.state.generation - found.generationsAgo]!;
    expect(at.best).toBe(view.generations.at(-1)!.best);
    expect(view.generations[at.generation - 1]!.best).toBeCloseTo(at.best - found.gain, 9);
    expect(found.gain).toBeLessThan(0);
  });

  test("sample by time so that slow stretches are as long as they took", async () => {
    const { view } = await modelOf("plain", "finished");
    const slow = view.generations.map((row, i) => ({
      ...row,
      elapsedMs: i < 10 ? 100 * (i + 1) : 1000 + 1000 * (i - 9),
    }));
    const samples = sampled(slow, "time", 100);
    expect(samples).toHaveLength(100);
    expect(samples.at(-1)).toBe(slow.at(-1));
    expect(samples.filter(({ generation }) => generation < 10).length).toBeLessThan(8);
    expect(sampled(view.generations, "generations", 500)).toEqual(view.generations);
  });
});

describe("parts below each other", () => {
  const named = (keep: number, name: string, rows = 1): ReturnType<typeof fixed> =>
    fixed(
      keep,
      Array.from({ length: rows }, () => [{ text: name, style: "plain" as const }]),
    );

  test("keep the dearest where not all have room, in their order", () => {
    const parts = [named(2, "b"), named(1, "a", 2), gap(), named(3, "c")];
    expect(textOf(stacked(parts, 2))).toEqual(["b", "c"]);
    expect(textOf(stacked(parts, 4))).toEqual(["b", "a", "a", "c"]);
    expect(textOf(stacked(parts, 9))).toEqual(["b", "a", "a", "", "c"]);
  });

  test("have no empty row at an end or after another one", () => {
    expect(textOf(stacked([named(2, "b"), gap(), gap(), named(3, "c"), gap()], 9))).toEqual(["b", "", "c"]);
  });

  test("share what is left among those that grow, the dearest first", () => {
    const grows = (keep: number, name: string, most: number): ReturnType<typeof fixed> => ({
      ...named(keep, name),
      most,
      draw: (rows) => Array.from({ length: rows }, () => [{ text: name, style: "plain" as const }]),
    });
    expect(textOf(stacked([grows(1, "a", 9), grows(2, "b", 3)], 6)).join("")).toBe("aaabbb");
    expect(textOf(stacked([grows(1, "a", 9), grows(2, "b", 3)], 3)).join("")).toBe("abb");
  });
});
