import { eventSchema } from "../../src/cli/event-schema.ts";
import { misfitOf } from "../../src/cli/schema.ts";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPopulation } from "../../src/cli/population.ts";
import { openRun, readRun } from "../../src/store/run-directory.ts";
import { type Called, call } from "./terminal.ts";

const generations = 4;
const command = `run symbolic-regression --seed 7 --jobs 1 --budget-generations ${generations} --set scenario.target=nguyen-1`;
const words = `${command} --set population=40 --set births=40 --set sizeMax=30`.split(" ");

let folder: string;
let first: Called;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-cli-"));
  first = await call(folder, [...words, "--run-dir", ".lamarck/runs/first"]);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Reads an envelope and returns its data. */
async function ask(
  ...line: string[]
): Promise<{ readonly data: never; readonly counts: { total: number; shown: number } }> {
  const { code, out } = await call(folder, [...line, "--json"]);
  expect(code).toBe(0);
  const envelope = JSON.parse(out);
  expect(Object.keys(envelope)).toEqual(["schema", "as_of", "truncated", "counts", "data"]);
  expect(envelope.schema).toMatch(/^lamarck\/[a-z-]+@1$/);
  expect(envelope.truncated).toBe(envelope.counts.shown < envelope.counts.total);
  return envelope;
}

async function hashOf(run: string): Promise<string> {
  return (await ask("log", "hash", run)).data["hash"];
}

describe("a campaign on a plain display", () => {
  test("begins with what it runs, prints its last generation and ends with the champion beside the references", () => {
    expect(first).toMatchObject({ code: 0, err: "" });
    const lines = first.out.split("\n");
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d lamarck \d.* symbolic-regression #first seed 7 jobs 1 budget 4 gens dir .*first$/,
    );
    expect(first.out).toMatch(
      / gen 3\/3 {2}best \S+.* #\d+ size \d+ {2}median \S+ {2}evals 160 {2}reused .*% {2}failed .*%/,
    );
    expect(first.out).toMatch(
      /champion #\d+, size \d+.*\n.*error on test cases \(mean, lower is better.*\n.*\n +champion .*\n +zero .*\n +first-input/,
    );
    expect(first.out).toContain("export default function f(");
    expect(first.out).toContain("lamarck show first champion");
    expect(first.out).not.toContain("\u001b");
  });

  test("that is called again goes on: it is over, and nothing is run twice", async () => {
    const before = await hashOf("first");
    const again = await call(folder, [...words, "--run-dir", ".lamarck/runs/first"]);
    expect(again.code).toBe(0);
    expect(again.out).toContain("#first goes on");
    expect(again.out).toContain("zero");
    expect(await hashOf("first")).toBe(before);
  });

  test("that was interrupted tells how to go on, and its log becomes the same as without", async () => {
    const stopped = await call(folder, [...words, "--run-dir", ".lamarck/runs/second"], {
      text: " gen 0/",
      signal: "SIGINT",
    });
    expect(stopped.code).toBe(130);
    expect(stopped.out).toContain("go on    lamarck resume second");
    expect(readRun(join(folder, ".lamarck/runs/second")).manifest.state).toBe("stopped");
    expect((await call(folder, ["resume", "second", "--display", "none"])).code).toBe(0);
    expect(await hashOf("second")).toBe(await hashOf("first"));
  });

  test("goes on with a larger budget, and then not with another seed", async () => {
    cpSync(join(folder, ".lamarck/runs/first"), join(folder, "longer"), { recursive: true });
    const resumed = await call(folder, ["resume", "./longer", "--budget-generations", "6"]);
    expect(resumed).toMatchObject({ code: 0, err: "" });
    expect(resumed.out).toContain(" gen 5/5");
    const other = await call(folder, [...words, "--run-dir", "longer", "--seed", "8"]);
    expect(other).toMatchObject({ code: 2, out: "" });
    expect(other.err).toMatch(/another `seed`: 7, not 8/);
  });

  test("is refused while another process has the run", async () => {
    cpSync(join(folder, ".lamarck/runs/first"), join(folder, "locked"), { recursive: true });
    const writer = openRun(join(folder, "locked"));
    const refused = await call(folder, ["resume", "./locked", "--budget-generations", "9"]);
    writer.close();
    expect(refused).toMatchObject({ code: 5, out: "" });
    expect(refused.err).toContain(`in use by process ${process.pid}`);
  });

  test("exits with 3 where its assertion does not hold, with 4 where too much failed", async () => {
    const again = [...words, "--run-dir", ".lamarck/runs/first", "--display", "none"];
    expect(await call(folder, [...again, "--assert", "best>=1000"])).toMatchObject({ code: 3, out: "" });
    expect(await call(folder, [...again, "--assert", "test<=1000"])).toMatchObject({ code: 0 });
    expect(await call(folder, [...again, "--fail-on-error", "0"])).toMatchObject({ code: 4, out: "" });
  });

  test("prints its whole spec and leaves no trace in a dry run", async () => {
    const dry = await call(folder, [...words, "--dry-run", "--run-dir", "dry"]);
    expect(JSON.parse(dry.out)).toMatchObject({
      seed: 7,
      population: 40,
      scenario: { options: { target: "nguyen-1" } },
    });
    expect(dry.err).toContain("at most 160 evaluations");
    expect(existsSync(join(folder, "dry"))).toBe(false);
  });
});

test("a run that cannot be written is a failure of the world: what to do is said, without a stack", async () => {
  writeFileSync(join(folder, "file"), "");
  const { code, out, err } = await call(folder, [...words, "--run-dir", "file/run"]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/Cannot write .*file\/run[^]*run the same command again/);
  expect(err).not.toMatch(/\n\s+at /);
});

test("a campaign on the JSON display prints records, and nothing that an agent wrote", async () => {
  const { code, out } = await call(folder, [...words, "--display", "json", "--run-dir", "records"]);
  expect(code).toBe(0);
  const records = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records.map(({ seq }) => seq)).toEqual([...records.keys()]);
  expect(new Set(records.map(({ schema }) => schema))).toEqual(new Set(["lamarck/event@1"]));
  for (const record of records) expect({ record, misfit: misfitOf(record, eventSchema) }).toEqual({ record });
  expect(records.map(({ event }) => event)).toEqual([
    "launch",
    ...Array.from({ length: generations }, () => "generation"),
    "done",
  ]);
  expect(records.at(-1)).toMatchObject({ status: "generations", resumable: false, exit: 0, evals: 160 });
  expect(out).not.toContain("export default");
});

describe("a run can be read", () => {
  test("in lists: of runs, of its best variants, of a variant's ancestors", async () => {
    expect((await ask("ls")).data[0]).toMatchObject({
      scenario: "symbolic-regression",
      state: "finished",
      generation: 3,
    });
    const { data, counts } = await ask("top", "first", "--limit", "5");
    const scores = (data as { score: number }[]).map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(counts).toMatchObject({ shown: 5 });
    const filtered = await ask("top", "first", "--where", "gen>=2 state=scored", "--sort", "size", "--limit", "3");
    const sizes = (filtered.data as { generation: number; size: number }[]).filter(({ generation }) => generation >= 2);
    expect(sizes.map(({ size }) => size)).toEqual(sizes.map(({ size }) => size).toSorted((a, b) => a - b));
    expect(sizes).toHaveLength(3);
    expect((await call(folder, ["top", "first", "--where", "scor>1"])).err).toContain("Did you mean `score`?");
    const family = (await ask("lineage", "first", "champion")).data as { id: number; parents: number[] }[];
    const ids = new Set(family.map(({ id }) => id));
    expect(family.flatMap(({ parents }) => parents).every((id) => ids.has(id))).toBe(true);
  });

  test("in one piece: its state, and a variant with its program, which is simplified but scores the same", async () => {
    expect((await ask("status", "fir")).data).toMatchObject({
      id: "first",
      state: "finished",
      generation: 3,
      births: 160,
    });
    const shown = (await ask("show", "first", "champion")).data as {
      program: string;
      size: number;
      simplified?: { size: number };
    };
    expect(shown.program).toContain("export default function f(");
    expect(shown.simplified?.size ?? 0).toBeLessThanOrEqual(shown.size);
    const raw = await call(folder, ["show", "first", "champion", "--raw"]);
    expect(raw.out).toContain(shown.program.trimEnd());
    const { out } = await call(folder, ["diff", "first", "champion", "champion"]);
    expect(
      out
        .split("\n")
        .slice(2)
        .every((line) => line === "" || line.startsWith("  ")),
    ).toBe(true);
  });

  test("and replayed: a variant does the same again, and a forged record is found out", async () => {
    expect((await ask("replay", "first", "champion")).data).toMatchObject({ identical: true });
    const forged = join(folder, "forged");
    cpSync(join(folder, ".lamarck/runs/first"), forged, { recursive: true });
    const log = join(forged, "events.jsonl");
    const { champion } = (await ask("status", "first")).data as { champion: number };
    const evaluated = new RegExp(`("type":"variant-evaluated","id":${champion},.*?"scores":\\[\\[)([^\\]]+)`);
    const text = readFileSync(log, "utf8").replace(evaluated, "$10.125");
    writeFileSync(log, text);
    const replayed = await call(folder, ["replay", "./forged", "champion"]);
    expect(replayed).toMatchObject({ code: 1 });
    expect(replayed.out).toContain("does NOT do the same again");
  });
});

describe("a run can be exported", () => {
  test("as rows, one a variant, in two formats", async () => {
    const csv = (await call(folder, ["export", "first", "--format", "csv"])).out.trimEnd().split("\n");
    const jsonl = (await call(folder, ["export", "first"])).out.trimEnd().split("\n");
    expect(csv.length).toBe(161);
    expect(jsonl.map((line) => JSON.parse(line).id)).toEqual(csv.slice(1).map((line) => Number(line.split(",")[0])));
  });

  test("as the champion's program, which any program may be compared with", async () => {
    const exported = ["export", "first", "--format", "js", "-o", "champion.js"];
    expect((await call(folder, exported)).code).toBe(0);
    expect(await call(folder, exported)).toMatchObject({ code: 2 });
    const { data } = await ask(
      "evaluate",
      "symbolic-regression",
      "--set",
      "scenario.target=nguyen-1",
      "--seed",
      "7",
      "--program",
      "champion.js",
    );
    const { agents } = data as { agents: { name: string; status: string; mean: number }[] };
    expect(agents.map(({ name }) => name)).toEqual(["champion.js", "zero", "first-input"]);
    expect(agents[0]).toMatchObject({ status: "scored" });
    expect(agents[0]!.mean).toBeLessThan(agents[1]!.mean);
  });

  test("as a population that another campaign starts from", async () => {
    expect((await call(folder, ["export", "first", "--population", "populations/good", "--limit", "5"])).code).toBe(0);
    const { genomes } = loadPopulation(join(folder, "populations/good"));
    expect(genomes.length).toBe(5);
    const next = [...words, "--population", "good", "--display", "none", "--run-dir", "next"];
    expect((await call(folder, next)).code).toBe(0);
    const born = [...readRun(join(folder, "next")).events()].filter((event) => event.type === "variant-born");
    expect(born.slice(0, 5).map(({ genome }) => genome)).toEqual(genomes.map(({ hash }) => hash));
  });
});

test("a program that is none is refused by the gate, with its reason", async () => {
  writeFileSync(join(folder, "wrong.js"), "this is no program");
  const { code, out } = await call(folder, [
    "evaluate",
    "bin-packing",
    "--program",
    "wrong.js",
    "--set",
    "scenario.items=20",
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(/wrong\.js +failed +refused: /);
  expect(out).toMatch(/first-fit +\d/);
});

test("the machine is checked, and each format has a schema", async () => {
  const findings = (await ask("doctor")).data as { what: string; state: string }[];
  expect(findings.find(({ what }) => what === "sandbox")).toMatchObject({ state: "ok" });
  const names = (await call(folder, ["schema"])).out.trim().split("\n");
  for (const name of names)
    expect(JSON.parse((await call(folder, ["schema", name])).out)).toMatchObject({ type: "object" });
});
