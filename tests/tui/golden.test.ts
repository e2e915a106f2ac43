import { describe, expect, test } from "vitest";
import type { Size } from "../../src/text/row.ts";
import { widthOf } from "../../src/text/width.ts";
import { runTui } from "../../src/tui/run.ts";
import type { Model } from "../../src/view/model.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";
import { type Moment, modelOf, startedAt } from "./models.ts";
import { memorySession } from "./session.ts";
import { openTerminal } from "./terminal.ts";

/** The screens by the keys that lead to each from the one before, and what tells that it is shown. */
const stations = [
  ["overview", "1", /\[1 Over/],
  ["population", "2", /\[2 Pop/],
  ["tree", "3", /\[3 Tree/],
  ["archive", "4", /\[4 Arch/],
  ["capabilities", "5", /\[5 Cap/],
  ["evaluations", "6", /\[6 Eval/],
  ["workers", "7", /\[7 Work/],
  ["log", "8", /\[8 Log/],
  ["help", "1?", /Keys and commands/],
] as const;

const sizes: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 48 },
];

const moments: readonly (readonly [name: string, moment: Moment])[] = [
  ["first-seconds", "first generation"],
  ["mid-run", "running"],
  ["finished", "finished"],
];

const elsewhere = capabilityWith({
  name: "performs NOT",
  pattern: ["NOT"],
  status: "correlated",
  firstSeen: { run: "k3z8", generation: 1, variant: 40, genome: "99".repeat(32), lineage: [3, 40] },
});

const env = { TERM: "xterm-256color", LANG: "en_US.UTF-8" };

/** What the terminal shows of each screen in turn, in a real terminal emulator, at a time that stands still. */
async function tour(model: Model, size: Size, only?: readonly string[]): Promise<Map<string, string>> {
  const terminal = openTerminal(size);
  const now = startedAt + (model.live?.elapsedMs ?? model.view.state.elapsedMs) + 400;
  const time = { now: () => now, clock: () => now, zoneMinutes: () => 0 };
  const left = runTui(memorySession(model), { role: "guest", display: "full", env, time, ...terminal.streams });
  const seen = new Map<string, string>();
  for (const [name, keys, mark] of stations.filter(([station]) => only?.includes(station) ?? true)) {
    terminal.type(keys);
    await terminal.shows(mark);
    const lines = await terminal.still();
    expect(lines.length).toBe(size.rows);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(size.columns);
    seen.set(name, `${lines.join("\n")}\n`);
  }
  terminal.type("\u0003");
  await left;
  expect(terminal.written()).not.toContain("\u001b[3J");
  return seen;
}

describe("the screens as a terminal shows them", () => {
  for (const [name, moment] of moments) {
    for (const size of sizes) {
      const place = `${size.columns}x${size.rows}`;
      test(`are those on record: ${name} at ${place}`, async () => {
        const seen = await tour(await modelOf("islands", moment), size);
        for (const [screen, text] of seen) {
          await expect(text).toMatchFileSnapshot(`golden/${place}/${name}/${screen}.txt`);
        }
        const grid = await tour(await modelOf("grid", moment), size);
        await expect(grid.get("archive")).toMatchFileSnapshot(`golden/${place}/${name}/archive-grid.txt`);
      });
    }
  }
  for (const size of sizes) {
    const place = `${size.columns}x${size.rows}`;
    test(`are those on record where models are asked, at ${place}`, async () => {
      const screens = ["overview", "population", "evaluations", "workers", "log"];
      const seen = await tour(await modelOf("models", "running"), size, screens);
      for (const [screen, text] of seen) {
        await expect(text).toMatchFileSnapshot(`golden/${place}/models/${screen}.txt`);
      }
    });
    test(`are those on record where capabilities were found, at ${place}`, async () => {
      const model = { ...(await modelOf("islands", "finished")), capabilities: [capabilityWith(), elsewhere] };
      const seen = await tour(model, size, ["capabilities"]);
      await expect(seen.get("capabilities")).toMatchFileSnapshot(`golden/${place}/capabilities/capabilities.txt`);
    });
  }
});
