import { describe, expect, test } from "vitest";
import type { Capability } from "../../../src/capabilities/capability.ts";
import type { Size } from "../../../src/text/row.ts";
import { capabilitiesPane } from "../../../src/tui/panes.ts";
import { capabilitiesScreen } from "../../../src/tui/screens/capabilities.ts";
import type { Model } from "../../../src/view/model.ts";
import { capabilityWith } from "../../capabilities/capabilities.ts";
import { hostileModelOf, hostileTexts, modelOf, pressed, sceneOf, textOf } from "../models.ts";
import { checkScreen, expectToFit } from "../screen-laws.ts";

const xor = capabilityWith();
const elsewhere = capabilityWith({
  name: "performs NOT",
  pattern: ["NOT"],
  status: "correlated",
  firstSeen: { ...xor.firstSeen, run: "k3z8" },
});
const small: Size = { columns: 80, rows: 18 };

async function withSome(...capabilities: readonly Capability[]): Promise<Model> {
  return { ...(await modelOf("grid", "finished")), capabilities };
}

function linesAfter(model: Model, keys: readonly string[], size = small): readonly string[] {
  const scene = sceneOf(model, size);
  return textOf(capabilitiesScreen.render(scene, pressed(capabilitiesScreen, scene, keys).state));
}

describe("the capabilities", () => {
  test("fit any terminal where there are none", () => checkScreen(capabilitiesScreen));

  test("fit any terminal, whatever is in the catalogue", async () => {
    const [name] = hostileTexts;
    const hostile = hostileTexts.map((text) =>
      capabilityWith({
        name: text,
        label: text,
        pattern: [text],
        program: text,
        ablation: { ...xor.ablation, part: text, places: [[1, 3]] },
        example: { ...xor.example, case: text, tokens: [text, name], marked: [0] },
        exploit: { suspected: true, why: text },
        firstSeen: { ...xor.firstSeen, run: text },
        retracted: { by: text, t: text, reason: text, was: "validated" },
      }),
    );
    const model = { ...(await hostileModelOf("grid", "finished")), capabilities: [xor, elsewhere, ...hostile] };
    for (const keys of ["", "j", "Gl", "jjlll", "Gh"]) {
      for (const size of [small, { columns: 60, rows: 8 }, { columns: 200, rows: 60 }]) {
        const scene = sceneOf(model, size);
        const { state } = pressed(capabilitiesScreen, scene, keys.split(""));
        expectToFit(capabilitiesScreen.render(scene, state), size);
        expectToFit(capabilitiesPane(scene, size), size);
      }
    }
  });

  test("are a list, those of this run marked, over the page of the chosen one", async () => {
    const lines = linesAfter(await withSome(xor, elsewhere), []);
    expect(lines[0]).toContain("2 capabilities in this scenario, 1 first seen in this run (*)");
    expect(lines[2]).toMatch(/\* +performs XOR +skill +validated/);
    expect(lines[3]).toMatch(/^ +performs NOT +skill +correlated/);
    const text = lines.join("\n");
    expect(text).toContain("What they do");
    expect(text).toContain("NOT NOT other [XOR] XOR");
    expect(text).toContain("⟦a ? !b : b⟧");
    expect(linesAfter(await withSome(xor, elsewhere), ["j"])).toContainEqual(expect.stringMatching(/pattern +NOT/));
  });

  test("have a page that is read to its end and back", async () => {
    const model = await withSome(xor);
    expect(linesAfter(model, []).join("\n")).not.toContain("See it again");
    const end = linesAfter(model, ["l", "l", "l", "l"]).join("\n");
    expect(end).toContain("See it again");
    expect(end).toContain(`lamarck capabilities verify ${xor.id}`);
    expect(linesAfter(model, ["l", "l", "h", "h", "h"])).toEqual(linesAfter(model, []));
  });

  test("lead to the variant that showed them first, where that is of this run", async () => {
    const scene = sceneOf(await withSome(xor, elsewhere), small);
    expect(pressed(capabilitiesScreen, scene, ["enter", "P", "y"]).acts).toEqual([
      { do: "open", screen: "variant", id: 812 },
      { do: "play", id: 812 },
      { do: "copy", text: `lamarck capabilities show ${xor.id}` },
    ]);
    expect(pressed(capabilitiesScreen, scene, ["j", "enter"]).acts).toEqual([
      { do: "say", text: "It was first seen in the run k3z8." },
    ]);
  });

  test("are none at first: the screen says how they are found, what will appear, and what there is already", async () => {
    const model = await modelOf("grid", "finished");
    const text = linesAfter(model, []).join("\n");
    expect(text).toContain("No capabilities yet");
    expect(text).toContain("there is nothing to look for");
    expect(text).toContain("What will appear here");
    expect(text).toContain("4,500 variants with program, parents and operator (2 Population)");
    expect(text).toContain(`the lineage of the best, #${model.view.state.best!.id} (3 Tree)`);
    expect(text).toContain("2 measures of behaviour (4 Archive)");
    const { facts } = model.view;
    const traced = { ...model.view, facts: { ...facts, scenario: { ...facts.scenario, trace: ["a"] } } };
    expect(linesAfter({ ...model, view: traced }, []).join("\n")).toContain(`\`lamarck mine ${facts.select}\``);
  });

  test("name nothing that is not there", async () => {
    const text = linesAfter(await modelOf("plain", "opening"), []).join("\n");
    expect(text).toContain("0 variants");
    expect(text).not.toContain("lineage of the best");
    expect(text).not.toContain("judged on cases");
  });
});
