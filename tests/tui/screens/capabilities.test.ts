import { describe, expect, test } from "vitest";
import { capabilitiesScreen } from "../../../src/tui/screens/capabilities.ts";
import { modelOf, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";

describe("the capabilities", () => {
  test("fit any terminal", () => checkScreen(capabilitiesScreen));

  test("are none yet: the screen says what will appear, and what there is already", async () => {
    const model = await modelOf("grid", "finished");
    const text = textOf(capabilitiesScreen.render(sceneOf(model, { columns: 80, rows: 18 }), {})).join("\n");
    expect(text).toContain("No capabilities yet");
    expect(text).toContain("What will appear here");
    expect(text).toContain("4,500 variants with program, parents and operator (2 Population)");
    expect(text).toContain(`the lineage of the best, #${model.view.state.best!.id} (3 Tree)`);
    expect(text).toContain("2 measures of behaviour (4 Archive)");
  });

  test("name nothing that is not there", async () => {
    const scene = sceneOf(await modelOf("plain", "opening"), { columns: 80, rows: 18 });
    const text = textOf(capabilitiesScreen.render(scene, {})).join("\n");
    expect(text).toContain("0 variants");
    expect(text).not.toContain("lineage of the best");
    expect(text).not.toContain("did not see\n • ");
  });
});
