import { describe, expect, test } from "vitest";
import { entriesOf, wordsOf } from "../../../src/tui/screens/log-lines.ts";
import { logScreen } from "../../../src/tui/screens/log.ts";
import type { LogLine, Model } from "../../../src/view/model.ts";
import { modelOf, pressed, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";

const size = { columns: 80, rows: 18 };
const everything = { level: "info", filter: "" } as const;

function show(model: Model, keys: readonly string[] = [], filter = ""): string[] {
  const scene = sceneOf(model, size, { filter });
  return textOf(logScreen.render(scene, pressed(logScreen, scene, keys).state));
}

describe("the log", () => {
  test("fits any terminal, and its keys do what the help says", () => checkScreen(logScreen));

  test("is made of the run's lines and its runner's notices, in the order of their times", async () => {
    const model = await modelOf("islands", "running");
    const entries = entriesOf(model, everything);
    expect(entries).toHaveLength(model.view.lines.length + model.notices.length);
    expect(entries.map(({ t }) => t)).toEqual(entries.map(({ t }) => t).toSorted());
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    const note = entries.find(({ text }) => text.startsWith("note: looks real"))!;
    expect(note.text).toContain("(jk@gpu-03:pts/4: for the meeting)");
  });

  test("keeps a line without a time beside the line before it", async () => {
    const model = await modelOf("islands", "running");
    const lines: LogLine[] = [
      { t: "2026-07-01T09:30:10.000Z", level: "info", text: "first" },
      { t: "", level: "info", text: "timeless" },
      { t: "2026-07-01T09:31:10.000Z", level: "info", text: "last" },
    ];
    const texts = entriesOf({ ...model, view: { ...model.view, lines } }, everything).map(({ text }) => text);
    expect(texts.indexOf("timeless")).toBe(texts.indexOf("first") + 1);
  });

  test("follows the newest line until one moves up, and again below the last", async () => {
    const model = await modelOf("islands", "running");
    const newest = model.view.lines.at(-1)!.text;
    expect(show(model)[0]).toContain("following");
    expect(show(model).at(-1)).toContain(newest.slice(0, 40));
    expect(show(model, ["k"])[0]).not.toContain("following");
    expect(show(model, ["k", "j"])[0]).not.toContain("following");
    expect(show(model, ["k", "j", "j"])[0]).toContain("following");
    expect(show(model, ["g", "f"])).toEqual(show(model));
  });

  test("stands still while it is read, and says how many lines came meanwhile", async () => {
    const model = await modelOf("islands", "running");
    const scene = sceneOf(model, size);
    const { state } = pressed(logScreen, scene, ["k", "k", "k", "k", "k"]);
    const more = Array.from({ length: 30 }, (_, i): LogLine => {
      return { t: "2026-07-01T09:40:00.000Z", level: "warn", text: `later ${i}` };
    });
    const later = { ...model, view: { ...model.view, lines: [...model.view.lines, ...more] } };
    const [before, after] = [scene, sceneOf(later, size)].map((one) => textOf(logScreen.render(one, state)));
    expect(after!.slice(1)).toEqual(before!.slice(1));
    expect(after![0]).toMatch(/\d+ newer below \(G follows\)/);
    expect(Number(/(\d+) newer/.exec(after![0]!)![1])).toBeGreaterThanOrEqual(30);
  });

  test("keeps its place when the oldest lines are dropped", async () => {
    const model = await modelOf("islands", "running");
    const { state } = pressed(logScreen, sceneOf(model, size), ["k", "k", "k"]);
    const shorter = { ...model, view: { ...model.view, lines: model.view.lines.slice(20) } };
    const selected = (one: Model): string =>
      textOf(logScreen.render(sceneOf(one, size), state)).find((line) => line.startsWith(">"))!;
    expect(selected(shorter)).toBe(selected(model));
  });

  test("opens the variant that a line is about", async () => {
    const model = await modelOf("islands", "running");
    const scene = sceneOf(model, size);
    const best = model.view.lines.findLast(({ id }) => id !== undefined)!;
    const up = entriesOf(model, everything)
      .toReversed()
      .findIndex(({ id }) => id !== undefined);
    const keys = [...Array.from({ length: up }, () => "k"), "enter", "y"];
    const { acts } = pressed(logScreen, scene, keys);
    expect(acts[0]).toEqual({ do: "open", screen: "variant", id: best.id });
    expect(acts[1]).toEqual({ do: "copy", text: `${best.t} ${best.level} ${best.text}` });
    expect(pressed(logScreen, scene, ["g", "enter"]).acts).toMatchObject([{ do: "say" }]);
  });

  test("shows only what matters enough, and counts warnings at any level", async () => {
    const model = await modelOf("islands", "running");
    const warnings = show(model, ["L"]);
    expect(warnings[0]).toContain("1 line  warnings and errors  1 warning");
    expect(warnings[1]).toContain("warn  lane 2 did not answer for 5s");
    expect(show(model, ["L", "L"])[1]).toContain('No line passes the level "errors" (L changes it).');
    expect(show(model, ["L", "L", "L"])).toEqual(show(model));
  });

  test("is searched by the words of the filter, not by what it says of variants", async () => {
    expect(wordsOf("score>0.5 gen>=20 /Note island!=2 op~cross looks")).toEqual(["Note", "looks"]);
    const model = await modelOf("islands", "running");
    expect(show(model, [], "/Note REAL score>1")[0]).toContain('1 line  all levels  with "Note REAL"');
    expect(show(model, [], "gen>20 alive")).toEqual(show(model));
    expect(show(model, [], "/nowhere")[1]).toContain("No line passes the filter (Esc clears it).");
  });
});
