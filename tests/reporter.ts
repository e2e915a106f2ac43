import { writeSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** How many tests ended in which way. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The count as one line: `12 passed, 0 failed`, and `, 3 skipped` where any were. */
export function countingLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Counts tests. What broke outside of a test (a file that does not load, a hook, a stray rejection) counts as one
 * failure each, so that a run which is not green never says `0 failed`.
 */
function countTests(modules: readonly TestModule[], strayErrors: number): Count {
  const count = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that is still pending when the run is over did not pass.
      count[state === "pending" ? "failed" : state]++;
    }
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
  }
  return count;
}

/** Prints the counting line as the very last line of the process, and fails a run in which no test ran. */
export function countingReporter(): Reporter {
  let count: Count = { passed: 0, failed: 0, skipped: 0 };
  return {
    onInit: () => {
      process.once("exit", () => {
        if (count.passed + count.failed === 0) process.exitCode = 1;
        writeSync(1, `${countingLine(count)}\n`);
      });
    },
    onTestRunEnd: (modules, strayErrors) => {
      count = countTests(modules, strayErrors.length);
    },
  };
}
