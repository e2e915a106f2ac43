import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { countingLine } from "./reporter.ts";

/** Runs Vitest on one case of `tests/reporter/`, as `npm test` runs it on the tests. */
function runCase(name: string): { readonly lastLine: string | undefined; readonly status: number | null } {
  const words = ["run", "--config", "tests/reporter/vitest.config.ts", name];
  const { stdout, status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", ...words], {
    encoding: "utf8",
  });
  return { lastLine: stdout.trimEnd().split("\n").at(-1), status };
}

test("a green run ends with its count and succeeds", () => {
  expect(runCase("green")).toEqual({ lastLine: "1 passed, 0 failed", status: 0 });
});

test("a red run counts what passed, failed and was skipped, and fails", () => {
  expect(runCase("mixed")).toEqual({ lastLine: "2 passed, 1 failed, 1 skipped", status: 1 });
});

test("a file that does not load counts as a failure", () => {
  expect(runCase("unloadable")).toEqual({ lastLine: "0 passed, 1 failed", status: 1 });
});

test("a run in which every test was skipped fails", () => {
  expect(runCase("idle")).toEqual({ lastLine: "0 passed, 0 failed, 1 skipped", status: 1 });
});

test("a run without any test fails", () => {
  expect(runCase("no-such-case")).toEqual({ lastLine: "0 passed, 0 failed", status: 1 });
});

test("the skipped tests are named only where there are any", () => {
  expect(countingLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
});
