import { defineConfig } from "vitest/config";
import { countingReporter } from "../reporter.ts";

/** Runs the cases of this folder, which are no tests of Lamarck: the reporter's test looks at what it says of them. */
export default defineConfig({
  test: { include: ["tests/reporter/*.case.ts"], maxWorkers: 1, reporters: ["default", countingReporter()] },
});
