import { describe, expect, test } from "vitest";
import type { Genome } from "../../../src/genome/genome.ts";
import { ascii } from "../../../src/text/symbols.ts";
import type { Scene } from "../../../src/tui/screen.ts";
import { variantScreen, type VariantState } from "../../../src/tui/screens/variant.ts";
import type { Model } from "../../../src/view/model.ts";
import { hostileModelOf, hostileTexts, modelOf, sceneOf, textOf } from "../models.ts";
import { checkScreen, expectToFit } from "../screen-laws.ts";
import { checkSelection, drive } from "./variant-laws.ts";

const small = { columns: 80, rows: 18 };

async function bestScene(world: "islands" | "plain", size = small): Promise<Scene> {
  const model = await modelOf(world, "finished");
  return sceneOf(model, size, { selected: model.view.state.best!.id });
}

function textAfter(scene: Scene, keys: readonly string[]): string {
  const driven = drive(variantScreen, scene, keys);
  return textOf(variantScreen.render(driven.scene, driven.state)).join("\n");
}

describe("a variant", () => {
  test("fits any terminal, and its keys do what the help says", () => checkScreen(variantScreen));

  test("gives way only to variants that exist, whatever is pressed", () => checkSelection(variantScreen));

  test("is shown with its program, its scores, its origin and the commands that show it again", async () => {
    const scene = await bestScene("islands");
    const { view } = scene.model;
    const id = scene.selected!;
    const row = view.variants.row(id)!;
    const text = textAfter(scene, []);
    expect(text).toContain(` #${id}  best on island`);
    expect(text).toMatch(/score +0\.25108 ±0\.21753 {2}error, ↓ lower is better/);
    expect(text).toMatch(/gain +\+0\.0118\d* over its parent, more is better/);
    expect(text).toMatch(/worst +1\.2515 {2}on case 11 of 12/);
    expect(text).toMatch(/measures +0\.99451 {2}of -2 to 2 {2}slope/);
    expect(text).toMatch(/test +0\.73454 {2}on 12 unseen cases/);
    expect(text).toMatch(
      new RegExp(`operator +${row.operator} {2}in generation ${row.generation} on island ${row.island}`),
    );
    expect(text).toContain(`parents   #${row.parents[0]}`);
    expect(text).toContain(" export default function f(x, y) {");
    expect(text).toContain(`lamarck show r7q2 ${id}   again: lamarck replay r7q2 ${id}`);
  });

  test("is compared by D with its parent, its seed, the marked one, and then no more", async () => {
    const scene = await bestScene("islands", { columns: 160, rows: 40 });
    const { variants } = scene.model.view;
    const [parent] = variants.row(scene.selected!)!.parents;
    let seed = parent!;
    while (variants.row(seed)!.parents.length > 0) [seed] = variants.row(seed)!.parents as [number];
    const plain = textAfter(scene, []);
    expect(textAfter(scene, ["D"])).toContain(`from its parent #${parent}  +1 -1 lines`);
    expect(textAfter(scene, ["D", "D"])).toContain(`from its seed #${seed}  +`);
    expect(textAfter(scene, ["D", "D", "D"])).toContain("no variant is marked: m marks one to compare with");
    expect(textAfter({ ...scene, marked: 3 }, ["D", "D", "D"])).toContain("from the marked #3  +");
    expect(textAfter(scene, ["D", "D", "D", "D"])).toBe(plain);
  });

  test("leads to its parents and to its best child, and back", async () => {
    const scene = await bestScene("plain");
    const { variants } = scene.model.view;
    const id = scene.selected!;
    const [parent] = variants.row(id)!.parents;
    const up = drive(variantScreen, scene, ["h"]);
    expect(up.scene.selected).toBe(parent);
    const [first, second] = variants.row(parent!)!.parents;
    expect(drive(variantScreen, up.scene, ["h"]).scene.selected).toBe(first);
    expect(drive(variantScreen, up.scene, ["H"]).scene.selected).toBe(second);
    const child = drive(variantScreen, up.scene, ["l"]).scene.selected!;
    const scores = variants.children(parent!, 1000).map((one) => variants.row(one)!.score ?? -Infinity);
    expect(variants.row(child)!.score).toBe(Math.max(...scores));
  });

  test("says what it is a seed for, and that a failed one has no score", async () => {
    const model = await modelOf("plain", "finished");
    const seed = textAfter(sceneOf(model, small, { selected: 0 }), ["D"]);
    expect(seed).toContain("#0 has no parent: its line begins here");
    expect(drive(variantScreen, sceneOf(model, small, { selected: 0 }), ["h"]).acts).toEqual([
      { do: "say", text: "#0 has no parent: its line begins here." },
    ]);
    const { ids } = model.view.variants.find({
      where: ({ status }) => status === "failed",
      sort: "id",
      reverse: false,
      from: 0,
      limit: 1,
    });
    const failed = textAfter(sceneOf(model, small, { selected: ids[0]! }), []);
    expect(failed).toMatch(/score +none/);
    expect(failed).toMatch(/fault +\S+/);
  });

  test("copies the command that shows it, and the one that evaluates it again", async () => {
    const scene = await bestScene("plain");
    const id = scene.selected!;
    expect(drive(variantScreen, scene, ["y", "Y", "P"]).acts).toEqual([
      { do: "copy", text: `lamarck show r7q2 ${id}` },
      { do: "copy", text: `lamarck replay r7q2 ${id}` },
      { do: "play", id },
    ]);
  });

  test("is read from the beginning again after another one was selected", async () => {
    const scene = withProgram(
      (await bestScene("plain")).model,
      Array.from({ length: 200 }, (_, i) => `let v${i} = ${i};`).join("\n"),
    );
    const end = drive(variantScreen, scene, ["G"]);
    const shown = (from: Scene, state: VariantState): string => textOf(variantScreen.render(from, state)).join("\n");
    expect(shown(end.scene, end.state)).toContain("let v199 = 199;");
    expect(shown({ ...end.scene, selected: 0 }, end.state)).toContain("let v0 = 0;");
  });

  test("keeps program text from steering the terminal or from taking long", async () => {
    for (const bytes of [
      ...hostileTexts,
      hostileTexts.join("\n"),
      "x".repeat(3_000_000),
      "\n".repeat(100_000),
      "`${".repeat(9000),
    ]) {
      for (const symbols of [ascii, sceneOf((await bestScene("plain")).model, small).symbols]) {
        const scene = { ...withProgram((await bestScene("plain")).model, bytes), symbols };
        for (const keys of [[], ["D"], ["G"]]) {
          const driven = drive(variantScreen, scene, keys);
          expectToFit(variantScreen.render(driven.scene, driven.state), small);
        }
      }
    }
  });

  test("shows operators and faults of hostile names as plain words", async () => {
    const model = await hostileModelOf("plain", "finished");
    for (let id = 0; id < 40; id++) {
      expectToFit(variantScreen.render(sceneOf(model, small, { selected: id }), variantScreen.start), small);
    }
  });

  test("of vectors shows one number a row", async () => {
    const { model } = await bestScene("plain");
    const scene = withGenome(model, (hash) => ({ kind: "vector", hash, bytes: "[1,2.5,-3]" }));
    expect(textAfter(scene, [])).toMatch(/ \[1, *\n 2\.5, *\n -3\]/);
  });

  test("whose program is not on the disk yet says so", async () => {
    const { model } = await bestScene("plain");
    const scene = withGenome(model, () => undefined);
    expect(textAfter(scene, [])).toContain(`#${scene.selected} is not on the disk yet.`);
    expect(textAfter(scene, ["D"])).toContain("is not on the disk yet.");
  });
});

function withGenome(model: Model, genome: (hash: string) => Genome | undefined): Scene {
  return sceneOf({ ...model, genome }, small, { selected: model.view.state.best!.id });
}

function withProgram(model: Model, bytes: string): Scene {
  return withGenome(model, (hash) => ({ kind: "program", hash, bytes: hash.length > 0 ? bytes : "" }));
}
