import { describe, expect, test } from "vitest";
import { failures } from "../../../src/view/progress.ts";
import { evaluationsScreen } from "../../../src/tui/screens/evaluations.ts";
import { modelOf, pressed, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";

const size = { columns: 100, rows: 34 };

describe("the evaluations", () => {
  test("fit any terminal, and their keys do what the help says", () => checkScreen(evaluationsScreen));

  test("begin with what runs: the lane that has been quiet for longest first, with the reason", async () => {
    const text = textOf(evaluationsScreen.render(sceneOf(await modelOf("islands", "running"), size), {}));
    expect(text[0]).toMatch(/RUNNING {2}3 of 4 lanes {2}34 agents handed out/);
    expect(text[2]).toMatch(/2 {2}quiet +0 of 2 +4\.1s +4\.1s {2}no sign of life/);
    expect(text[3]).toMatch(/1 {2}working +2 of 16/);
    expect(text.join("\n")).not.toMatch(/\n +3 {2}waiting/);
  });

  test("count every failure by its cause, with a share of all failures", async () => {
    const model = await modelOf("islands", "running");
    const text = textOf(evaluationsScreen.render(sceneOf(model, size), {})).join("\n");
    const all = failures(model.view.state);
    const [most] = model.view.faults;
    expect(text).toContain(`FAILED  ${all} of 4,162`);
    expect(text).toMatch(
      new RegExp(`${most!.count} +${((100 * most!.count) / all).toFixed(1)}%  ${most!.kind} +#${most!.id}`),
    );
    expect(model.view.faults.reduce((sum, fault) => sum + fault.count, 0)).toBe(all);
  });

  test("open the latest variant that failed as the selected ones did, whatever fails meanwhile", async () => {
    const model = await modelOf("islands", "running");
    const scene = sceneOf(model, size);
    const { faults } = model.view;
    expect(pressed(evaluationsScreen, scene, ["enter"]).acts).toEqual([
      { do: "open", screen: "variant", id: faults[0]!.id },
    ]);
    const { state, acts } = pressed(evaluationsScreen, scene, ["j", "j", "enter"]);
    expect(acts).toEqual([{ do: "open", screen: "variant", id: faults[2]!.id }]);
    // The second kind becomes the most frequent one: the selection stays with what it was about.
    const order = [faults[2]!, ...faults.filter((_, i) => i !== 2)];
    const later = sceneOf({ ...model, view: { ...model.view, faults: order } }, size);
    expect(pressed(evaluationsScreen, later, ["enter"], state).acts).toEqual(acts);
    expect(pressed(evaluationsScreen, scene, ["G", "enter"]).acts).toEqual([
      { do: "open", screen: "variant", id: faults.at(-1)!.id },
    ]);
  });

  test("show the limits in force and what was evaluated in vain", async () => {
    const text = textOf(evaluationsScreen.render(sceneOf(await modelOf("islands", "finished"), size), {})).join("\n");
    expect(text).toContain("RUNNING  nothing: nobody runs this campaign");
    expect(text).toContain("fuel 1,000,000  calls 1  time 250ms  answer 4,096   size 80");
    expect(text).toMatch(/REUSED {2}[\d.]+% {2}[\d,]+ of 4,500 equal an earlier agent/);
    expect(text).toMatch(/OPERATOR +BIRTHS +BEAT PARENT +FAILED/);
  });

  test("say what will appear while there is nothing", async () => {
    const scene = sceneOf(await modelOf("plain", "opening"), size);
    const text = textOf(evaluationsScreen.render(scene, {})).join("\n");
    expect(text).toContain("the lanes are being started");
    expect(text).toContain("nothing has been evaluated yet; causes appear here");
    expect(pressed(evaluationsScreen, scene, ["enter"]).acts).toMatchObject([{ do: "say" }]);
  });
});
