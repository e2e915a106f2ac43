import { describe, expect, test } from "vitest";
import { workersScreen } from "../../../src/tui/screens/workers.ts";
import { modelOf, pressed, sceneOf, textOf } from "../models.ts";
import { checkScreen } from "../screen-laws.ts";

const size = { columns: 80, rows: 18 };

describe("the workers", () => {
  test("fit any terminal, and their keys do what the help says", () => checkScreen(workersScreen));

  test("are a row each, and a lane that shows no sign of life is told from one that works", async () => {
    const scene = sceneOf(await modelOf("islands", "running"), size);
    const text = textOf(workersScreen.render(scene, workersScreen.start));
    const lanes = text.filter((line) => /^ +\d+ {2}(working|quiet|waiting)/.test(line));
    expect(lanes).toHaveLength(4);
    expect(lanes[0]).toMatch(/0 {2}working +9\/16 +61ms +3ms +1,000 +28\/s +78MB +0/);
    expect(lanes[2]).toMatch(/2 {2}quiet +0\/2 +4\.1s +4\.1s .* 1$/);
    expect(lanes[3]).toMatch(/3 {2}waiting +- +- +-/);
    expect(text[1]).toContain("memory 143MB   loop delay 1.9ms");
  });

  test("say what they run where some of them have networks", async () => {
    const model = await modelOf("islands", "running");
    const { live } = model;
    const lanes = live!.lanes.map((lane) => (lane.lane < 2 ? lane : { ...lane, pid: 0, engine: "webgpu" as const }));
    const shown = (columns: number): string[] => {
      const scene = sceneOf({ ...model, live: { ...live!, lanes } }, { columns, rows: 18 });
      return textOf(workersScreen.render(scene, workersScreen.start));
    };
    for (const columns of [80, 120]) {
      expect(shown(columns).filter((line) => /^ +[01] {2}programs +working /.test(line))).toHaveLength(2);
      expect(shown(columns).filter((line) => /^ +[23] {2}networks, webgpu +\w/.test(line))).toHaveLength(2);
    }
    const many = Array.from({ length: 40 }, (_, i) => ({ ...lanes[i < 30 ? 0 : 2]!, lane: i }));
    const scrolled = sceneOf({ ...model, live: { ...live!, lanes: many } }, size);
    expect(textOf(workersScreen.render(scrolled, workersScreen.start)).join("\n")).toContain("RUNS");
    expect(shown(80)[0]).toContain("3 of 4 busy  4 of each sort asked for");
    expect(textOf(workersScreen.render(sceneOf(model, size), workersScreen.start)).join("\n")).not.toContain("RUNS");
  });

  test("scroll where there are more lanes than rows, and say how many are hidden", async () => {
    const model = await modelOf("islands", "running");
    const lane = model.live!.lanes[0]!;
    const lanes = Array.from({ length: 40 }, (_, i) => ({ ...lane, lane: i, pid: 5000 + i }));
    const scene = sceneOf({ ...model, live: { ...model.live!, lanes, jobs: 40 } }, size);
    const shown = (keys: readonly string[]): string[] =>
      textOf(workersScreen.render(scene, pressed(workersScreen, scene, keys).state));
    expect(shown([]).at(-1)).toContain("1 to 12 of 40 lanes");
    expect(shown(["j", "j", "k"]).at(-1)).toContain("2 to 13 of 40 lanes");
    expect(shown(["G"]).at(-1)).toContain("29 to 40 of 40 lanes");
    expect(shown(["G", "g"])).toEqual(shown([]));
    expect(shown(["G", "j", "page-down"])).toEqual(shown(["G"]));
  });

  test("become more and fewer by + and -, of which one stays", async () => {
    const model = await modelOf("islands", "running");
    const scene = sceneOf(model, size);
    expect(pressed(workersScreen, scene, ["+", "-"]).acts).toEqual([
      { do: "command", words: ["set", "jobs", "5"] },
      { do: "command", words: ["set", "jobs", "3"] },
    ]);
    const alone = sceneOf({ ...model, live: { ...model.live!, jobs: 1 } }, size);
    expect(pressed(workersScreen, alone, ["-"]).acts).toMatchObject([{ do: "say" }]);
    const idle = sceneOf(await modelOf("islands", "finished"), size);
    expect(pressed(workersScreen, idle, ["+"]).acts).toMatchObject([{ do: "say" }]);
  });

  test("that are gone leave a reason and the command that goes on", async () => {
    const lost = textOf(workersScreen.render(sceneOf(await modelOf("grid", "lost"), size), workersScreen.start));
    expect(lost.join("\n")).toContain("The runner is gone since 09:31:12: the runner's process 17146 is gone.");
    expect(lost.join("\n")).toContain("lamarck resume r7q2");
    const done = textOf(workersScreen.render(sceneOf(await modelOf("grid", "finished"), size), workersScreen.start));
    expect(done[0]).toContain("it is finished");
    expect(done.join("\n")).not.toContain("resume");
  });
});
