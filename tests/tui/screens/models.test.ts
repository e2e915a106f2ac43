import { describe, expect, test } from "vitest";
import type { Size } from "../../../src/text/row.ts";
import type { Screen } from "../../../src/tui/screen.ts";
import { evaluationsScreen } from "../../../src/tui/screens/evaluations.ts";
import { logScreen } from "../../../src/tui/screens/log.ts";
import { overviewScreen } from "../../../src/tui/screens/overview.ts";
import { populationScreen } from "../../../src/tui/screens/population.ts";
import { variantScreen } from "../../../src/tui/screens/variant.ts";
import { workersScreen } from "../../../src/tui/screens/workers.ts";
import type { Model, VariantRow } from "../../../src/view/model.ts";
import { createRunView } from "../../../src/view/run-view.ts";
import { withCalls } from "../../view/model-campaign.ts";
import { playedOf } from "../campaigns.ts";
import { modelOf, pressed, sceneOf, textOf } from "../models.ts";

const small = { columns: 80, rows: 21 };
const large = { columns: 160, rows: 45 };

function show<S>(
  screen: Screen<S>,
  model: Model,
  size: Size = small,
  keys: readonly string[] = [],
  id?: number,
): string {
  const scene = sceneOf(model, size, { selected: id });
  return textOf(screen.render(scene, pressed(screen, scene, keys).state)).join("\n");
}

/** The same run up to the end of a generation, with other weather. */
async function until(generation: number, weather: Parameters<typeof withCalls>[1]): Promise<Model> {
  const model = await modelOf("models", "running");
  const { campaign, played } = await playedOf("plain");
  const { spec } = model.view.state;
  const events = withCalls(played.events, weather);
  const end = events.findIndex((event) => event.type === "generation-finished" && event.generation === generation);
  const view = createRunView({ ...model.view.facts, scenario: campaign.scenario }, spec);
  for (const event of events.slice(0, end + 1)) view.apply(event);
  return { ...model, view };
}

/** The last variant that passes. */
function lastOf({ view }: Model, passes: (row: VariantRow) => boolean): number {
  for (let id = view.variants.count - 1; id >= 0; id--) if (passes(view.variants.row(id)!)) return id;
  throw new Error("no variant passes");
}

describe("the screens of a campaign that asks language models", () => {
  test("tell on the overview what is spent, out of what, and how long it lasts", async () => {
    const model = await modelOf("models", "running");
    const row = /spent {4}\$2\.\d\d of \$5\.00 {3}\d+ calls {3}cached \d+\.\d% {3}\$[\d.]+\/h, lasts \d+s/;
    expect(show(overviewScreen, model)).toMatch(row);
    expect(show(overviewScreen, model, large)).toMatch(/spent {4}\$2\.\d\d of \$5\.00 {3}\d+ calls {3}cached/);
    const finished = show(overviewScreen, await modelOf("models", "finished"));
    expect(finished).toContain("spent ");
    expect(finished).not.toContain("lasts");
  });

  test("say in red that calls fail, with the fault's name and what to do", async () => {
    const model = await until(20, { failing: [20] });
    const rows = overviewScreen.render(sceneOf(model, small), overviewScreen.start);
    const bad = rows
      .flat()
      .filter(({ style }) => style === "bad")
      .map(({ text }) => text)
      .join(" ");
    expect(bad).toMatch(/^the last 8 calls failed: overloaded: .* offline operators go on$/);
    expect(textOf(rows).join("\n")).toContain("it is asked again by itself, as soon as the provider has room");
    expect(show(workersScreen, model)).toContain("the last 8 calls failed: overloaded");
  });

  test("say that the budget is used up and what goes on", async () => {
    const text = show(overviewScreen, await until(20, { silentFrom: 15 }));
    expect(text.replace(/\s+/g, " ")).toContain("they are not asked any more, offline operators go on");
    expect(text).toContain("--budget-usd");
  });

  test("tell among the workers what is in flight, what waits and what it cost by model and purpose", async () => {
    const text = show(workersScreen, await modelOf("models", "running"), { columns: 100, rows: 40 });
    expect(text).toMatch(/models {2}4 in flight {3}2 queued {3}431 asked {3}12 from the record/);
    expect(text).toMatch(/retries the next try in 12s {3}3 limited \(429\) {3}41 overloaded \(529, 5xx\)/);
    expect(text).toMatch(/MODEL .* COST.*\n +claude-quick-1 .*\$\d.*\n +claude-deep-1 .*\$\d/);
    expect(text).toMatch(/ASKED FOR.*\n +edit .*\n +repair .*\n +scratchpad /);
    expect(text).toMatch(/REPLIES {2}\d+ used, \d+ rejected, \d+ no news, 8 no reply: overloaded 8/);
    expect(text).toMatch(/LESSONS {2}after [\d,]+ evaluations *\n +1\. Programs that take/);
    expect(show(workersScreen, await modelOf("models", "finished"), { columns: 100, rows: 40 })).toContain(
      "claude-deep-1",
    );
  });

  test("credit operators with drafts, costs and the price of a better child, paid ones first", async () => {
    const text = show(evaluationsScreen, await modelOf("models", "running"), { columns: 100, rows: 45 });
    expect(text).toMatch(/OPERATOR +BIRTHS +BEAT PARENT +FAILED +DRAFTS +WRITTEN +COST +PER BETTER *\n +llm-/);
    expect(text).toMatch(/subtree-crossover .* - +- +- +- *\n/);
  });

  test("tell who wrote a variant at what cost, and show what was asked and answered in place of its program", async () => {
    const model = await modelOf("models", "running");
    const id = lastOf(model, ({ operator, draft, status }) => operator === draft && status === "scored");
    const text = show(variantScreen, model, small, [], id);
    expect(text).toMatch(
      /operator {2}llm-\S+ {2}in generation \d+[^]*model {5}claude-\S+ {2}c shows[^]*cost {6}\$0\.\d+ {2}\d call/,
    );
    expect(text).toContain(`lamarck show r7q2 ${id} --prompt`);
    const asked = show(variantScreen, model, small, ["c"], id);
    expect(asked).toMatch(/asked and answered/);
    expect(asked).toMatch(/call 1 of \d {2}(edit|repair) {2}claude-[^]*prompt\n Improve this program/);
    const end = show(variantScreen, model, small, ["c", "G"], id);
    expect(end).toContain("What stands between the fences is data");
    expect(end).not.toContain("call 1 of");
    expect(show(variantScreen, model, small, ["c", "c"], id)).toBe(text);
    expect(show(variantScreen, model, small, ["c", "D"], id)).toContain("from its parent");
  });

  test("tell who failed to write a variant, and why", async () => {
    const model = await modelOf("models", "running");
    const id = lastOf(model, ({ draft, operator, calls }) => draft !== undefined && draft !== operator && calls === 2);
    const text = show(variantScreen, model, { columns: 110, rows: 40 }, [], id);
    expect(text).toMatch(/llm-\S+ by claude-\S+ came to nothing: \S+ made this in its place/);
    expect(text).toContain("2 calls, rejected, rejected");
    expect(text).toContain("the reply does not apply");
  });

  test("say why there is nothing to show where nobody was asked, or long ago, or without the record", async () => {
    const model = await modelOf("models", "running");
    expect(show(variantScreen, model, small, ["c"], 0)).toContain("No language model was asked to write #0.");
    const id = lastOf(model, ({ operator, draft }) => operator === draft);
    expect(show(variantScreen, { ...model, exchange: () => undefined }, small, ["c"], id)).toContain(
      "is not in the run's calls.jsonl",
    );
    const calls = { ...model.view.calls, of: () => [] };
    expect(show(variantScreen, { ...model, view: { ...model.view, calls } }, small, ["c"], id)).toContain(
      "--prompt has it",
    );
    const silent = await until(20, { silentFrom: 15 });
    const unasked = lastOf(silent, ({ calls: many }) => many === 0);
    expect(show(variantScreen, silent, small, ["c"], unasked)).toContain("was not asked");
  });

  test("list costs and models in the population, and find them by its filter", async () => {
    const model = await modelOf("models", "running");
    const scene = sceneOf(model, large, { filter: "op~llm" });
    const text = textOf(populationScreen.render(scene, populationScreen.start)).join("\n");
    expect(text).toMatch(/COST +MODEL/);
    expect(text).toMatch(/llm-crossover .*\$0\.\d+ claude-/);
    expect(show(populationScreen, await modelOf("plain", "running"), large)).not.toMatch(/COST|MODEL/);
  });

  test("write failures and lessons to the log", async () => {
    const text = show(logScreen, await modelOf("models", "finished"), { columns: 200, rows: 66 });
    expect(text).toMatch(/error 3 calls of language models in a row failed: overloaded/);
    expect(text).toContain("lesson 1 of 3 after");
  });
});
