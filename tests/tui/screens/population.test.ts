import { describe, expect, test } from "vitest";
import { unicode } from "../../../src/text/symbols.ts";
import { populationScreen } from "../../../src/tui/screens/population.ts";
import type { Scene } from "../../../src/tui/screen.ts";
import { modelOf, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";
import { checkSelection, drive } from "./variant-laws.ts";

const small = { columns: 80, rows: 18 };

/** The ids of the table's rows, from the top. */
function idsOf(lines: readonly string[]): number[] {
  return lines.flatMap((line) => (/^[> ][m* ] +#(\d+)/.exec(line) ?? []).slice(1).map(Number));
}

function linesOf({ scene, state }: { readonly scene: Scene; readonly state: typeof populationScreen.start }): string[] {
  return textOf(populationScreen.render(scene, state));
}

describe("the population", () => {
  test("fits any terminal, and its keys do what the help says", () => checkScreen(populationScreen));

  test("stays on variants that exist, whatever is pressed, selected and filtered", () =>
    checkSelection(populationScreen));

  test("says what will appear while nobody is born", async () => {
    const [line, ...rest] = linesOf(drive(populationScreen, sceneOf(await modelOf("plain", "opening"), small), []));
    expect(line).toContain("Nobody is born yet");
    expect(rest).toEqual([]);
  });

  test("lists the best first, and in the other order after S", async () => {
    const { view } = await modelOf("islands", "finished");
    const scene = sceneOf(await modelOf("islands", "finished"), small);
    const scores = (keys: readonly string[]): number[] =>
      idsOf(linesOf(drive(populationScreen, scene, keys))).map((id) => view.variants.row(id)!.score!);
    const usual = scores([]);
    expect(usual.length).toBeGreaterThan(8);
    expect(usual).toEqual(usual.toSorted((a, b) => a - b));
    const turned = scores(["S"]);
    expect(turned).toEqual(turned.toSorted((a, b) => b - a));
    expect(turned[0]).toBeGreaterThan(usual[0]!);
  });

  test("shows what passes the filter, and says how many of how many", async () => {
    const model = await modelOf("islands", "finished");
    const filter = "op~crossover island=2 alive";
    const lines = linesOf(drive(populationScreen, sceneOf(model, small, { filter }), []));
    expect(lines[0]).toMatch(/^ \d+ of 4,500 {2}filter op~crossover island=2 alive/);
    for (const id of idsOf(lines)) {
      expect(model.view.variants.row(id)).toMatchObject({ island: 2, alive: true });
      expect(model.view.variants.row(id)!.operator).toContain("crossover");
    }
  });

  test("shows all variants under a filter that cannot be understood, and says why", async () => {
    const lines = linesOf(
      drive(populationScreen, sceneOf(await modelOf("plain", "finished"), small, { filter: "scre<1" }), []),
    );
    expect(lines[0]).toContain("A filter cannot ask for `scre`");
    expect(lines[0]).toContain("all are shown");
    expect(idsOf(lines).length).toBeGreaterThan(8);
  });

  test("lists only the living after v", async () => {
    const model = await modelOf("plain", "finished");
    const lines = linesOf(drive(populationScreen, sceneOf(model, small), ["v"]));
    expect(lines[0]).toMatch(/^ 120 living of 4,500/);
    for (const id of idsOf(lines)) expect(model.view.variants.row(id)!.alive).toBe(true);
  });

  test("stands still while people read, counts what is new, and catches up after g", async () => {
    const before = drive(populationScreen, sceneOf(await modelOf("islands", "running"), small), ["j", "j", "j"]);
    const later = await modelOf("islands", "finished");
    const reading = { ...before, scene: { ...before.scene, model: later } };
    expect(idsOf(linesOf(reading))).toEqual(idsOf(linesOf(before)));
    expect(linesOf(before)[0]).not.toContain("new");
    expect(linesOf(reading)[0]).toContain("+300 new (g)");
    const caughtUp = drive(populationScreen, reading.scene, ["g"], before.state);
    expect(linesOf(caughtUp)[0]).not.toContain("new");
    expect(idsOf(linesOf(caughtUp))).toEqual(idsOf(linesOf(drive(populationScreen, sceneOf(later, small), []))));
  });

  test("keeps the selected variant on the screen when the order changes", async () => {
    const scene = sceneOf(await modelOf("grid", "running"), small);
    for (const keys of [
      ["j", "j", "s"],
      ["page-down", "page-down", "S"],
      ["G", "s", "s"],
    ]) {
      const driven = drive(populationScreen, scene, keys);
      expect(linesOf(driven).find((line) => line.startsWith(unicode.cursor))).toContain(`#${driven.scene.selected} `);
    }
  });

  test("leaves columns out where the room is short, the least telling ones first", async () => {
    const model = await modelOf("islands", "finished");
    const head = (columns: number): string =>
      linesOf(drive(populationScreen, sceneOf(model, { columns, rows: 18 }), []))[1]!;
    expect(head(160)).toMatch(/ID +SCORE. +.CI +GAIN +GEN +ISL +OPERATOR +PARENTS +SIZE +STATE +KIDS +MS +SAME AS/);
    expect(head(80)).toMatch(/ID +SCORE. +.CI +GAIN +GEN +ISL +OPERATOR +PARENTS +STATE *$/);
    expect(head(60)).toMatch(/ID +SCORE. +GAIN +GEN +OPERATOR +STATE *$/);
  });

  test("shows how the selected variant differs from its parent, and after D from the marked one", async () => {
    const model = await modelOf("islands", "finished");
    const id = model.view.state.best!.id;
    const [parent] = model.view.variants.row(id)!.parents;
    const scene = sceneOf(model, small, { selected: id, marked: 0 });
    const usual = linesOf(drive(populationScreen, scene, [])).join("\n");
    expect(usual).toContain(`against the parent #${parent}  +1 -1`);
    expect(usual).toMatch(/^ {2}- .*\n {2}\+ /m);
    expect(linesOf(drive(populationScreen, scene, ["D", "D"])).join("\n")).toContain("against the marked #0");
  });

  test("copies the command that prints the list, in which no filter can end its quotation", async () => {
    const model = await modelOf("islands", "finished");
    const copied = (filter: string, keys: readonly string[]): unknown =>
      drive(populationScreen, sceneOf(model, small, { filter }), [...keys, "Y"]).acts.at(-1);
    expect(copied("", [])).toEqual({ do: "copy", text: "lamarck top r7q2 --sort score --where 'id>=0'" });
    expect(copied("op~x", ["v", "s"])).toEqual({
      do: "copy",
      text: "lamarck top r7q2 --sort gain --where 'op~x alive'",
    });
    expect(copied("/it's", [])).toEqual({ do: "copy", text: "lamarck top r7q2 --sort score --where '/it'\\''s'" });
  });

  test("opens, marks, plays and copies the variant under the cursor, also where none is selected", async () => {
    const model = await modelOf("islands", "finished");
    const { acts, scene } = drive(populationScreen, sceneOf(model, small), ["enter", "m", "P", "y", "a"]);
    const id = scene.selected!;
    expect(id).toBe(model.view.state.best!.id);
    expect(acts).toEqual([
      { do: "open", screen: "variant", id },
      { do: "mark", id },
      { do: "play", id },
      { do: "copy", text: `lamarck show r7q2 ${id}` },
      { do: "open", screen: "tree", id },
    ]);
  });
});
