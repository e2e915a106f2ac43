import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { closedSource } from "../../src/sandbox/closed.ts";

const outside = 7;
function helper(x: number): number {
  return x + outside;
}

/** Runs the source text far from here, where nothing of this file exists. */
function runAlone(method: (...inputs: never[]) => unknown, ...inputs: readonly unknown[]): unknown {
  const run = runInNewContext(closedSource(method, "play", "some/scenario.ts")) as (...inputs: unknown[]) => unknown;
  return run(...inputs);
}

class RangeErrorOfOurs extends RangeError {}

const world = {
  play(x: number) {
    return x + 1;
  },
  "quoted-name"(x: number) {
    return x + 2;
  },
};

describe("a function that enters the sandbox", () => {
  test.each<[string, (...inputs: never[]) => unknown, unknown]>([
    ["an arrow", (x: number) => x * 2, 6],
    [
      "a function expression",
      function (x: number) {
        return x * 3;
      },
      9,
    ],
    ["a method", world.play, 4],
    [
      "a function with helpers and constants inside",
      (x: number) => {
        const k = 2;
        const twice = (y: number): number => y * k;
        function again(y: number): number {
          return twice(twice(y));
        }
        return again(x);
      },
      12,
    ],
    [
      "a function with patterns, labels, catches and shorthand",
      (x: number) => {
        const { a, b: [c] = [1], ...rest } = { a: x, d: 5 } as { a: number; b?: number[]; d: number };
        outer: for (const [key, value] of Object.entries({ a, c, ...rest })) {
          try {
            if (key === "d") break outer;
            if (value! > 1e9) throw new Error(key);
          } catch (error) {
            return error;
          }
        }
        class Sum {
          total = a + c!;
        }
        return new Sum().total;
      },
      4,
    ],
  ])("may be %s", (_, method, value) => {
    expect(runAlone(method, 3)).toBe(value);
  });

  test("may be a method with a quoted name", () => {
    const source = closedSource(world["quoted-name"], "quoted-name", "some/scenario.ts");
    expect((runInNewContext(source) as (x: number) => number)(1)).toBe(3);
  });

  test.each<[string, (...inputs: never[]) => unknown, string]>([
    ["a constant of its file", () => outside, "`outside`"],
    ["a function of its file", (x: number) => helper(x), "`helper`"],
    ["several things, by name and in order", () => [outside, helper], "`helper`, `outside`"],
    ["a process", () => process.pid, "`process`"],
    ["a timer", () => setTimeout(() => {}, 1), "`setTimeout`"],
    ["the global object", () => globalThis, "`globalThis`"],
    ["a clock", () => Date.now(), "`Date`"],
    ["another's name in shorthand", () => ({ outside }), "`outside`"],
    ["another's name as a computed key", () => ({ [outside]: 1 }), "`outside`"],
    ["another's name in a default", (x = outside) => x, "`outside`"],
  ])("may not use %s", (_, method, names) => {
    expect(() => closedSource(method, "play", "some/scenario.ts")).toThrow(
      expect.objectContaining({
        name: "UserError",
        code: "scenario-not-closed",
        message: expect.stringContaining(`some/scenario.ts: \`play\` uses ${names}, which`),
      }),
    );
  });

  test.each<[string, (...inputs: never[]) => unknown]>([
    ["async", async () => 1],
    [
      "a generator",
      function* () {
        yield 1;
      },
    ],
    ["bound", helper.bind(undefined)],
    ["native", Math.max],
  ])("may not be %s", (_, method) => {
    expect(() => closedSource(method, "play", "some/scenario.ts")).toThrow(
      expect.objectContaining({ name: "UserError", code: "scenario-function" }),
    );
  });

  test.each([
    ["an asynchronous method", { async play() {} }.play],
    ["a generator method", { *play() {} }.play],
    ["a class", RangeErrorOfOurs as unknown as () => void],
  ])("may not be %s", (_, method) => {
    expect(() => closedSource(method, "play", "some/scenario.ts")).toThrow(
      expect.objectContaining({ name: "UserError" }),
    );
  });
});
