import { describe, expect, test } from "vitest";
import { comparisonPage } from "../../src/report/comparison-page.ts";
import { compareRuns } from "../../src/report/compare-runs.ts";
import { reportPage } from "../../src/report/report.ts";
import { campaignOf } from "../simulation/worlds.ts";
import { specWithModels, withCalls } from "../view/model-campaign.ts";
import { logOf } from "../view/viewing.ts";
import { chromium, openPage, widthsOf } from "./chromium.ts";
import { comparedRun } from "./comparing.ts";
import { hostileReport, reporting } from "./reporting.ts";

const islands = { count: 3, migrateEvery: 2, migrants: 2, resetAfter: 2 };
const campaign = campaignOf({ seed: 5, population: 12, births: 12, islands, budget: { generations: 9 } });
const grid = campaignOf({ seed: 5, archive: { name: "map-elites", bins: [4, 3] } });
const log = await logOf(campaign);
const page = reportPage(reporting(campaign, log));
const modelled = { ...campaign, spec: specWithModels(campaign.spec) };
const paid = reportPage(reporting(modelled, withCalls(log, { failing: [3] })));
const hostile = reportPage(hostileReport(grid, await logOf(grid)));
const options = { timeout: 60_000 };

if (chromium === undefined) console.warn("SKIPPED: no Chromium is installed, so no page is opened in a browser.");

describe.skipIf(chromium === undefined)("in Chromium", () => {
  test("a report shows without a complaint and asks nobody for anything", options, async () => {
    const { dom, console, requests } = await openPage(page);
    expect({ console, requests }).toEqual({ console: [], requests: [] });
    expect(dom).toContain("The same again");
  });

  test("a report of hostile texts shows them as text, and nothing of them is obeyed", options, async () => {
    const { dom, console, requests } = await openPage(hostile);
    expect({ console, requests }).toEqual({ console: [], requests: [] });
    expect(dom).not.toMatch(/<script|<img|<title>owned/i);
    expect(dom).toContain("// program &lt;/style&gt;&lt;/script&gt;");
    expect(dom).toContain("⟨U+202E⟩⟨U+2066⟩gnp.⟨U+0000⟩");
  });

  test("a page that let a text through would be found out", options, async () => {
    const broken = page.replace("</main>", "</main><img src='http://evil.example/x'><script>document.title=1</script>");
    expect((await openPage(broken)).console.join()).toMatch(/evil\.example.*violates.*inline script violates/s);
    expect((await openPage("<img src='http://evil.example/x'>")).requests.join()).toContain("evil.example");
    expect((await openPage(page.replace("<style>", "<style>p{}"))).console.join()).toContain("inline style violates");
  });

  test("a report is as wide as a phone, a tablet or a screen, whatever is in it", options, async () => {
    const widths = [360, 768, 1200];
    expect(await widthsOf(page, widths)).toEqual(widths);
    expect(await widthsOf(hostile, widths)).toEqual(widths);
    expect(paid).toContain('id="models"');
    expect(await widthsOf(paid, widths)).toEqual(widths);
    expect(await widthsOf(page.replace("</main>", `<pre>${"x".repeat(300)}</pre></main>`), [360])).not.toEqual([360]);
  });

  test("a comparison shows without a complaint, as wide as the window", options, async () => {
    const runs = [comparedRun(campaign, log, "first"), comparedRun(campaign, log, "a-second-run-with-a-long-name")];
    const compared = comparisonPage(compareRuns(runs), "guessing", { t: "2026-01-02T03:04:05Z", lamarck: "0.0.0" });
    const { console, requests } = await openPage(compared);
    expect({ console, requests }).toEqual({ console: [], requests: [] });
    expect(await widthsOf(compared, [360, 1200])).toEqual([360, 1200]);
  });
});
