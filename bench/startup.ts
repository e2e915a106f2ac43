// How long short commands take from a cold start, beside Node itself doing nothing. See README.md beside this file.
import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../bin/lamarck.js", import.meta.url));
const rounds = Number(process.argv[2] ?? 20);
const commands = {
  "node -e 0": ["-e", "0"],
  "lamarck --help": [program, "--help"],
  "lamarck --version": [program, "--version"],
  "lamarck ls --json": [program, "ls", "--json"],
} as const;

const times = new Map<string, number[]>();
for (let round = 0; round < rounds; round++) {
  for (const [name, words] of Object.entries(commands)) {
    const begun = performance.now();
    const { status } = spawnSync(process.execPath, words, { stdio: "ignore" });
    if (status !== 0) throw new Error(`${name} exits with ${status}`);
    times.set(name, [...(times.get(name) ?? []), performance.now() - begun]);
  }
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const bare = median(times.get("node -e 0")!);
console.table(
  [...times].map(([command, values]) => ({
    command,
    "median ms": Math.round(median(values)),
    "least ms": Math.round(Math.min(...values)),
    "times node -e 0": Math.round((100 * median(values)) / bare) / 100,
  })),
);
console.log(`${rounds} rounds, load ${loadavg()[0]!.toFixed(1)}`);
