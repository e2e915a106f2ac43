import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Event } from "../../src/events/event.ts";
import type { Manifest } from "../../src/store/run-directory.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { exchangeOf, specWithModels, withCalls } from "../view/model-campaign.ts";
import { type Called, call } from "./terminal.ts";

const words =
  "run symbolic-regression --seed 7 --jobs 1 --budget-generations 9 --set scenario.target=nguyen-1 --set population=20 --set births=20 --set sizeMax=30";

let folder: string;
let events: readonly Event[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-models-"));
  const path = join(folder, "one");
  await call(folder, [...words.split(" "), "--run-dir", path, "--display", "none"]);
  events = withCalls([...readRun(path).events()], { failing: [3] });
  writeFileSync(
    join(path, "events.jsonl"),
    events.map((event, seq) => `${JSON.stringify({ v: 1, seq, event })}\n`).join(""),
  );
  const file = join(path, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  writeFileSync(file, JSON.stringify({ ...manifest, spec: specWithModels(manifest.spec) }));
  const kept = events.flatMap((event) => (event.type === "model-asked" ? [keptAs(event.call)] : []));
  writeFileSync(join(path, "calls.jsonl"), kept.map((one) => `${JSON.stringify(one)}\n`).join(""));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** What is kept of a call: the prompt tries to steer the terminal. */
function keptAs(name: string): object {
  const { model, system, prompt, reply } = exchangeOf(name);
  const usage = { input: 1, cacheWrite: 0, cacheRead: 0, output: 1 };
  const request = { model, system, prompt: `${prompt}\u001b[2J\u202e`, schema: {}, outputMax: 4096 };
  return { call: name, request, reply: { ...reply, usage, observed: { ms: 1, tries: 1 } } };
}

function ask(...line: readonly string[]): Promise<Called> {
  return call(folder, [
    line[0]!,
    ...(line[0] === "log" ? [line[1]!] : []),
    "./one",
    ...line.slice(line[0] === "log" ? 2 : 1),
  ]);
}

/** The last child that a model wrote, and the last one that it was to write. */
function lastDraft(isWritten: boolean): Extract<Event, { type: "variant-born" }> {
  const births = events.filter((event) => event.type === "variant-born");
  return births.findLast(({ draft, operator }) => draft !== undefined && (draft.operator === operator) === isWritten)!;
}

describe("a run whose children language models wrote", () => {
  test("tells what they cost and what each operator brought for it", async () => {
    const { out } = await ask("status");
    expect(out).toMatch(/ {2}spent \$0\.\d+ of \$5\.00 {2}calls \d+ {2}cached \d+\.\d%/);
    expect(out).toMatch(/ {2}replies used \d+ .* none 8 \(overloaded 8\)/);
    expect(out).toContain("claude-deep-1 $");
    expect(out).toMatch(/operator +births +improved +failed +drafts +written +cost +per improved\nllm-/);
    expect(out).toMatch(/subtree-crossover .* - +- +- +-\n/);
    const { data } = JSON.parse((await ask("status", "--json")).out);
    const asked = events.filter((event) => event.type === "model-asked");
    expect(data.models.calls).toBe(asked.length);
    expect(data.models.usd).toBeCloseTo(
      asked.reduce((sum, { usd }) => sum + usd, 0),
      9,
    );
    expect(data.models.faults).toMatchObject([{ name: "overloaded", count: 8 }]);
    const paid = data.operators.filter(({ drafts }: { drafts: number }) => drafts > 0);
    expect(paid.reduce((sum: number, { usd }: { usd: number }) => sum + usd, 0)).toBeLessThanOrEqual(data.models.usd);
  });

  test("shows what they were asked and what they answered, with nothing that steers a terminal", async () => {
    const { id, operator, draft } = lastDraft(true);
    const { out } = await ask("show", String(id), "--prompt");
    expect(out).toContain(`: ${operator} by ${draft!.model}, $`);
    expect(out.match(/You improve small programs\./g)).toHaveLength(1);
    expect(out).toMatch(/call 1 of \d: edit, claude-[^]*Improve this program[^]*reply[^]*const z = x \* y;[^]*used/);
    expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    const { schema, data } = JSON.parse((await ask("show", String(id), "--prompt", "--json")).out);
    expect(schema).toBe("lamarck/show-prompt@1");
    expect(data.calls.at(-1)).toMatchObject({ result: "used", reply: { status: "replied" } });
    expect((await ask("show", String(id), "--raw")).out).toMatch(/ {2}models {3}llm-.* by claude-.*, \$/);
  });

  test("says so where nothing came of it, and where nobody was asked", async () => {
    const failed = lastDraft(false);
    expect((await ask("show", String(failed.id), "--prompt")).out).toContain("came to nothing");
    const offline = await ask("show", "0", "--prompt");
    expect(offline.code).toBe(2);
    expect(offline.err).toMatch(/No language model was asked for #0 .*\n.*calls>0/);
  });

  test("names the author of what changed", async () => {
    const { id, parents, operator } = lastDraft(true);
    const { out } = await ask("diff", String(parents[0]), String(id));
    expect(out).toMatch(new RegExp(`^--- #${parents[0]}.*\\n\\+\\+\\+ #${id} {2}${operator} by claude-`));
  });

  test("lists, filters and exports its children with their models and costs", async () => {
    const top = await ask("top", "--where", "op~llm usd>0", "--sort", "usd", "--limit", "3");
    expect(top.out).toMatch(/operator +model +cost +parents\n.* llm-\S+ +claude-\S+ +\$/);
    const lineage = await ask("lineage", String(lastDraft(true).id));
    expect(lineage.out).toMatch(/operator +model +cost/);
    const [head, ...rows] = (await ask("export", "--format", "csv")).out.trimEnd().split("\n");
    expect(head).toMatch(/,ms,draft,model,calls,usd$/);
    const total = rows.reduce((sum, line) => sum + Number(line.split(",").at(-1)), 0);
    const born = events.filter((event) => event.type === "model-asked" && event.role !== "scratchpad");
    expect(total).toBeCloseTo(
      born.reduce((sum, event) => sum + (event.type === "model-asked" ? event.usd : 0), 0),
      9,
    );
    const json = (await ask("export")).out.trimEnd().split("\n");
    expect(JSON.parse(json[lastDraft(true).id]!)).toMatchObject({ calls: expect.any(Number), usd: expect.any(Number) });
  });

  test("tells what happened in lines: failures once, and lessons", async () => {
    const { out } = await ask("log", "lines");
    expect(out).toMatch(/warn {2}a call of a language model failed: overloaded/);
    expect(out).toMatch(/error 3 calls of language models in a row failed: overloaded/);
    expect(out).toMatch(/info {2}language models answer again, after 8 failed calls/);
    expect(out).toMatch(/info {2}lesson 1 of 3 after \d+ evals: Programs that take/);
    expect(JSON.parse((await ask("log", "lines", "--limit", "2", "--json")).out).data).toHaveLength(2);
    expect((await ask("log", "hash")).out).toMatch(/^[0-9a-f]{64} /);
  });
});
