import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call } from "./terminal.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-mistakes-"));
  const files: Readonly<Record<string, string>> = {
    "torn.json": '{\n  "scenario": {\n',
    "list.json": "[]",
    "word.json": '{ "scenario": "bin-packing" }',
    "empty.json": "{}",
    "typo.json": '{ "scenario": { "path": "bin-packing" }, "populaton": 5 }',
    "range.json": '{ "scenario": { "path": "bin-packing" }, "islands": { "count": 0 } }',
    "type.json": '{ "scenario": { "path": "bin-packing" }, "budget": { "seconds": "long" } }',
    "mixed.json": '{ "scenario": { "path": "bin-packing" }, "archive": { "name": "ranked", "bins": [1] } }',
    "option.json": '{ "scenario": { "path": "bin-packing", "options": { "items": 3 } } }',
    "start.json": '{ "scenario": { "path": "bin-packing" }, "start": ["not a program"] }',
    "none.ts": "export const scenario = 1;",
    "shape.ts": "export default { name: 'x', brief: 'y' };",
    "cases.json": '{ "id": "a" }',
    "program.js": "export default function priority() { return 1; }",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, "tampered", "genomes"), { recursive: true });
  const hash = "0".repeat(64);
  const agents = [{ hash, from: {}, score: 1, split: "train" }];
  const manifest = {
    schema: "lamarck/population@1",
    kind: "program",
    scenario: "bin-packing",
    options: {},
    agents,
    licence: "MIT",
  };
  writeFileSync(join(folder, "tampered", "population.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "tampered", "genomes", `${hash}.js`), "export default function f() { return 1; }");
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A command line, the exit code, and what the message must name. */
const mistakes: readonly (readonly [line: string, code: number, says: RegExp])[] = [
  ["rnu bin-packing", 2, /Did you mean run/],
  ["frobnicate", 2, /unknown command 'frobnicate'/],
  ["--frobnicate", 2, /unknown option '--frobnicate'[^]*--help/],
  ["run", 2, /missing required argument 'scenario'/],
  ["run bin-packing extra", 2, /too many arguments/],
  ["run bin-packing --sed 1", 2, /Did you mean.*--seed/],
  ["run bin-packing --seed", 2, /--seed.*argument missing/],
  ["run bin-packing --seed -1", 2, /`--seed` to be a whole number from 0/],
  ["run bin-packing --seed 1.5", 2, /`--seed` to be a whole number/],
  ["run bin-packing --jobs 0", 2, /`--jobs` to be a whole number from 1/],
  ["run bin-packing --budget-evals many", 2, /`--budget-evals` to be a whole number from 1/],
  ["run bin-packing --budget-time soon", 2, /90s, 4m30s or 2h/],
  ["run bin-packing --budget-time 0", 2, /a time above 0/],
  ["run bin-packing --budget-generations 0", 2, /`--budget-generations`/],
  ["run bin-packing --target best<=1", 2, /mean or worst, then <= or >=/],
  ["run bin-packing --target mean<1", 2, /then <= or >=/],
  ["run bin-packing --assert fitness>=1", 2, /best or test/],
  ["run bin-packing --fail-on-error 1.5", 2, /a share between 0 and 1/],
  ["run bin-packing --display fancy", 2, /auto, full, inline, plain, json, none/],
  ["run bin-packing --display full", 2, /needs a terminal.*\n.*--display plain/],
  ["run bin-packing --detach --foreground", 2, /exclude each other/],
  ["ctl paus", 2, /no verb `paus`.*\n.*pause/],
  ["ctl pause --run nowhere", 6, /no run `nowhere`/],
  ["attach nowhere", 6, /no run `nowhere`/],
  ["run bin-packing --population nobody", 2, /no population `nobody`/],
  ["run bin-packing --population tampered", 2, /its text is not what its name says/],
  ["run bin-packing --set population", 2, /`path=value`/],
  ["run bin-packing --set popluation=3", 2, /Did you mean `population`/],
  ["run bin-packing --set population=1", 2, /`population` to be a whole number from 2 to 100000, got `1` \(--set\)/],
  ["run bin-packing --set population=lots", 2, /got `lots` \(--set\)/],
  ["run bin-packing --set selection=tournament", 2, /`selection` to be an object/],
  ["run bin-packing --set selection.name=tournamnet", 2, /Did you mean `tournament`/],
  ["run bin-packing --set selection.downsample=1", 2, /no setting `selection.downsample`/],
  ["run bin-packing --set selection.name=lexicase --set selection.epsilon=wide --dry-run", 2, /`epsilon`/],
  [
    "run bin-packing --set archive.name=map-elites --set archive.bins=[3] --dry-run",
    2,
    /1 entries, but `bin-packing` declares 2 measures/,
  ],
  ["run bin-packing --set operators.hoits=1 --dry-run", 2, /Did you mean `hoist`/],
  ["run bin-packing --set operators.hoist=-1", 2, /`operators.hoist` to be a number from 0/],
  ["run bin-packing --set kind=networks", 2, /one of program, network, neat/],
  ['run bin-packing --set primitives.functions=["fetch"]', 2, /`primitives.functions\[0\]`/],
  ["run bin-packing --set __proto__.population=5", 2, /no setting `__proto__`/],
  ["run bin-packing --set scenario.itms=3", 2, /Did you mean `items`/],
  ["run bin-packing --set scenario.items=few", 2, /`items` to be a whole number from 10/],
  ["run bin-packing --set scenario.file=nowhere.json", 2, /no file .*nowhere.json/],
  ["run symbolic-regression --set scenario.target=nguyen-99", 2, /`target` to be one of/],
  ["run bin-pakcing", 2, /Did you mean `bin-packing`/],
  ["run none.ts", 2, /no default export/],
  ["run shape.ts", 2, /`agent` to be an object.*shape.ts/],
  ["run nowhere.json", 2, /no file .*nowhere.json/],
  ["run torn.json", 2, /torn.json.* is not JSON/],
  ["run list.json", 2, /expected an object/],
  ["run word.json", 2, /`scenario` to be an object, got `bin-packing` \(.*word.json\)/],
  ["run empty.json", 2, /`scenario` to be an object, got nothing/],
  ["run typo.json", 2, /`populaton` \(.*typo.json\)[^]*Did you mean `population`/],
  ["run range.json", 2, /`islands.count` to be a whole number from 1 to 1000, got `0` \(.*range.json\)/],
  ["run type.json", 2, /`budget.seconds` to be a number above 0/],
  ["run mixed.json", 2, /no setting `archive.bins`/],
  ["run option.json", 2, /`items` to be a whole number from 10/],
  ["run start.json --dry-run", 2, /not JavaScript/],
  ["resume", 6, /There is no run `latest`[^]*lamarck run/],
  ["resume nope --budget-time x", 2, /90s, 4m30s or 2h/],
  ["status nope", 6, /There is no run `nope`/],
  ["status ./tampered", 6, /is not a run/],
  ["top nope --sort fitness", 2, /score, size, generation, children/],
  ["top nope --limit 0", 2, /`--limit` to be a whole number from 1/],
  ["show nope", 2, /missing required argument 'variant'/],
  ["show nope 1", 6, /There is no run/],
  ["diff nope 1", 2, /missing required argument 'after'/],
  ["replay nope 1", 6, /There is no run/],
  ["log hsah nope", 2, /one of hash/],
  ["schema spce", 2, /one of spec, event, envelope, population/],
  ["export nope --format xml", 2, /jsonl, csv, js/],
  ["evaluate bin-packing", 2, /--program <file>/],
  ["evaluate bin-packing --program nowhere.js", 2, /no file .*nowhere.js/],
  ["evaluate bin-packing --program program.js --cases some", 2, /train, validation, test or a .json file/],
  ["evaluate bin-packing --program program.js --cases cases.json", 2, /holds no cases/],
];

describe("a mistake on the command line", () => {
  test.each(mistakes)("`lamarck %s` exits with %i and says what to do", async (line, code, says) => {
    const called = await call(folder, line.split(" "));
    expect(called.err).toMatch(says);
    expect(called.err).not.toMatch(/\n\s+at /);
    expect(called.err.trim().split("\n").length).toBeGreaterThanOrEqual(2);
    expect(called).toMatchObject({ code, out: "" });
  });

  test("is an object of JSON where JSON was asked for", async () => {
    for (const line of ["status nope --json", "top --frobnicate --json"]) {
      const { code, out, err } = await call(folder, line.split(" "));
      expect(err).toBe("");
      const { error } = JSON.parse(out);
      expect(Object.keys(error)).toEqual(["kind", "message", "hint"]);
      expect(code).toBe(line.startsWith("status") ? 6 : 2);
    }
  });
});

test("without words there is help, with examples", async () => {
  const { code, out } = await call(folder, []);
  expect(code).toBe(0);
  expect(out).toMatch(/Examples:\n {2}lamarck run bin-packing/);
});

test("every command has help of its own", async () => {
  const { out } = await call(folder, ["--help"]);
  const names = [...out.matchAll(/^ {2}([a-z-]+) {2,}[A-Z]/gm)].map(([, name]) => name!);
  expect(names).toContain("doctor");
  for (const name of names) {
    const help = await call(folder, [name, "--help"]);
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain(`lamarck ${name}`);
  }
});
