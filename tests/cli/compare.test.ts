import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call } from "./terminal.ts";

const command = "run symbolic-regression --jobs 1 --budget-generations 3 --set scenario.target=nguyen-1";
const small = `${command} --set population=30 --set births=30 --set sizeMax=30`.split(" ");

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-report-"));
  const runs = [
    ["one", "--seed", "1"],
    ["two", "--seed", "2"],
    ["picky", "--seed", "1", "--set", "selection.size=2"],
  ] as const;
  for (const [name, ...words] of runs) {
    const { code, err } = await call(folder, [...small, ...words, "--run-dir", `.lamarck/runs/${name}`]);
    if (code !== 0) throw new Error(err);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("lamarck report", () => {
  test("writes a page into the run's folder, and replaces it the next time", async () => {
    const path = join(".lamarck", "runs", "one", "report.html");
    for (const _ of [1, 2]) {
      expect(await call(folder, ["report", "one"])).toMatchObject({ code: 0, out: "" });
      expect(readFileSync(join(folder, path), "utf8")).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
    }
  });

  test("prints the page, and never writes over a file that is none", async () => {
    const printed = await call(folder, ["report", "one", "-o", "-"]);
    expect(printed).toMatchObject({ code: 0, err: "" });
    expect(printed.out).toContain("The same again");
    writeFileSync(join(folder, "precious.html"), "<p>mine</p>");
    expect(await call(folder, ["report", "one", "-o", "precious.html"])).toMatchObject({ code: 2 });
    expect(readFileSync(join(folder, "precious.html"), "utf8")).toBe("<p>mine</p>");
  });

  test("tells the commands that make the same log again, and they do", async () => {
    const { out } = await call(folder, ["report", "picky", "-o", "-"]);
    const line = /lamarck (run symbolic-regression [^<\n]*)/.exec(out)![1]!;
    const hash = /<code class="hash">([0-9a-f]{64})<\/code>\s*<span class="dim">[\d,]+ events/.exec(out)![1]!;
    expect((await call(folder, [...line.split(" "), "--jobs", "1"])).code).toBe(0);
    expect((await call(folder, ["log", "hash", "./again"])).out).toContain(hash);
    const spec = /The whole spec<\/summary>\s*<pre class="code"><code>([^<]*)</.exec(out)![1]!;
    writeFileSync(join(folder, "spec.json"), spec.replaceAll("&quot;", '"'));
    expect((await call(folder, ["run", "spec.json", "--run-dir", "./third", "--jobs", "1"])).code).toBe(0);
    expect((await call(folder, ["log", "hash", "./third"])).out).toContain(hash);
  });
});

describe("lamarck compare", () => {
  test("prints settings that differ, pairs, groups and the progress, each with how many it rests on", async () => {
    const { code, out, err } = await call(folder, ["compare", "one", "two", "picky"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/setting +one +two +picky\n +selection.size +5 +5 +2\n/);
    expect(out).toMatch(/first +second +n +difference.*\n +one +picky +1,000 /);
    expect(out).toMatch(/group +n +median.*\n +A +2 .* one two\n +B +1 .* picky\n/);
    expect(out).toMatch(/A +B +2 and 1 .* too few to tell: p cannot be below 0\.67\n/);
    expect(out).toContain("best on the training cases at equal evaluations");
  });

  test("gives the same as JSON, and as a page", async () => {
    const { code, out } = await call(folder, ["compare", "one", "picky", "--json", "--html", "compared.html"]);
    expect(code).toBe(0);
    const { schema, data } = JSON.parse(out);
    expect(schema).toBe("lamarck/compare@1");
    expect(data.pairs).toMatchObject([{ first: "one", second: "picky", cases: 1000 }]);
    expect(existsSync(join(folder, "compared.html"))).toBe(true);
    const page = await call(folder, ["compare", "one", "picky", "--html", "-"]);
    expect(page.out).toMatch(/^<!doctype html>/);
  });

  test("refuses one run alone, and runs of different scenarios", async () => {
    expect((await call(folder, ["compare", "one", "./.lamarck/runs/one"])).err).toContain(
      "2 to 40 different runs, got 1",
    );
    const other = "run cart-pole --jobs 1 --budget-generations 1 --set population=10 --set births=10 --run-dir other";
    expect((await call(folder, other.split(" "))).code).toBe(0);
    const { code, err } = await call(folder, ["compare", "one", "./other"]);
    expect(code).toBe(2);
    expect(err).toMatch(/symbolic-regression.*cart-pole.*cannot be compared/);
  });
});
