import { parse } from "acorn";
import { describe, expect, test } from "vitest";
import { benign, corpus, inputs } from "../corpus.ts";

const mayRun = corpus.filter((program) => program.expect.some((outcome) => outcome !== "refused"));

async function playAsModule(source: string): Promise<readonly number[]> {
  const module = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`)) as {
    readonly default: (x: number) => number;
  };
  return inputs.map((x) => module.default(x));
}

describe("the hostile corpus", () => {
  test("has at least a hundred programs and fifteen forgeries, each with a name of its own", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(100);
    expect(corpus.filter((program) => program.forges).length).toBeGreaterThanOrEqual(15);
    expect(new Set(corpus.map((program) => program.name)).size).toBe(corpus.length);
    expect(new Set(corpus.map((program) => program.source)).size).toBe(corpus.length);
  });

  test("says what is right for every program, without saying it twice", () => {
    const unclear = corpus.filter(({ expect: right }) => right.length === 0 || new Set(right).size < right.length);
    expect(unclear.map((program) => program.name)).toEqual([]);
  });

  test.each(mayRun.map(({ name, source }) => [name, source]))("holds %s, which is a valid module", (_, source) => {
    expect(() => parse(source, { ecmaVersion: 2024, sourceType: "module" })).not.toThrow();
  });
});

describe("the benign programs", () => {
  test("are at least a dozen", () => {
    expect(benign.length).toBeGreaterThanOrEqual(12);
  });

  test.each(benign)("$name answers as it should where nothing is restricted", async ({ source, answers }) => {
    expect(await playAsModule(source)).toEqual(answers);
  });
});
