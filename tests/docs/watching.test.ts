import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { displayNames } from "../../src/cli/display.ts";
import { settingNames } from "../../src/runner/settings.ts";
import { verbs } from "../../src/runner/steering.ts";
import { widthOf } from "../../src/text/width.ts";
import { globalKeys } from "../../src/tui/bindings.ts";
import { keyLabel } from "../../src/tui/keys.ts";
import { numbered } from "../../src/tui/screen.ts";
import { screens } from "../../src/tui/screens.ts";
import { blocksOf, tableOf } from "./markdown.ts";

const readme = readFileSync("README.md", "utf8");
const watching = readme.slice(readme.indexOf("## Watching and steering"), readme.indexOf("## Built-in scenarios"));
const shown = blocksOf(readme).filter(({ language }) => language === "screen");
const marked = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
const tabs = numbered.map((name) => screens.find(({ id }) => id === name)!);

describe("What the README says of watching and steering", () => {
  test("is shown by screens of 80 by 24, with the tabs that there are", () => {
    expect(shown.length).toBeGreaterThan(2);
    for (const { text } of shown) {
      const lines = text.trimEnd().split("\n");
      expect(lines).toHaveLength(24);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
      expect(lines[0]).toMatch(/^ lamarck {2}[a-z-]+-[a-z2-7]{4} .* gen \d+ {3}\d+:\d\d:\d\d/);
      expect(lines[1]!.match(/\d [A-Z][a-z]+/g)).toEqual(tabs.map(({ short }, i) => `${i + 1} ${short}`));
    }
  });

  test("names the screens by their keys and titles", () => {
    const rows = tableOf(watching, "key | screen").map(([key, title]) => [marked(key!)[0], title]);
    expect(rows).toEqual(tabs.map(({ title }, i) => [`${i + 1}`, title]));
  });

  test("names keys that there are, and those of the hint line all", () => {
    const named = tableOf(watching, "key | what it does").flatMap(([keys]) => marked(keys!));
    const bindings = [...globalKeys, ...screens.flatMap(({ keys }) => keys)];
    const known = new Set(bindings.flatMap(({ keys }) => keys.map(keyLabel)));
    expect(named.filter((key) => !known.has(key))).toEqual([]);
    const hinted = globalKeys.filter(({ hint }) => hint !== undefined).flatMap(({ keys }) => keys.map(keyLabel));
    expect(named).toEqual(expect.arrayContaining(hinted));
  });

  test("names the verbs, the settings and the displays that there are", () => {
    const asked = tableOf(watching, "verb");
    expect(asked.map(([verb]) => marked(verb!)[0])).toEqual([...verbs]);
    expect(marked(asked.find(([verb]) => verb === "`set`")![1]!)).toEqual(expect.arrayContaining([...settingNames]));
    const displays = tableOf(watching, "display").map(([name]) => marked(name!)[0]);
    expect(displays).toEqual(displayNames.filter((name) => name !== "auto"));
  });
});
