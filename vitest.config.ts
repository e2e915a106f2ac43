import { defineConfig } from "vitest/config";
import { countingReporter } from "./tests/reporter.ts";

/** Child processes, not threads: the tests start worker pools and sandboxes of their own, and send signals. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    passWithNoTests: false,
    reporters: ["default", countingReporter()],
  },
});
